#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Orleans;

namespace Countersign.Tests.Simulation;

// What people ask for.
internal sealed partial class TradingDesk
{
    /// <summary>A command of a person, drawn at random; what it is about is drawn too, so that it often meets an order that is over.</summary>
    private Func<IClusterClient, Task> Command(TenantAccount tenant)
    {
        var id = CommandId.Parse($"c-{++commands}");
        var some = OrderId.Parse($"o-{random.Next(1, orders + 2)}");
        switch (random.Next(12))
        {
            case 0 or 1 or 2 or 3 or 4:
                var ticket = Ticket(tenant);
                sent.Add((tenant, ticket));
                return client => PlaceAsync(client, tenant, ticket);
            case 5:
                var amendment = new OrderAmendment(Quantity: new Quantity(1_000m * random.Next(1, 5)));
                return client => AccountOf(client, tenant).AmendOrderAsync(new AmendOrder(id, Actor.Desk, some, amendment), CancellationToken.None);
            case 6:
                return client => AccountOf(client, tenant).CancelOrderAsync(new CancelOrder(id, Actor.Desk, some, "Not any more."), CancellationToken.None);
            case 7:
                return client => AccountOf(client, tenant).CancelAllOrdersAsync(
                    new CancelAllOrders(id, Actor.Desk, Symbol, KeepReduceOnly: random.Next(2) == 0, "Enough."), CancellationToken.None);
            case 8:
                return client => AccountOf(client, tenant).ClosePositionAsync(
                    new ClosePosition(OrderId.Parse("o-close-" + id.Value), PositionId.Of(Symbol)), CancellationToken.None);
            case 9:
                return client => DepositAsync(client, tenant, id);
            default:
                return random.Next(8) switch
                {
                    0 or 1 or 2 => client => SetStateAsync(client, tenant, id, TradingState.Halted),
                    3 => client => SetStateAsync(client, tenant, id, TradingState.Halted, flatten: true),
                    4 => client => SetStateAsync(client, tenant, id, TradingState.Reducing),
                    _ => client => SetStateAsync(client, tenant, id, TradingState.Active),
                };
        }
    }

    private OrderTicket Ticket(TenantAccount tenant)
    {
        // Both tenants count through the same ids.
        var id = OrderId.Parse($"o-{(tenant == Tenants[0] ? ++orders : Math.Max(1, orders))}");
        if (sent.Any(s => s.Tenant == tenant && s.Ticket.Id == id))
        {
            id = OrderId.Parse($"o-{++orders}");
        }

        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var (away, sign) = (0.0001m * random.Next(1, 25), side.Sign());
        var plain = new OrderTicket(
            id, Symbol, side, new Quantity(1_000m * random.Next(1, 4)), TimeInForce: (TimeInForce)random.Next(0, 4),
            Stop: random.Next(3) == 0 ? Price(-sign * 0.0015m) : null, Target: random.Next(3) == 0 ? Price(sign * 0.0015m) : null);
        return random.Next(8) switch
        {
            0 or 1 or 2 => plain,
            3 or 4 => plain with { Type = OrderType.Limit, LimitPrice = Price(-sign * away), Stop = null, Target = null, TimeInForce = TimeInForce.GoodTillCancelled },
            5 => plain with { Type = OrderType.Stop, TriggerPrice = Price(sign * away), Stop = null, Target = null, TimeInForce = TimeInForce.Day },
            6 => plain with
            {
                Type = OrderType.TrailingStop, Trail = new Trail(0.0010m, TrailUnit.Distance), Stop = null, Target = null,
                TimeInForce = TimeInForce.GoodTillCancelled,
            },
            _ => plain with
            {
                Type = OrderType.Limit, LimitPrice = Price(-sign * away), Stop = null, Target = null, OcoGroup = "g-" + random.Next(3),
                TimeInForce = TimeInForce.GoodTillCancelled,
            },
        };
    }

    private Price Price(decimal from) => new(Math.Round(price + from, 5));

    private static async Task PlaceAsync(IClusterClient client, TenantAccount tenant, OrderTicket ticket)
    {
        Act(tenant, Roles.PortfolioManager);
        var isNew = tenant.Tried.Add(ticket.Id);
        var halt = tenant.HaltedSince;
        if (await AccountOf(client, tenant).PlaceOrderAsync(ticket, CancellationToken.None) is not Reply<Order>.Done { Value: var order })
        {
            return;
        }

        if (isNew && halt is not null && order.Status != OrderStatus.Denied)
        {
            throw new InvariantException($"{tenant.Tenant}: {ticket.Id} was taken while trading was halted: it is {order.Status}, {ticket}.");
        }

        tenant.Acknowledged[order.Id] = order;
    }

    private static async Task DepositAsync(IClusterClient client, TenantAccount tenant, CommandId id)
    {
        Act(tenant, Roles.TenantAdmin);
        tenant.DepositsSent.Add(id);
        if (await AccountOf(client, tenant).DepositAsync(new DepositFunds(id, Actor.Desk, new Money(100m, Usd)), CancellationToken.None)
            is Reply<AccountView>.Done)
        {
            tenant.Deposits.Add(id);
        }
    }

    private static async Task SetStateAsync(IClusterClient client, TenantAccount tenant, CommandId id, TradingState state, bool flatten = false)
    {
        Act(tenant, Roles.PortfolioManager);

        // Whatever becomes of the command, from here on it may have been carried out.
        tenant.HaltedSince = null;
        if (await AccountOf(client, tenant).SetTradingStateAsync(
            new SetTradingState(id, Actor.Parse("user:u-pm"), state, "As a person says.", Flatten: flatten), CancellationToken.None) is Reply<AccountView>.Done done)
        {
            tenant.HaltedSince = done.Value.Account.TradingState == TradingState.Halted ? id : null;
        }
    }
}
#endif
