using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <summary>The rules of a trading account.</summary>
public static partial class AccountDecider
{
    private const int NameLengthMax = 100;

    public static Outcome<AccountEvent> Decide(Account? state, OpenAccount command, DateTimeOffset now)
    {
        if (state is not null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.AlreadyOpen(state.Id));
        }

        var refusals = CheckLimits(command.Limits);
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > NameLengthMax)
        {
            refusals = refusals.Add(AccountRefusals.Name);
        }

        return refusals.IsEmpty
            ? Outcome<AccountEvent>.Accept(new AccountOpened(
                command.Id, command.Name, command.Currency, command.Limits, command.Commission, command.By, now, command.Terms))
            : Outcome<AccountEvent>.Refuse(refusals);
    }

    public static Outcome<AccountEvent> Decide(Account? state, DepositFunds command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (command.Amount.Currency != state.Currency)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.OtherCurrency(command.Amount.Currency, state.Currency));
        }

        if (command.Amount.Amount <= 0m)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.Amount(command.Amount));
        }

        var draft = new AccountDraft(state);
        AddInterestDue(draft, now, command.By, now);
        var amount = new Money(Ledger.Round(command.Amount.Amount), state.Currency);
        draft.Add(new FundsDeposited(amount, CashEntry(draft.State, amount, LedgerAccount.Deposits), command.By, now));
        return Outcome<AccountEvent>.Accept(draft.Events);
    }

    public static Outcome<AccountEvent> Decide(Account? state, SetRiskLimits command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        var refusals = CheckLimits(command.Limits);
        if (!refusals.IsEmpty)
        {
            return Outcome<AccountEvent>.Refuse(refusals);
        }

        return command.Limits == state.Limits
            ? Outcome<AccountEvent>.Accept()
            : Outcome<AccountEvent>.Accept(new RiskLimitsSet(command.Limits, command.By, now, command.Reason));
    }

    public static Outcome<AccountEvent> Decide(Account? state, SetTradingState command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.NotOpen);
        }

        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Outcome<AccountEvent>.Refuse(AccountRefusals.Reason);
        }

        if (TradingStates.Check(state.TradingState, command.State, command.Reason, command.Cause, command.By) is { } refusal)
        {
            return Outcome<AccountEvent>.Refuse(refusal);
        }

        var flatten = command is { Flatten: true, State: TradingState.Halted };
        return command.State == state.TradingState && (!flatten || state.FlattenSince is not null)
            ? Outcome<AccountEvent>.Accept()
            : Outcome<AccountEvent>.Accept(
                new TradingStateChanged(command.State, command.Reason, command.By, now, command.Cause, flatten ? true : null));
    }

    public static Account Apply(Account? state, AccountEvent @event) => @event switch
    {
        AccountOpened e => new Account(
            e.Id, e.Name, e.Currency, e.Limits, e.Commission, TradingState.Active, ImmutableSortedDictionary<PositionId, Position>.Empty,
            OrderMemory.Empty, Ledger.Empty(e.Currency), new DayResult(DateOnly.MinValue, 0m), AccountTotals.Zero,
            Terms: e.Terms, InterestTo: DayBefore(e.At)),
        _ when state is not null => ApplyOpen(state, @event),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} came before the account was opened."),
    };

    private static Account ApplyOpen(Account state, AccountEvent @event) => @event switch
    {
        RiskLimitsSet e => state with { Limits = e.Limits },
        TradingStateChanged e => state with { TradingState = e.State, FlattenSince = e.Flatten is true ? e.At : null },
        AccountAutonomySet e => state with { Autonomy = e.Autonomy },
        OrderFilled e => ApplyFill(state, e),
        OrderDenied or OrderSubmitted => ApplyOrder(state, @event),
        _ => ApplyMoney(state, @event) ?? ApplyOrder(state, @event),
    };

    private static ImmutableArray<Refusal> CheckLimits(RiskLimits limits)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (limits.MaxPosition.Value < 0m)
        {
            refusals.Add(AccountRefusals.Limits("maxPosition", "must not be negative"));
        }

        if (limits.MaxDailyLoss <= 0m)
        {
            refusals.Add(AccountRefusals.Limits("maxDailyLoss", "must be above zero"));
        }

        if (limits.MaxOpenIdeas is < 1 or > 1000)
        {
            refusals.Add(AccountRefusals.Limits("maxOpenIdeas", "must be 1 to 1000"));
        }

        if (limits.QuoteAgeMax <= TimeSpan.Zero)
        {
            refusals.Add(AccountRefusals.Limits("quoteAgeMax", "must be above zero"));
        }

        return refusals.ToImmutable().AddRange(limits.Caps is { } caps ? RiskCapsRules.Check(caps) : []);
    }
}
