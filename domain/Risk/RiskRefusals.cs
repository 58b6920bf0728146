using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

public static class RiskRefusals
{
    public static Refusal Unavailable { get; } = new(
        "risk.unavailable", "The limits of the tenant and the platform cannot be asked now, and without them no order is decided: try again.");

    public static Refusal Reason { get; } = new("risk.reason", "A change of limits or of the trading state needs a reason of 1 to 1000 characters.");

    public static Refusal NoCause { get; } = new("risk.no_cause", "A machine restricts trading only with a cause on record.");

    public static Refusal ResumedByMachine(Actor by) => new(
        "risk.resumed_by_machine", $"{by} is no person: what restricts trading is lifted by one, with a reason.");

    public static Refusal Limits(string field, string rule) => new("risk.limits", $"The limit {field} {rule}.");

    public static Refusal NoSize(string why) => new("risk.no_size", $"There is no size to trade: {why}.");

    public static Refusal Window(string title, string rule) => new("risk.blackout_window", $"The blackout window '{title}' {rule}.");

    public static Refusal MaxPosition(Symbol symbol, Quantity would, EffectiveLimit limit) => new(
        "risk.max_position",
        $"The position in {symbol} would be {would}; at most {new Quantity(limit.Value)} either way is allowed{Beyond(limit.Level)}.");

    public static Refusal MaxDailyLoss(Money loss, EffectiveLimit limit) => new(
        "risk.max_daily_loss", $"Today's loss is {loss}; trading stops at {new Money(limit.Value, loss.Currency)}{Beyond(limit.Level)}.");

    public static Refusal MaxOpenIdeas(int open, EffectiveLimit limit) => new(
        "risk.max_open_ideas",
        FormattableString.Invariant($"{open} ideas wait for a decision already; at most {limit.Value} may{Beyond(limit.Level)}."));

    public static Refusal NoPrice(Symbol symbol) => new("risk.no_price", $"There is no quote for {symbol}.");

    /// <param name="age">Seconds.</param>
    public static Refusal StalePrice(Symbol symbol, decimal age, EffectiveLimit limit) => new(
        "risk.stale_price",
        FormattableString.Invariant(
            $"The quote of {symbol} is {age:0.###} s old; at most {limit.Value:0.###} s is allowed{Beyond(limit.Level)}."));

    internal static Refusal Margin(RiskScene scene)
    {
        var currency = scene.Facts.Account.Currency;
        return new Refusal("risk.margin", scene.Exposure switch
        {
            { MarginAfter: { } after } when after > scene.Equity =>
                $"The margin would be {new Money(after, currency)} and the equity is {new Money(scene.Equity, currency)}.",
            { MarginAfter: not null } => "The margin is called: nothing more is opened until it is restored.",
            { Missing: { } why } => $"The margin after the order is not known ({why}), and what is not known is refused.",
            _ => "The margin after the order is not known, and what is not known is refused.",
        });
    }

    public static Refusal SessionClosed(Symbol symbol, DateTimeOffset opens, EffectiveLimit limit) => new(
        "risk.session_closed", $"The market of {symbol} is closed until {Utc(opens)}{Of(limit.Level)}.");

    public static Refusal Blackout(BlackoutWindow window) => new(
        "risk.blackout", $"Nothing is opened from {Utc(window.From)} to {Utc(window.Until)}: {window.Title}.");

    public static Refusal CheckFailed(string check, string code, Exception e) => new(
        "risk.check_failed", $"The check '{check}' ({code}) could not be made, so the order is refused: {e.GetType().Name}.");

    public static Refusal TradingHalted(TradingState state, RiskLevel level, string? reason) => new(
        "risk.trading_halted",
        (level, state) switch
        {
            (RiskLevel.Account, TradingState.Reducing) =>
                "The account is reducing: only orders that make a position smaller are allowed, and this one does not.",
            (RiskLevel.Account, _) => "Trading is halted for the account: no order is allowed.",
            (_, TradingState.Reducing) =>
                $"The {Name(level)} is reducing: only orders that make a position smaller are allowed, and this one does not.{Because(reason)}",
            _ => $"Trading is halted for the {Name(level)}: no order is allowed.{Because(reason)}",
        });

    internal static string Name(RiskLevel level) => level switch
    {
        RiskLevel.Platform => "platform",
        RiskLevel.Tenant => "tenant",
        RiskLevel.Account => "account",
        _ => "strategy",
    };

    internal static string Of(RiskLevel level) => $" (limit of the {Name(level)})";

    // Decisions of the first days name no level, as only accounts had limits; made again they must read the same.
    private static string Beyond(RiskLevel level) => level == RiskLevel.Account ? string.Empty : Of(level);

    private static string Because(string? reason) => reason is null ? string.Empty : $" {reason}";

    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
