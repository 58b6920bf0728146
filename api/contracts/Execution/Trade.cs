namespace Countersign.Api.Contracts.Execution;

/// <summary>What a fill that closed something made of it.</summary>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="OrderId">The order that closed it, <c>o-…</c>.</param>
/// <param name="PositionId">The position that it was of, <c>p-…</c>.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> for a long position.</param>
/// <param name="Quantity">What was closed, in base currency.</param>
/// <param name="EntryPrice">What it had cost, in quote currency for one unit.</param>
/// <param name="ExitPrice">What it was closed at, in quote currency.</param>
/// <param name="OpenedAt">When the position was opened, UTC.</param>
/// <param name="ClosedAt">When this part was closed, UTC.</param>
/// <param name="HoldingSeconds">From the one to the other.</param>
/// <param name="GrossPnl">Won or lost before commission, in the account's currency.</param>
/// <param name="Commission">Of the closing fill, in the account's currency.</param>
/// <param name="Slippage">Of the closing fill, in quote currency for one unit: positive is worse; null where it is not known.</param>
/// <param name="FavourableExcursion">Furthest that the price went in its favour while it was open, in quote currency for one unit; null where
/// no prices were watched.</param>
/// <param name="AdverseExcursion">Furthest that it went against it.</param>
/// <param name="StrategyId">The strategy that opened the position, <c>s-…</c>; null where somebody else did.</param>
/// <param name="StrategyVersion">The version of its definition that did.</param>
/// <param name="IdeaId">The idea that opened it, <c>i-…</c>.</param>
public sealed record Trade(
    string AccountId, string OrderId, string PositionId, string Symbol, string Side, decimal Quantity, decimal EntryPrice,
    decimal ExitPrice, DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, double HoldingSeconds, decimal GrossPnl, decimal Commission,
    decimal? Slippage, decimal? FavourableExcursion, decimal? AdverseExcursion, string? StrategyId, int? StrategyVersion, string? IdeaId);
