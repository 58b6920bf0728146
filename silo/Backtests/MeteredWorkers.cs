using System.Collections.Immutable;
using Countersign.Domain.Backtests.Research;

namespace Countersign.Silo.Backtests;

/// <summary>Counts the runs of a study on a meter.</summary>
/// <param name="runs">As many as there will be, as far as it can be told; more than 0.</param>
internal sealed class MeteredWorkers(IResearchWorkers inner, double runs, IProgress<double> meter) : IResearchWorkers
{
    private int done;

    public ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken) => inner.Run(
            items,
            (item, token) =>
            {
                var result = work(item, token);
                meter.Report(Math.Min(1.0, Interlocked.Increment(ref done) / runs));
                return result;
            },
            cancellationToken);
}
