using System.Collections.Immutable;
using Countersign.Domain.Backtests.Research;

namespace Countersign.Silo.Backtests;

/// <summary>Runs of a study on several cores; results in the order of the items.</summary>
/// <param name="count">Runs at once; 1 or more.</param>
public sealed class ParallelWorkers(int count) : IResearchWorkers
{
    public ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = count, CancellationToken = cancellationToken };
        Parallel.For(0, items.Length, options, i => results[i] = work(items[i], cancellationToken));
        return ImmutableArray.Create(results);
    }
}
