using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

public static class AccountRefusals
{
    public static Refusal NotOpen { get; } = new("account.not_open", "There is no such account.");

    public static Refusal AlreadyOpen(AccountId id) => new("account.already_open", $"Account {id} is open already.");

    public static Refusal Name { get; } = new("account.name", "An account's name has 1 to 100 characters.");

    public static Refusal Amount(Money amount) => new("account.amount", $"The amount {amount} must be above zero.");

    public static Refusal OtherCurrency(Currency currency, Currency account) => new(
        "account.other_currency", $"The amount is in {currency} and the account in {account}.");

    public static Refusal Limits(string field, string rule) => new("account.limits", $"The limit {field} {rule}.");

    public static Refusal WhyMissing { get; } = new("account.why", "This needs a reason of 1 to 1000 characters.");

    public static Refusal NoAmount { get; } = new("account.amount", "The amount must not be zero.");

    public static Refusal Withdrawal(Money amount, Money most) => new(
        "account.withdrawal", $"{amount} cannot be withdrawn: the most is {most}, which is cash and not needed as margin.");

    public static Refusal NotValued { get; } = new(
        "account.not_valued", "A position has no quote or no rate at hand, so what is free is not known.");

    public static Refusal RolloverDue { get; } = new(
        "account.rollover_due", "Swaps are due that cannot be converted yet: a rate is missing. What changes after them has to wait.");

    public static Refusal Terms(string field, string rule) => new("account.terms", $"The term {field} {rule}.");

    public static Refusal ModeInUse { get; } = new(
        "account.mode_in_use", "Netting and hedging, or the cost method, can be changed only while there are no positions and no open orders.");

    public static Refusal SplitRatio(int shares, int of) => new(
        "account.split_ratio", $"A split of {shares} for {of} is none: both must be 1 to 10,000, and different.");

    public static Refusal SplitPrice(Price price) => new("account.split_price", $"Fractions cannot be paid out at {price}: it must be above zero.");

    public static Refusal Reason { get; } = new("account.reason", "A change of the trading state needs a reason.");
}
