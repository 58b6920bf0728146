using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>The backtests of one tenant that wait: the highest priority first, within one the one that was asked for first.</summary>
public sealed class BacktestLine
{
    private readonly SortedSet<Place> places = new(
        Comparer<Place>.Create((a, b) => (-(int)a.Priority, a.Number).CompareTo((-(int)b.Priority, b.Number))));

    private readonly Dictionary<BacktestJobId, Place> waiting = [];
    private long numbers;

    public int Count => places.Count;

    /// <summary>Who is next; null where nobody waits.</summary>
    public BacktestJobId? First => places.Count == 0 ? null : places.Min!.Id;

    /// <summary>In the order in which they will be run.</summary>
    public ImmutableArray<BacktestJobId> Ids => [.. places.Select(p => p.Id)];

    /// <summary>Puts one behind those of its priority; one that stands there already keeps its place.</summary>
    public void Add(BacktestJobId id, BacktestPriority priority)
    {
        if (!waiting.ContainsKey(id))
        {
            places.Add(waiting[id] = new Place(id, priority, ++numbers));
        }
    }

    public bool Remove(BacktestJobId id) => waiting.Remove(id, out var place) && places.Remove(place);

    /// <summary>1 for the next; null where it does not wait.</summary>
    public int? PositionOf(BacktestJobId id) => waiting.ContainsKey(id) ? places.TakeWhile(p => p.Id != id).Count() + 1 : null;

    private sealed record Place(BacktestJobId Id, BacktestPriority Priority, long Number);
}
