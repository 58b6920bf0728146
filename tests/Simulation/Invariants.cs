#if !ORLEANS
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;

namespace Countersign.Tests.Simulation;

/// <summary>What holds after every run, whatever failed on the way.</summary>
internal static class Invariants
{
    /// <exception cref="InvariantException">Something does not hold; the message says what.</exception>
    public static void Check(TradingDesk desk, TenantAccount tenant, AccountView view)
    {
        var account = view.Account;
        var events = desk.Disk.Events(new JournalStream(tenant.Tenant, $"account/{tenant.Account}")).Select(e => e.Event).ToList();
        CheckBooks(tenant, account, view, events);
        CheckOrders(desk, tenant, account, events);
        CheckAgainstVenue(desk, tenant, account, events);
        CheckReplay(desk, tenant, account, events);
    }

    private static void CheckBooks(TenantAccount tenant, Account account, AccountView view, List<DomainEvent> events)
    {
        foreach (var balance in account.Ledger.Balances)
        {
            Require(account.Ledger.Sum(balance.Currency) == 0m, tenant, $"the books in {balance.Currency} are off by {account.Ledger.Sum(balance.Currency)}");
        }

        var paidIn = 100m * tenant.Deposits.Count;
        var booked = -account.Ledger.Balance(LedgerAccount.Deposits);
        Require(booked >= paidIn, tenant, $"{paidIn} was paid in and acknowledged, {booked} is booked");
        Require(booked <= 100m * tenant.DepositsSent.Count, tenant, $"{booked} is booked of {tenant.DepositsSent.Count} deposits of 100");
        Require(
            events.OfType<FundsDeposited>().Count() * 100m == booked, tenant, "a deposit is booked without its event, or an event without its booking");
        Require(
            account.Ledger.Cash == booked + account.Totals.Realised - account.Totals.Commission, tenant,
            $"cash is {account.Ledger.Cash}, deposits and results make {booked + account.Totals.Realised - account.Totals.Commission}");
        var unrealised = account.Positions.Values.Sum(p => p.UnrealisedInQuoteCurrency(view.Quotes[p.Symbol]));
        Require(view.Equity.Amount == account.Ledger.Cash + unrealised, tenant, "equity is not cash and what is open");
    }

    private static void CheckOrders(TradingDesk desk, TenantAccount tenant, Account account, List<DomainEvent> events)
    {
        var submitted = events.OfType<OrderSubmitted>().Select(e => e.Ticket.Id).ToList();
        Require(submitted.Distinct().Count() == submitted.Count, tenant, "an order was submitted twice");
        foreach (var order in tenant.WaitsAtTheEnd)
        {
            Require(
                order.Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled, tenant,
                $"{order.Id} is {order.Status} though everybody has answered");
        }

        foreach (var order in account.Orders.Open.Values)
        {
            Require(false, tenant, $"{order.Id} is {order.Status} after everything was cancelled");
        }

        foreach (var (id, then) in tenant.Acknowledged)
        {
            var placed = events.Any(e => e is OrderSubmitted s && s.Ticket == then.Ticket || e is OrderDenied d && d.Ticket == then.Ticket);
            Require(placed, tenant, $"{id} was acknowledged and is not in the journal");
            if (account.Orders.Find(id) is { } now)
            {
                Require(now.Filled >= then.Filled, tenant, $"{id} was {then.Filled} filled and is {now.Filled} now");
                Require(!then.IsFinal || now.Status == then.Status || now.Filled > then.Filled, tenant, $"{id} was {then.Status} and is {now.Status}");
            }
        }

        var fills = events.OfType<OrderFilled>().ToList();
        Require(
            fills.Select(f => f.Execution.Id).Distinct().Count() == fills.Count, tenant, "an execution is booked twice");
        foreach (var byOrder in fills.GroupBy(f => f.OrderId))
        {
            var ticket = events.OfType<OrderSubmitted>().Single(e => e.Ticket.Id == byOrder.Key).Ticket;
            var most = events.OfType<OrderAmended>().Where(e => e.OrderId == byOrder.Key && e.Amendment.Quantity is not null)
                .Select(e => e.Amendment.Quantity!.Value.Value).Append(ticket.Quantity.Value).Max();
            Require(byOrder.Sum(f => f.Execution.Quantity.Value) <= most, tenant, $"{byOrder.Key} filled more than {most}");
        }
    }

    private static void CheckAgainstVenue(TradingDesk desk, TenantAccount tenant, Account account, List<DomainEvent> events)
    {
        var filled = events.OfType<OrderFilled>().Sum(f => f.Execution.Side.Sign() * f.Execution.Quantity.Value);
        Require(account.PositionIn(TradingDesk.Symbol).Value == filled, tenant, $"the position is {account.PositionIn(TradingDesk.Symbol)}, fills make {filled}");
        Require(
            desk.Venue.PositionOf(tenant.AtTheVenue).Value == filled, tenant,
            $"the venue holds {desk.Venue.PositionOf(tenant.AtTheVenue)}, the desk {filled}");
        var told = desk.Venue.Told(tenant.AtTheVenue).Select(m => m.Report).OfType<BrokerReport.Filled>().Select(f => f.ExecutionId).ToHashSet();
        Require(told.SetEquals(events.OfType<OrderFilled>().Select(f => f.Execution.Id)), tenant, "the desk's executions are not the venue's");
        foreach (var open in desk.Venue.Open(tenant.AtTheVenue, tenant.Account))
        {
            Require(false, tenant, $"{open.OrderId} still works at the venue after everything was cancelled");
        }
    }

    private static void CheckReplay(TradingDesk desk, TenantAccount tenant, Account account, List<DomainEvent> events)
    {
        var again = events.Aggregate((Account?)null, (state, e) => AccountDecider.Apply(state, (AccountEvent)e));
        Require(
            JsonSerializer.Serialize(again, EventTypes.Json) == JsonSerializer.Serialize(account, EventTypes.Json), tenant,
            "the state is not what its events make");
        foreach (var (stream, stored) in desk.Disk.Streams().Where(s => s.Stream.Tenant == tenant.Tenant))
        {
            foreach (var decision in stored.Select(e => e.Event).OfType<TradeIdeaEvent>())
            {
                var replay = DecisionReplay.Recompute(decision);
                Require(
                    replay is null or { Identical: true }, tenant,
                    $"{stream} {decision.GetType().Name} comes out differently: {replay?.Differences.FirstOrDefault()}");
            }
        }
    }

    private static void Require(bool holds, TenantAccount tenant, string otherwise)
    {
        if (!holds)
        {
            throw new InvariantException($"{tenant.Tenant}: {otherwise}.");
        }
    }
}
#endif
