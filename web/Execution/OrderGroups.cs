using Countersign.Api.Contracts.Execution;

namespace Countersign.Web.Execution;

/// <summary>Orders that belong together: an entry with its exits, or orders of which a fill of one cancels the others.</summary>
/// <param name="Key">Names the group within the page.</param>
/// <param name="Head">The entry; null of orders without one.</param>
/// <param name="Parts">The exits, or the orders of the group.</param>
public sealed record OrderGroup(string Key, OrderSummary? Head, IReadOnlyList<OrderSummary> Parts)
{
    /// <summary>The entry may still open something, and its exits are placed once it does.</summary>
    public bool ExitsWait => Head is { RemainingQuantity: > 0 } && Parts.Count == 0 && (Head.Stop ?? Head.Target) is not null;

    /// <summary>Orders without an entry that cancel one another.</summary>
    public bool IsEitherOr => Head is null && Parts.Count > 1;
}

/// <summary>Puts a list of orders together.</summary>
public static class OrderGroups
{
    /// <summary>The entries of exits that are in the list while the entry itself is not.</summary>
    public static IEnumerable<(string AccountId, string OrderId)> MissingHeads(IReadOnlyList<OrderSummary> orders)
    {
        var known = orders.Select(o => (o.AccountId, o.Id)).ToHashSet();
        return orders.Where(o => o.ParentId is not null).Select(o => (o.AccountId, o.ParentId!)).Distinct().Where(p => !known.Contains(p));
    }

    /// <summary>The groups, in the order in which the first of each stands in the list.</summary>
    /// <param name="orders">The list.</param>
    /// <param name="heads">Entries that are not in it.</param>
    public static IReadOnlyList<OrderGroup> Of(IReadOnlyList<OrderSummary> orders, IReadOnlyList<OrderSummary> heads)
    {
        var parents = orders.Where(o => o.ParentId is not null).Select(o => KeyOf(o.AccountId, o.ParentId!)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. orders.GroupBy(o => GroupOf(o, parents), StringComparer.Ordinal).Select(g =>
            {
                var head = g.Concat(heads).FirstOrDefault(o => o.ParentId is null && (KeyOf(o.AccountId, o.Id) == g.Key));
                return new OrderGroup(g.Key, head, [.. g.Where(o => o != head).OrderBy(o => o.Type == "limit").ThenBy(o => o.CreatedAt)]);
            }),
        ];
    }

    private static string GroupOf(OrderSummary order, HashSet<string> parents) => order switch
    {
        { ParentId: { } parent } => KeyOf(order.AccountId, parent),
        _ when parents.Contains(KeyOf(order.AccountId, order.Id)) => KeyOf(order.AccountId, order.Id),
        { OcoGroup: { } group } => $"{order.AccountId} either {group}",
        _ => KeyOf(order.AccountId, order.Id),
    };

    private static string KeyOf(string account, string order) => $"{account} {order}";
}
