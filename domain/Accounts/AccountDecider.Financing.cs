using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>Swaps at 17:00 New York, interest on cash, splits.</summary>
/// <remarks>
/// A day that is over is financed with what was held at its end. Whatever changes a position or the cash therefore books first what is due
/// before it: so it does not matter how late the desk gets to it, and every day of every position is booked once.
/// </remarks>
public static partial class AccountDecider
{
    /// <summary>More days than this that nobody rolled over are booked in several goes.</summary>
    private const int DaysMax = 400;

    private const int SplitMax = 10_000;

    /// <summary>No event where nothing is due. What cannot be converted yet stays due.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, RollPositions command, AccountFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        var draft = new AccountDraft(state);
        TryAddDue(draft, facts, now, command.By, now);
        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    /// <summary>
    /// Quantities, lots and levels change by the ratio and what they cost does not. The symbol's open orders are for what is no more, so they are
    /// cancelled.
    /// </summary>
    public static Outcome<AccountEvent> Decide(Account? state, SplitPositions command, AccountFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (CheckSplit(command) is { } refusal)
        {
            return Outcome<AccountEvent>.Refuse(refusal);
        }

        var draft = new AccountDraft(state);
        if (!TryAddDue(draft, facts, now, command.By, now))
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.RolloverDue);
        }

        foreach (var order in state.Orders.Open.Values.Where(o => o.Ticket.Symbol == command.Symbol && o.CancelReason is null))
        {
            draft.Add(new OrderCancelRequested(order.Id, $"Split {command.Shares} for {command.Of}.", command.By, now));
        }

        if (draft.State.PositionsIn(command.Symbol).Any())
        {
            if (Split(draft.State, command, facts, now) is not { } split)
            {
                return Outcome<AccountEvent>.Refuse(AccountRefusals.NotValued);
            }

            draft.Add(split);
        }

        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    /// <summary>Adds what is due before <paramref name="time"/>; false where a swap has no rate.</summary>
    private static bool TryAddDue(AccountDraft draft, AccountFacts facts, DateTimeOffset time, Actor by, DateTimeOffset now)
    {
        AddInterestDue(draft, time, by, now);
        var isWhole = true;
        if (draft.State.Terms?.Swaps is { Length: > 0 })
        {
            foreach (var (id, _) in draft.State.Positions)
            {
                isWhole &= TryAddRollovers(draft, id, facts.Quotes, facts.Calendar, null, time, by, now);
            }
        }

        return isWhole;
    }

    /// <summary>What is due of the position that a fill meets, and of the cash, before the fill. Nothing for accounts without swaps and interest.</summary>
    private static Refusal? AddDueBeforeFill(AccountDraft draft, Order order, BrokerReport.Filled fill, OrderFacts facts, DateTimeOffset now)
    {
        if (draft.State.Terms is not { } terms)
        {
            return null;
        }

        if (terms.Interest is not null)
        {
            AddInterestDue(draft, fill.Time, Actor.Desk, now);
        }

        var id = draft.State.PositionIdOf(order.Ticket);
        return terms.Swaps is not { Length: > 0 } || !draft.State.Positions.ContainsKey(id)
            || TryAddRollovers(draft, id, facts.Quotes, facts.Calendar, fill.Price, fill.Time, Actor.Desk, now)
                ? null
                : AccountRefusals.RolloverDue;
    }

    private static bool TryAddRollovers(
        AccountDraft draft, PositionId id, IReadOnlyDictionary<Symbol, Quote> quotes, SettlementCalendar? calendar, Price? price,
        DateTimeOffset time, Actor by, DateTimeOffset now)
    {
        var position = draft.State.Positions[id];
        if (draft.State.Terms?.SwapOf(position.Symbol) is not { } terms)
        {
            return true;
        }

        var day = position.RolledTo?.AddDays(1) ?? FxDay.At(position.OpenedAt).Date;
        for (var i = 0; i < DaysMax && FxDay.On(day).End <= time; i++, day = day.AddDays(1))
        {
            var nights = (calendar ?? BankHolidays.Standard).Nights(position.Instrument, day);
            var swap = terms.Of(position, nights);
            if (swap == 0m)
            {
                continue;
            }

            var rate = ConversionRates.Find(quotes, position.Instrument.Quote, draft.State.Currency, swap, now)
                ?? position.Instrument.RateTo(draft.State.Currency, swap, price ?? default, quotes, now);
            if (rate is null)
            {
                return false;
            }

            draft.Add(RolledOver(draft.State, position, day, nights, swap, rate, calendar, by, now));
        }

        return true;
    }

    private static PositionRolledOver RolledOver(
        Account state, Position position, DateOnly day, int nights, decimal swap, ConversionRate rate, SettlementCalendar? calendar, Actor by,
        DateTimeOffset now)
    {
        var arisen = new Money(swap, position.Instrument.Quote);
        var amount = rate.Convert(swap);
        var valueDate = (calendar ?? BankHolidays.Standard).ValueDate(position.Instrument, day).AddDays(nights);
        return new PositionRolledOver(
            position.Id, position.Symbol, day, nights, valueDate, position.Quantity, arisen, amount,
            Arisen(state, LedgerAccount.Financing, arisen, amount, rate), by, now);
    }

    /// <summary>Into the cash what arose in another currency, through the conversion account.</summary>
    private static LedgerEntry Arisen(Account state, LedgerAccount source, Money arisen, Money amount, ConversionRate rate) =>
        arisen.Currency == state.Currency
            ? CashEntry(state, amount, source)
            : state.Ledger.Entry(
                rate,
                [
                    new Posting(LedgerAccount.Cash, amount),
                    new Posting(LedgerAccount.Conversion, -amount),
                    new Posting(LedgerAccount.Conversion, arisen),
                    new Posting(source, -arisen),
                ]);

    private static void AddInterestDue(AccountDraft draft, DateTimeOffset time, Actor by, DateTimeOffset now)
    {
        var state = draft.State;
        if (state is not { Terms.Interest: { } terms, InterestTo: { } booked })
        {
            return;
        }

        var to = DayBefore(time);
        var days = to.DayNumber - booked.DayNumber;
        var amount = days > 0 ? terms.Of(state.Ledger.Cash, days) : 0m;
        if (days > 0)
        {
            var money = new Money(amount, state.Currency);
            draft.Add(new InterestBooked(
                booked.AddDays(1), to, new Money(state.Ledger.Cash, state.Currency), money, CashEntry(state, money, LedgerAccount.Interest), by, now));
        }
    }

    private static Refusal? CheckSplit(SplitPositions command) => command switch
    {
        { Shares: < 1 or > SplitMax } or { Of: < 1 or > SplitMax } => AccountRefusals.SplitRatio(command.Shares, command.Of),
        _ when command.Shares == command.Of => AccountRefusals.SplitRatio(command.Shares, command.Of),
        { CashPrice: { Value: <= 0m } price } => AccountRefusals.SplitPrice(price),
        _ => IsWhy(command.Reason) ? null : AccountRefusals.WhyMissing,
    };

    /// <summary>Null where the result of fractions has no rate.</summary>
    private static PositionSplitApplied? Split(Account state, SplitPositions command, AccountFacts facts, DateTimeOffset now)
    {
        var positions = ImmutableArray.CreateBuilder<Position>();
        var result = 0m;
        foreach (var position in state.PositionsIn(command.Symbol))
        {
            var split = position.Split(command.Shares, command.Of);
            var fraction = command.CashPrice is null ? 0m : split.Quantity.Abs().Value % LotOf(command.Symbol);
            var change = fraction == 0m ? new PositionChange(split, default, 0m) : split.PayOut(fraction, command.CashPrice!.Value);
            positions.Add(change.Position);
            result += change.Realised;
        }

        var instrument = positions[0].Instrument;
        var arisen = new Money(Ledger.Round(result), instrument.Quote);
        if (instrument.RateTo(state.Currency, arisen.Amount, command.CashPrice ?? default, facts.Quotes, now) is not { } rate)
        {
            return null;
        }

        var paid = rate.Convert(arisen.Amount);
        return new PositionSplitApplied(
            command.Symbol, command.Shares, command.Of, positions.ToImmutable(), paid,
            arisen.Amount == 0m ? null : Arisen(state, LedgerAccount.RealisedPnl, arisen, paid, rate), command.Reason, command.By, now);
    }

    private static decimal LotOf(Symbol symbol) => Instruments.Find(symbol)?.LotSize ?? 1m;

    private static Account ApplySplit(Account state, PositionSplitApplied e)
    {
        var positions = state.Positions;
        foreach (var position in e.Positions)
        {
            positions = position.Quantity.IsZero ? positions.Remove(position.Id) : positions.SetItem(position.Id, position);
        }

        return state with { Positions = positions, Ledger = e.Entry is null ? state.Ledger : state.Ledger.Post(e.Entry) };
    }
}
