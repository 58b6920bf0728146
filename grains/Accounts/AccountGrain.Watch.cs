using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Countersign.Grains.Audit;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Orleans.Streams;

namespace Countersign.Grains.Accounts;

/// <summary>What the account does of its own accord: after every tick of what it holds, and every few seconds.</summary>
internal sealed partial class AccountGrain
{
    /// <summary>Closing orders in one go; a stop-out that needs more goes on with the next tick.</summary>
    private const int CloseoutsMax = 20;

    private DateOnly? financed;
    private bool isStoppingOut;
    private bool stopOutFailed;

    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (book.State is not { } account)
        {
            return;
        }

        stopOutFailed = false;
        await ToldAsync(await desk.SettleAsync(cancellationToken), null);
        await EnforceAsync(cancellationToken);
        await FinanceAsync(cancellationToken);
        watch.Levels = risk.Latest;
        var connection = await broker.ConnectionAsync(tenant, id, cancellationToken);
        await HaltAsync(watch.Look(connection != BrokerConnection.Disconnected), cancellationToken);
        await market.ForgetAsync(account);
    }

    public async Task<int> EnforceAsync(CancellationToken cancellationToken)
    {
        var events = book.State is null ? [] : await halt.EnforceAsync(cancellationToken);
        await ToldAsync(events, null);
        return events.Length;
    }

    private async Task OnPricesAsync(PriceBatch batch, StreamSequenceToken? token)
    {
        market.Take(batch);
        if (book.State is null || batch.History)
        {
            return;
        }

        var moved = false;
        foreach (var tick in batch.Ticks)
        {
            var (cause, margin) = watch.On(tick.ToQuote(batch.Session.Symbol, batch.Session.Feed.Simulated));
            await HaltAsync(cause, CancellationToken.None);
            moved = margin;
        }

        if (moved)
        {
            await FollowMarginAsync(CancellationToken.None);
        }
    }

    /// <summary>The account has changed: what it holds is followed and watched, and what the change itself shows is acted on.</summary>
    private async Task WatchAsync(ImmutableArray<AccountEvent> events)
    {
        await market.FollowAsync(book.State!);
        var cause = watch.Follow(book.State!, market.Quotes);
        foreach (var e in events)
        {
            switch (e)
            {
                case OrderRejected:
                    cause ??= watch.Rejected();
                    break;
                case FundsDeposited deposit:
                    watch.Paid(deposit.Amount);
                    break;
                case FundsWithdrawn withdrawal:
                    watch.Paid(-withdrawal.Amount);
                    break;
            }
        }

        await HaltAsync(cause, CancellationToken.None);
        if (watch.HasMarginMoved)
        {
            await FollowMarginAsync(CancellationToken.None);
        }
    }

    /// <summary>A halt that nobody pulled has its cause on record; a person with the right role lifts it.</summary>
    private async Task HaltAsync(HaltCause? cause, CancellationToken cancellationToken)
    {
        if (cause is not null && book.State is { TradingState: not TradingState.Halted })
        {
            await SetTradingStateAsync(RiskMonitor.Halt(cause, clock.Now), cancellationToken);
        }
    }

    /// <summary>Puts calls and stop-outs on record, and closes what a stop-out closes, the worst first.</summary>
    private async Task FollowMarginAsync(CancellationToken cancellationToken)
    {
        if (isStoppingOut)
        {
            return;
        }

        isStoppingOut = true;
        try
        {
            for (var closed = 0; closed < CloseoutsMax && await StepMarginAsync(cancellationToken); closed++)
            {
            }
        }
        finally
        {
            isStoppingOut = false;
        }
    }

    /// <returns>Whether a position was closed, so that there may be another.</returns>
    private async Task<bool> StepMarginAsync(CancellationToken cancellationToken)
    {
        var facts = await market.MoneyFactsAsync(book.State!, cancellationToken);
        var record = new RecordMarginStatus(NextCommand("margin"), Actor.Gate);
        var status = await book.ExecuteAsync(
            record.CommandId, record.By, s => AccountDecider.Decide(s, record, facts, clock.Now), cancellationToken);
        await ToldAsync(status.Caused(), null);
        if (stopOutFailed || MarginMonitor.CloseOut(book.State!, market.Quotes, clock.Now) is not { } close)
        {
            return false;
        }

        var order = await market.FactsAsync(book.State!, close.Ticket.Symbol, cancellationToken);
        var answer = await book.ExecuteAsync(
            close.CommandId, close.By, s => AccountDecider.Decide(s, close, order, clock.Now), cancellationToken);
        await ToldAsync(await desk.SendAsync(answer.Caused(), CancellationToken.None), null);

        // One that is denied, or ends unfilled, is not tried again at every tick.
        var ended = book.State!.Orders.Find(close.Ticket.Id);
        stopOutFailed = ended is { IsFinal: true, Filled.IsZero: true };
        return ended is { Status: OrderStatus.Filled };
    }

    /// <summary>Swaps, interest and the day's equity, once the trading day is over; late, where nobody was there at its end.</summary>
    private async Task FinanceAsync(CancellationToken cancellationToken)
    {
        if (financed == market.TradingDay)
        {
            return;
        }

        var facts = await market.MoneyFactsAsync(book.State!, cancellationToken);
        var roll = new RollPositions(NextCommand("roll"), Actor.Desk);
        var rolled = await book.ExecuteAsync(
            roll.CommandId, roll.By, s => AccountDecider.Decide(s, roll, facts, clock.Now), cancellationToken);
        var equity = new RecordEquity(NextCommand("equity"), Actor.Desk);
        var recorded = await book.ExecuteAsync(
            equity.CommandId, equity.By, s => AccountDecider.Decide(s, equity, facts, clock.Now), cancellationToken);
        await ToldAsync(rolled.Caused().AddRange(recorded.Caused()), null);

        // What has no rate yet stays due, and is tried again.
        financed = recorded is CommandAnswer<AccountEvent>.Accepted && book.State!.IsValuedBy(market.Quotes) ? market.TradingDay : null;
    }

    /// <summary>What a state decides, it decides once.</summary>
    private CommandId NextCommand(string kind) =>
        CommandId.Parse(string.Create(CultureInfo.InvariantCulture, $"{kind}/{book.Version + 1}"));
}
