using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// Who does the independent runs of a study. Rules start no threads, so the host brings workers of its own; results come back in the order of the
/// items, so that a study is the same whatever their number.
/// </summary>
public interface IResearchWorkers
{
    /// <summary>Applies <paramref name="work"/>, which is pure, to every item.</summary>
    /// <returns>One result an item, in their order.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken);
}

/// <summary>One after the other, on the caller's thread.</summary>
public sealed class SequentialWorkers : IResearchWorkers
{
    public static SequentialWorkers Instance { get; } = new();

    public ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<TResult>(items.Length);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(work(item, cancellationToken));
        }

        return results.MoveToImmutable();
    }
}
