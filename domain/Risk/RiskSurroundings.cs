using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What the gate needs and the account does not hold. What is missing refuses where a limit asks for it.</summary>
/// <param name="Correlations">Of the order's symbol with others, -1 to 1; a symbol that is missing or NaN counts as moving with it.</param>
/// <param name="Others">What the tenant's other accounts have open, a sum for each currency; null is not known.</param>
/// <param name="OtherOrders">Their working orders.</param>
/// <param name="Volatility">Of the order's symbol, as a multiple of its average.</param>
/// <param name="Rate">The latest orders' times; null counts what the account remembers, which is its last hundred or so.</param>
/// <param name="Record">Peak of the equity and losing streak.</param>
/// <param name="MarginAfter">Margin with the order and everything under way, in the account's currency.</param>
public sealed record RiskSurroundings(
    RiskLevels? Levels = null,
    BlackoutWindow? Blackout = null,
    IReadOnlyDictionary<Symbol, double>? Correlations = null,
    ImmutableArray<Money>? Others = null,
    int OtherOrders = 0,
    decimal? Volatility = null,
    OrderRate? Rate = null,
    AccountRecord? Record = null,
    decimal? MarginAfter = null)
{
    public static RiskSurroundings None { get; } = new();
}

/// <summary>How many orders were placed lately.</summary>
public sealed record OrderRate(int LastSecond, int LastMinute)
{
    public static OrderRate Of(OrderRateMeter meter, DateTimeOffset now) =>
        new(meter.Count(now, TimeSpan.FromSeconds(1)), meter.Count(now, TimeSpan.FromMinutes(1)));
}
