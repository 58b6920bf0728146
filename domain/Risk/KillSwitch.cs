using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What is to be done once trading is halted, in this order.</summary>
/// <param name="Cancel">Every open order, oldest first.</param>
/// <param name="Close">Reduce-only market orders that together close every position; empty where positions are to stay.</param>
public sealed record KillSwitchPlan(ImmutableArray<OrderId> Cancel, ImmutableArray<PlaceOrder> Close);

/// <summary>
/// From a halt to what must be cancelled and closed. Pure, and all ids follow from the halt's command: pulled again after a crash in the middle it
/// asks for the same orders, which exist once.
/// </summary>
public static class KillSwitch
{
    /// <summary>Orders that one position is cut into at most, where the instrument's largest order is smaller than it.</summary>
    private const int PartsMax = 100;

    /// <param name="halt">The command that halts.</param>
    /// <param name="flatten">Whether positions are closed, too.</param>
    public static KillSwitchPlan Plan(Account account, CommandId halt, Actor by, bool flatten)
    {
        ImmutableArray<OrderId> cancel =
        [
            .. account.Orders.Open.Values.OrderBy(o => o.PlacedAt).ThenBy(o => o.Id.Value, StringComparer.Ordinal).Select(o => o.Id),
        ];
        return new KillSwitchPlan(cancel, flatten ? CloseAll(account, halt, by) : []);
    }

    private static ImmutableArray<PlaceOrder> CloseAll(Account account, CommandId halt, Actor by)
    {
        var orders = ImmutableArray.CreateBuilder<PlaceOrder>();
        foreach (var position in account.Positions.Values)
        {
            Close(orders, position, account.Mode, halt, by);
        }

        return orders.ToImmutable();
    }

    private static void Close(ImmutableArray<PlaceOrder>.Builder orders, Position position, PositionMode mode, CommandId halt, Actor by)
    {
        var side = position.Quantity.Value > 0m ? Side.Sell : Side.Buy;
        var most = Instruments.Find(position.Symbol)?.MaximumQuantity ?? position.Quantity.Abs();
        var left = position.Quantity.Abs();
        for (var part = 1; part <= PartsMax && !left.IsZero; part++)
        {
            var quantity = left < most ? left : most;
            left -= quantity;
            var ticket = new OrderTicket(
                IdOf(halt, position.Id, part), position.Symbol, side, quantity, OrderType.Market, TimeInForce.ImmediateOrCancel,
                StrategyId: position.StrategyId, ReduceOnly: true, PositionId: mode == PositionMode.Hedging ? position.Id : null);
            orders.Add(new PlaceOrder(CommandId.Parse("order/" + ticket.Id), by, ticket, Closeout: true));
        }
    }

    // A command's id may have characters and a length that an order's may not.
    private static OrderId IdOf(CommandId halt, PositionId position, int part)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{halt} {position}")).AsSpan(0, 16));
        return OrderId.Parse(string.Create(CultureInfo.InvariantCulture, $"o-halt-{hash}-{part}"));
    }
}
