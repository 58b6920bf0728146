using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>Trailing stops that have seen the same best price, each kind by how closely it follows.</summary>
internal sealed class TrailingGroup(long number)
{
    private static readonly IComparer<RestingOrder> ByTrail = Comparer<RestingOrder>.Create((x, y) =>
    {
        var closer = x.Ticket.Trail!.Value.CompareTo(y.Ticket.Trail!.Value);
        return closer != 0 ? closer : x.Number.CompareTo(y.Number);
    });

    private readonly SortedSet<RestingOrder> byDistance = new(ByTrail);
    private readonly SortedSet<RestingOrder> byPercent = new(ByTrail);

    public long Number { get; } = number;

    /// <summary>The best price times the side's sign, so that better is always more.</summary>
    public decimal Best { get; set; }

    /// <summary>The nearest trigger times the side's sign.</summary>
    public decimal Trigger { get; set; }

    public int Count => byDistance.Count + byPercent.Count;

    public IEnumerable<RestingOrder> Orders => byDistance.Concat(byPercent);

    public void Add(RestingOrder order)
    {
        order.Group = this;
        SetOf(order).Add(order);
    }

    public void Remove(RestingOrder order)
    {
        SetOf(order).Remove(order);
        order.Group = null;
    }

    public RestingOrder? Nearest(int sign)
    {
        var (a, b) = (byDistance.Min, byPercent.Min);
        return a is null ? b : b is null || TriggerOf(a, sign) >= TriggerOf(b, sign) ? a : b;
    }

    /// <summary>A trail that would pass zero triggers nothing, as a price never gets there.</summary>
    public decimal TriggerOf(RestingOrder order, int sign) => Best - order.Ticket.Trail!.From(new Price(Best * sign));

    private SortedSet<RestingOrder> SetOf(RestingOrder order) => order.Ticket.Trail!.Unit == TrailUnit.Distance ? byDistance : byPercent;
}

/// <summary>
/// The trailing stops of one side. Orders that have seen the same best price form a group; a new best price touches the groups that it overtakes
/// and makes them one, so that a tick costs one step and not one for each order.
/// </summary>
/// <param name="sign">+1 for sell stops, which follow a rising market; -1 for buy stops.</param>
internal sealed class TrailingStops(int sign)
{
    // The last group has the worst best price: whatever is better than the market now overtakes it first.
    private readonly List<TrailingGroup> groups = [];
    private readonly SortedSet<TrailingGroup> byTrigger = new(Comparer<TrailingGroup>.Create((x, y) =>
    {
        var nearer = y.Trigger.CompareTo(x.Trigger);
        return nearer != 0 ? nearer : x.Number.CompareTo(y.Number);
    }));

    private long numbers;

    public IEnumerable<RestingOrder> Orders => groups.SelectMany(g => g.Orders);

    /// <summary>The trigger that the market reaches first; null where there is none.</summary>
    public decimal? Nearest => byTrigger.Min?.Trigger * sign;

    /// <param name="best">The best price that the order has seen.</param>
    public void Add(RestingOrder order, decimal best)
    {
        var level = best * sign;
        var at = groups.Count;
        while (at > 0 && groups[at - 1].Best < level)
        {
            at--;
        }

        if (at > 0 && groups[at - 1].Best == level)
        {
            Change(groups[at - 1], g => g.Add(order));
            return;
        }

        var group = new TrailingGroup(numbers++) { Best = level };
        group.Add(order);
        group.Trigger = group.TriggerOf(group.Nearest(sign)!, sign);
        groups.Insert(at, group);
        byTrigger.Add(group);
    }

    public void Remove(RestingOrder order)
    {
        if (order.Group is { } group)
        {
            Change(group, g => g.Remove(order));
        }
    }

    /// <summary>Where the order's trigger stands.</summary>
    public decimal TriggerOf(RestingOrder order) => order.Group!.TriggerOf(order, sign) * sign;

    public decimal BestOf(RestingOrder order) => order.Group!.Best * sign;

    /// <summary>Moves the triggers after the market.</summary>
    public void Follow(decimal price)
    {
        var level = price * sign;
        if (groups.Count == 0 || groups[^1].Best >= level)
        {
            return;
        }

        var merged = Take();
        while (groups.Count > 0 && groups[^1].Best <= level)
        {
            merged = Merge(merged, Take());
        }

        merged.Best = level;
        merged.Trigger = merged.TriggerOf(merged.Nearest(sign)!, sign);
        groups.Add(merged);
        byTrigger.Add(merged);
    }

    /// <summary>Takes out the next order whose trigger the price has reached; null where there is none.</summary>
    public RestingOrder? TakeReached(decimal price)
    {
        if (byTrigger.Min is not { } group || price * sign > group.Trigger)
        {
            return null;
        }

        var order = group.Nearest(sign)!;
        Remove(order);
        return order;
    }

    private TrailingGroup Take()
    {
        var group = groups[^1];
        groups.RemoveAt(groups.Count - 1);
        byTrigger.Remove(group);
        return group;
    }

    private static TrailingGroup Merge(TrailingGroup a, TrailingGroup b)
    {
        var (large, small) = a.Count >= b.Count ? (a, b) : (b, a);
        foreach (var order in small.Orders.ToList())
        {
            small.Remove(order);
            large.Add(order);
        }

        return large;
    }

    private void Change(TrailingGroup group, Action<TrailingGroup> change)
    {
        byTrigger.Remove(group);
        change(group);
        if (group.Count == 0)
        {
            groups.Remove(group);
            return;
        }

        group.Trigger = group.TriggerOf(group.Nearest(sign)!, sign);
        byTrigger.Add(group);
    }
}
