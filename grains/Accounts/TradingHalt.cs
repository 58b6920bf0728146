using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;

namespace Countersign.Grains.Accounts;

/// <summary>
/// What a halt asks of an account: its working orders cancelled and, where positions are to be closed, all of them closed. It follows from what is
/// on record, so that doing it again, also after a crash in the middle, goes on where it was and does nothing twice.
/// </summary>
internal sealed class TradingHalt(
    EventSourced<Account, AccountEvent> book, OrderDesk desk, AccountMarket market, AccountRisk risk, OrderHistory history, IMarketClock clock)
{
    /// <summary>A closing order can end unfilled; the next round tries again. Accounts look every five seconds.</summary>
    private const int RoundsMax = 50;

    private Account Books => book.State!;

    /// <summary>Does what the trading states on record ask for. Where the levels above cannot be asked, the account's own state counts alone.</summary>
    public async Task<ImmutableArray<AccountEvent>> EnforceAsync(CancellationToken cancellationToken)
    {
        if (Books.Orders.Open.IsEmpty && Books.Positions.IsEmpty)
        {
            return [];
        }

        var levels = await risk.LevelsAsync(Books, null, clock.Now, cancellationToken);
        var own = new PolicyInForce(RiskCaps.None, Books.TradingState, null, Books.FlattenSince);
        PolicyInForce?[] above = [levels?.Platform, levels?.Tenant, own];
        var halts = above.OfType<PolicyInForce>().Where(l => l.TradingState == TradingState.Halted).ToArray();
        if (halts.Length > 0)
        {
            return await EnforceAsync(halts.Select(h => h.FlattenSince).Max(), null, cancellationToken);
        }

        var events = ImmutableArray<AccountEvent>.Empty;
        foreach (var strategy in Strategies())
        {
            var halted = (await risk.LevelsAsync(Books, strategy, clock.Now, cancellationToken))?.Strategy;
            if (halted is { TradingState: TradingState.Halted })
            {
                events = events.AddRange(await EnforceAsync(halted.FlattenSince, strategy, cancellationToken));
            }
        }

        return events;
    }

    private StrategyId[] Strategies() =>
    [
        .. Books.Orders.Open.Values.Select(o => o.Ticket.StrategyId).Concat(Books.Positions.Values.Select(p => p.StrategyId))
            .OfType<StrategyId>().Distinct().OrderBy(s => s.Value, StringComparer.Ordinal),
    ];

    private async Task<ImmutableArray<AccountEvent>> EnforceAsync(
        DateTimeOffset? flattenSince, StrategyId? strategy, CancellationToken cancellationToken)
    {
        var events = await CancelAsync(flattenSince is not null, strategy, cancellationToken);
        return flattenSince is { } since ? events.AddRange(await CloseAsync(since, strategy, cancellationToken)) : events;
    }

    /// <summary>Orders that protect a position stay while the position does.</summary>
    private async Task<ImmutableArray<AccountEvent>> CancelAsync(bool all, StrategyId? strategy, CancellationToken cancellationToken)
    {
        var events = ImmutableArray<AccountEvent>.Empty;
        foreach (var order in OrderOutbox.AfterRestart(Books))
        {
            if (order.CancelReason is not null || (order.Ticket.ReduceOnly && !all) || IsCloseout(order.Ticket)
                || (strategy is not null && order.Ticket.StrategyId != strategy))
            {
                continue;
            }

            var id = CommandId.Parse(string.Create(CultureInfo.InvariantCulture, $"halt/{book.Version + 1}"));
            var command = new CancelOrder(id, Actor.Gate, order.Id, "Trading is halted.");
            events = events.AddRange(await DoAsync(command, s => AccountDecider.Decide(s, command, clock.Now), cancellationToken));
        }

        return events;
    }

    private async Task<ImmutableArray<AccountEvent>> CloseAsync(
        DateTimeOffset since, StrategyId? strategy, CancellationToken cancellationToken)
    {
        var events = ImmutableArray<AccountEvent>.Empty;
        foreach (var position in Books.Positions.Values.Where(p => strategy is null || p.StrategyId == strategy).ToArray())
        {
            if (await NextTicketAsync(position, since, cancellationToken) is not { } ticket)
            {
                continue;
            }

            // Without a market it would only be rejected, and a weekend would use up every round.
            var facts = await market.FactsAsync(Books, ticket.Symbol, cancellationToken);
            if (facts.Quotes.GetValueOrDefault(ticket.Symbol) is not { } quote || clock.Now - quote.Time > Books.Limits.QuoteAgeMax)
            {
                continue;
            }

            var command = new PlaceOrder(OrderHistory.PlacedBy(ticket.Id), Actor.Gate, ticket, Closeout: true);
            events = events.AddRange(await DoAsync(command, s => AccountDecider.Decide(s, command, facts, clock.Now), cancellationToken));
        }

        return events;
    }

    private async Task<ImmutableArray<AccountEvent>> DoAsync(
        AccountCommand command, Func<Account?, Outcome<AccountEvent>> decide, CancellationToken cancellationToken)
    {
        var decided = await book.ExecuteAsync(command.CommandId, command.By, decide, cancellationToken);
        return decided is CommandAnswer<AccountEvent>.Accepted { Events: var events }
            ? events.AddRange(await desk.SendAsync(events, CancellationToken.None))
            : [];
    }

    /// <summary>The order that closes a position; null while an earlier one is open, or after too many that did not close it.</summary>
    private async ValueTask<OrderTicket?> NextTicketAsync(Position position, DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var round = 1; round <= RoundsMax; round++)
        {
            var id = IdOf(position, since, round);
            if (Books.Orders.Find(id) is { IsFinal: false })
            {
                return null;
            }

            if (Books.Orders.Find(id) is not null || await history.FindAsync(id, cancellationToken) is not null)
            {
                continue;
            }

            var most = Instruments.Find(position.Symbol)!.MaximumQuantity;
            var quantity = position.Quantity.Abs() < most ? position.Quantity.Abs() : most;
            return new OrderTicket(
                id, position.Symbol, position.Quantity.Value > 0m ? Side.Sell : Side.Buy, quantity,
                TimeInForce: TimeInForce.ImmediateOrCancel, StrategyId: position.StrategyId, ReduceOnly: true, PositionId: position.HedgeId);
        }

        return null;
    }

    /// <summary>Follows from the halt, so that the same halt closes a position once.</summary>
    private static OrderId IdOf(Position position, DateTimeOffset since, int round)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{position.Id}|{since.UtcTicks}|{round}");
        return OrderId.Parse(CloseoutPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12)));
    }

    private const string CloseoutPrefix = "o-halt-";

    private static bool IsCloseout(OrderTicket ticket) => ticket.Id.Value.StartsWith(CloseoutPrefix, StringComparison.Ordinal);
}
