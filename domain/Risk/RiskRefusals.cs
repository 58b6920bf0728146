using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

public static class RiskRefusals
{
    public static Refusal MaxPosition(Symbol symbol, Quantity would, Quantity limit) => new(
        "risk.max_position", $"The position in {symbol} would be {would}; at most {limit} either way is allowed.");

    public static Refusal MaxDailyLoss(Money loss, Money limit) => new(
        "risk.max_daily_loss", $"Today's loss is {loss}; trading stops at {limit}.");

    public static Refusal MaxOpenIdeas(int open, int limit) => new(
        "risk.max_open_ideas", FormattableString.Invariant($"{open} ideas wait for a decision already; at most {limit} may."));

    public static Refusal NoPrice(Symbol symbol) => new("risk.no_price", $"There is no quote for {symbol}.");

    public static Refusal StalePrice(Symbol symbol, TimeSpan age, TimeSpan limit) => new(
        "risk.stale_price",
        FormattableString.Invariant(
            $"The quote of {symbol} is {age.TotalSeconds:0.###} s old; at most {limit.TotalSeconds:0.###} s is allowed."));

    public static Refusal TradingHalted(TradingState state) => new(
        "risk.trading_halted",
        state == TradingState.Reducing
            ? "The account is reducing: only orders that make a position smaller are allowed, and this one does not."
            : "Trading is halted for the account: no order is allowed.");
}
