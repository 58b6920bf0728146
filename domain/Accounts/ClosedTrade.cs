using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;

namespace Countersign.Domain.Accounts;

/// <summary>What a fill that closed something made of it: one line of a list of trades.</summary>
/// <param name="Side">Buy for a long position.</param>
/// <param name="EntryPrice">What the closed part had cost, for one unit.</param>
/// <param name="Gross">In the account's currency, before commission.</param>
/// <param name="FavourableExcursion">Furthest that the price went in its favour while it was open (MFE), in the quote currency for one unit, zero or
/// more; null where no prices were watched.</param>
/// <param name="AdverseExcursion">Furthest that it went against (MAE), zero or more.</param>
/// <param name="StrategyId">The strategy that opened the position; null where somebody else did, and in old records.</param>
/// <param name="StrategyVersion">The version of its definition that did.</param>
/// <param name="IdeaId">The idea that did.</param>
public sealed record ClosedTrade(
    PositionId PositionId,
    Side Side,
    Quantity Quantity,
    Price EntryPrice,
    Price ExitPrice,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    Money Gross,
    decimal? FavourableExcursion,
    decimal? AdverseExcursion,
    StrategyId? StrategyId = null,
    int? StrategyVersion = null,
    TradeIdeaId? IdeaId = null)
{
    public TimeSpan HoldingTime => ClosedAt - OpenedAt;
}

/// <summary>
/// How far prices have gone from a position's average price while it was open, at the side where it would be closed. Kept in memory tick by tick;
/// the fill that closes stores it.
/// </summary>
public readonly record struct PositionExcursion(DateTimeOffset OpenedAt, decimal Best, decimal Worst)
{
    public static PositionExcursion Of(Position position, Quote quote) => default(PositionExcursion).After(position, quote);

    /// <summary>With one more quote; begins anew where the position was opened anew.</summary>
    public PositionExcursion After(Position position, Quote quote)
    {
        var exit = position.ExitPrice(quote).Value;
        return position.OpenedAt == OpenedAt
            ? new(OpenedAt, Math.Max(Best, exit), Math.Min(Worst, exit))
            : new(position.OpenedAt, exit, exit);
    }

    /// <summary>In favour and against, from the average price, the price of the closing fill included.</summary>
    public (decimal Favourable, decimal Adverse) From(Position position, Price exit)
    {
        var average = position.AveragePrice?.Value ?? exit.Value;
        var (high, low) = (Math.Max(Best, exit.Value), Math.Min(Worst, exit.Value));
        return position.Quantity.Value >= 0m
            ? (Math.Max(0m, high - average), Math.Max(0m, average - low))
            : (Math.Max(0m, average - low), Math.Max(0m, high - average));
    }
}
