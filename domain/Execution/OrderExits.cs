using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>The stop-loss and take-profit that an entry brings along.</summary>
public static class OrderExits
{
    public static bool Has(OrderTicket entry) => HasStop(entry) || entry.Target is not null;

    /// <summary>The ids of a pair: stop-loss, then take-profit, as far as the entry has them.</summary>
    public static ImmutableArray<OrderId> IdsOf(OrderTicket entry, int pair) => (HasStop(entry), entry.Target is not null) switch
    {
        (true, true) => [OrderLinks.StopLossOf(entry.Id, pair), OrderLinks.TakeProfitOf(entry.Id, pair)],
        (true, false) => [OrderLinks.StopLossOf(entry.Id, pair)],
        (false, true) => [OrderLinks.TakeProfitOf(entry.Id, pair)],
        (false, false) => [],
    };

    /// <summary>The orders of a pair. The stop-loss comes first: while only one of them is sent, it is the one that protects.</summary>
    /// <param name="pair">Counts from 1.</param>
    /// <param name="quantity">What the entry's fill opened.</param>
    /// <param name="position">What they close in a hedging account; null in a netting one.</param>
    /// <param name="known">An earlier pair's order as it stands, so that a level that was moved stays moved; null where it is forgotten.</param>
    public static ImmutableArray<OrderTicket> Of(
        OrderTicket entry, int pair, Quantity quantity, PositionId? position, Func<OrderId, OrderTicket?> known)
    {
        var exits = ImmutableArray.CreateBuilder<OrderTicket>(2);
        if (HasStop(entry))
        {
            var before = pair > 1 ? known(OrderLinks.StopLossOf(entry.Id, pair - 1)) : null;
            exits.Add(Exit(entry, OrderLinks.StopLossOf(entry.Id, pair), pair, quantity, position) with
            {
                Type = entry.StopTrail is null ? OrderType.Stop : OrderType.TrailingStop,
                TriggerPrice = before is null ? entry.Stop : before.TriggerPrice,
                Trail = before is null ? entry.StopTrail : before.Trail,
            });
        }

        if (entry.Target is { } target)
        {
            var before = pair > 1 ? known(OrderLinks.TakeProfitOf(entry.Id, pair - 1)) : null;
            exits.Add(Exit(entry, OrderLinks.TakeProfitOf(entry.Id, pair), pair, quantity, position) with
            {
                Type = OrderType.Limit,
                LimitPrice = before is null ? target : before.LimitPrice,
            });
        }

        return exits.ToImmutable();
    }

    private static bool HasStop(OrderTicket entry) => entry.Stop is not null || entry.StopTrail is not null;

    private static OrderTicket Exit(OrderTicket entry, OrderId id, int pair, Quantity quantity, PositionId? position) => new(
        id, entry.Symbol, entry.Side.Opposite(), quantity, TimeInForce: TimeInForce.GoodTillCancelled, StrategyId: entry.StrategyId,
        StrategyVersion: entry.StrategyVersion, ReduceOnly: true, OcoGroup: OrderLinks.GroupOf(entry.Id, pair), ParentId: entry.Id, PositionId: position);
}
