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

    public static Refusal Reason { get; } = new("account.reason", "A change of the trading state needs a reason.");
}
