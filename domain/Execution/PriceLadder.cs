namespace Countersign.Domain.Execution;

/// <summary>
/// Orders sorted by the price at which something happens to them, the nearest first, ties by time. A tick that reaches none of them costs one
/// comparison.
/// </summary>
/// <param name="reachedByRise">The market reaches the lowest level first (by rising); otherwise the highest (by falling).</param>
internal sealed class PriceLadder(bool reachedByRise)
{
    private readonly SortedSet<RestingOrder> orders = new(new ByLevel(reachedByRise ? 1 : -1));
    private RestingOrder? nearest;

    public int Count => orders.Count;

    /// <summary>The order that the market reaches first; null where there is none.</summary>
    public RestingOrder? Nearest => nearest;

    /// <summary>The orders from the nearest on.</summary>
    public IEnumerable<RestingOrder> Orders => orders;

    public void Add(RestingOrder order, decimal level)
    {
        order.Level = level;
        orders.Add(order);
        nearest = orders.Min;
    }

    public void Remove(RestingOrder order)
    {
        orders.Remove(order);
        nearest = orders.Min;
    }

    /// <summary>Whether a price is at or beyond a level, seen from where the market comes.</summary>
    public bool Reaches(decimal price, decimal level) => reachedByRise ? price >= level : price <= level;

    public bool GoesBeyond(decimal price, decimal level) => reachedByRise ? price > level : price < level;

    private sealed class ByLevel(int sign) : IComparer<RestingOrder>
    {
        public int Compare(RestingOrder? x, RestingOrder? y)
        {
            var byLevel = x!.Level.CompareTo(y!.Level) * sign;
            return byLevel != 0 ? byLevel : x.Number.CompareTo(y.Number);
        }
    }
}
