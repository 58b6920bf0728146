using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>What moves an account's money beside its trades.</summary>
public static partial class AccountDecider
{
    private const int WhyLengthMax = 1000;

    /// <summary>Refused beyond the cash and beyond what positions do not need; also where that is not known.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, WithdrawFunds command, AccountFacts facts, DateTimeOffset now)
    {
        if (CheckAmount(state, command.Amount) is { } refusal)
        {
            return Outcome<AccountEvent>.Refuse(refusal);
        }

        if (command.Amount.Amount <= 0m)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.Amount(command.Amount));
        }

        var draft = new AccountDraft(state!);
        if (!TryAddDue(draft, facts, now, command.By, now))
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.RolloverDue);
        }

        var account = draft.State;
        if (AccountMargin.Of(account, facts.Quotes) is not { } margin)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotValued);
        }

        var most = new Money(Math.Max(0m, Math.Min(account.Ledger.Cash, margin.Free)), account.Currency);
        var amount = new Money(Ledger.Round(command.Amount.Amount), account.Currency);
        if (amount.Amount > most.Amount)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.Withdrawal(amount, most));
        }

        draft.Add(new FundsWithdrawn(amount, CashEntry(account, -amount, LedgerAccount.Withdrawals), command.Reason, command.By, now));
        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    public static Outcome<AccountEvent> Decide(Account? state, AdjustBalance command, DateTimeOffset now)
    {
        if (CheckAmount(state, command.Amount) is { } refusal)
        {
            return Outcome<AccountEvent>.Refuse(refusal);
        }

        var amount = new Money(Ledger.Round(command.Amount.Amount), state!.Currency);
        if (amount.Amount == 0m || !IsWhy(command.Reason))
        {
            return Outcome<AccountEvent>.Refuse(amount.Amount == 0m ? AccountRefusals.NoAmount : AccountRefusals.WhyMissing);
        }

        var draft = new AccountDraft(state);
        AddInterestDue(draft, now, command.By, now);
        draft.Add(new BalanceAdjusted(
            amount, CashEntry(draft.State, amount, LedgerAccount.Adjustments), command.Reason, command.By, now));
        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    public static Outcome<AccountEvent> Decide(Account? state, SetAccountTerms command, AccountFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        var refusals = AccountTermsRules.Check(command.Terms, command.Commission);
        var (old, terms) = (state.Terms ?? AccountTerms.Default, command.Terms);
        if ((old.Mode != terms.Mode && !(state.Positions.IsEmpty && state.Orders.Open.IsEmpty))
            || (old.CostMethod != terms.CostMethod && !state.Positions.IsEmpty))
        {
            refusals = refusals.Add(AccountRefusals.ModeInUse);
        }

        if (!IsWhy(command.Reason))
        {
            refusals = refusals.Add(AccountRefusals.WhyMissing);
        }

        var draft = new AccountDraft(state);
        if (refusals.IsEmpty && !TryAddDue(draft, facts, now, command.By, now))
        {
            refusals = refusals.Add(AccountRefusals.RolloverDue);
        }

        if (!refusals.IsEmpty || (old == terms && state.Commission == command.Commission))
        {
            return refusals.IsEmpty ? Outcome<AccountEvent>.Accept() : Outcome<AccountEvent>.Refuse(refusals);
        }

        draft.Add(new AccountTermsSet(terms, command.Commission, command.Reason, command.By, now));
        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    /// <summary>Nothing where the last day that is over has its point already; refused where a position cannot be valued.</summary>
    public static Outcome<AccountEvent> Decide(Account? state, RecordEquity command, AccountFacts facts, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        var day = DayBefore(now);
        if (state.EquityTo >= day)
        {
            return Outcome<AccountEvent>.Accept();
        }

        if (!state.IsValuedBy(facts.Quotes))
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotValued);
        }

        var unrealised = state.Unrealised(facts.Quotes);
        var cash = new Money(state.Ledger.Cash, state.Currency);
        var equity = cash + unrealised;
        var peak = new Money(Math.Max(state.Record?.PeakEquity ?? equity.Amount, equity.Amount), state.Currency);
        return Outcome<AccountEvent>.Accept(new EquityRecorded(day, equity, cash, unrealised, peak, command.By, now));
    }

    /// <summary>Null where the event is none of these.</summary>
    private static Account? ApplyMoney(Account state, AccountEvent @event) => @event switch
    {
        FundsDeposited e => WithFlow(state, e.Entry, e.Amount.Amount),
        FundsWithdrawn e => WithFlow(state, e.Entry, -e.Amount.Amount),
        BalanceAdjusted e => state with { Ledger = state.Ledger.Post(e.Entry) },
        InterestBooked e => state with { Ledger = state.Ledger.Post(e.Entry), InterestTo = e.To },
        PositionRolledOver e => state with
        {
            Ledger = state.Ledger.Post(e.Entry),
            Positions = state.Positions.SetItem(e.PositionId, state.Positions[e.PositionId] with { RolledTo = e.Day }),
        },
        AccountTermsSet e => ApplyTerms(state, e),
        PositionSplitApplied e => ApplySplit(state, e),
        EquityRecorded e => state with
        {
            EquityTo = e.Day, Record = new AccountRecord(e.PeakEquity.Amount, state.Record?.LossStreak ?? 0),
        },
        MarginStatusChanged e => state with { MarginStatus = e.Status },
        _ => null,
    };

    // Money that is paid in is no gain and money paid out no loss: the peak that a drawdown is measured from moves with it.
    private static Account WithFlow(Account state, LedgerEntry entry, decimal amount) => state with
    {
        Ledger = state.Ledger.Post(entry),
        Record = state.Record is { PeakEquity: { } peak } record ? record with { PeakEquity = peak + amount } : state.Record,
    };

    // New swaps and interest begin with the day that they were set on; what was due before is booked by then.
    private static Account ApplyTerms(Account state, AccountTermsSet e)
    {
        var before = DayBefore(e.At);
        var positions = state.Positions;
        foreach (var (id, position) in state.Positions)
        {
            positions = position.RolledTo >= before ? positions : positions.SetItem(id, position with { RolledTo = before });
        }

        return state with { Terms = e.Terms, Commission = e.Commission, Positions = positions, InterestTo = before };
    }

    /// <summary>Into the cash or out of it.</summary>
    private static LedgerEntry CashEntry(Account state, Money amount, LedgerAccount other) =>
        state.Ledger.Entry(new Posting(LedgerAccount.Cash, amount), new Posting(other, -amount));

    private static Refusal? CheckAmount(Account? state, Money amount) =>
        state is null ? AccountRefusals.NotOpen
        : amount.Currency != state.Currency ? AccountRefusals.OtherCurrency(amount.Currency, state.Currency)
        : null;

    private static bool IsWhy(string reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= WhyLengthMax;

    /// <summary>The last trading day that is over.</summary>
    private static DateOnly DayBefore(DateTimeOffset time) => FxDay.At(time).Date.AddDays(-1);
}
