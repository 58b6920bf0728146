namespace Countersign.Api.Contracts.Execution;

/// <summary>One order in a list.</summary>
/// <param name="Id"><c>o-…</c></param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Type">As in <see cref="Order.Type"/>.</param>
/// <param name="TimeInForce">As in <see cref="Order.TimeInForce"/>.</param>
/// <param name="Quantity">The whole quantity as it stands, in base currency.</param>
/// <param name="Status">As in <see cref="Order.Status"/>.</param>
/// <param name="CreatedAt">When it was placed, UTC.</param>
/// <param name="ChangedAt">When anything of it last changed, UTC.</param>
/// <param name="LimitPrice">The worst price, in quote currency.</param>
/// <param name="TriggerPrice">What a stop waits for, in quote currency.</param>
/// <param name="FillPrice">What it was filled at (the average), in quote currency.</param>
/// <param name="FilledQuantity">How much was filled, in base currency; null before the first fill.</param>
/// <param name="RemainingQuantity">How much can still be filled, in base currency; 0 once nothing more can happen to it.</param>
/// <param name="Commission">What it cost, in the account's currency.</param>
/// <param name="RealisedPnl">What it won or lost on the position that it closed, in the account's currency.</param>
/// <param name="ReduceOnly">Whether it only makes a position smaller.</param>
/// <param name="Amended">Whether it was changed since it was placed.</param>
/// <param name="ParentId">The order whose position it protects, <c>o-…</c>.</param>
/// <param name="OcoGroup">Orders of one group cancel one another.</param>
/// <param name="PositionId">The position that it closes, <c>p-…</c>.</param>
/// <param name="IdeaId">The idea that it carries out, <c>i-…</c>.</param>
/// <param name="RefusalCode">Why it was denied, rejected or cancelled.</param>
/// <param name="Stop">Stop-loss of the position that it opens, in quote currency.</param>
/// <param name="Target">Take-profit of the position that it opens, in quote currency.</param>
public sealed record OrderSummary(
    string Id, string AccountId, string Symbol, string Side, string Type, string TimeInForce, decimal Quantity, string Status,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, decimal? LimitPrice, decimal? TriggerPrice, decimal? FillPrice,
    decimal? FilledQuantity, decimal RemainingQuantity, decimal? Commission, decimal? RealisedPnl, bool ReduceOnly, bool Amended,
    string? ParentId, string? OcoGroup, string? PositionId, string? IdeaId, string? RefusalCode,
    decimal? Stop, decimal? Target);

/// <summary>One order and its fate so far. What amendments changed is told as it stands.</summary>
/// <param name="Id"><c>o-…</c></param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Type"><c>market</c>, <c>limit</c>, <c>stop</c> (a market order once its trigger is reached), <c>stopLimit</c> or
/// <c>trailingStop</c> (a stop whose trigger follows the market).</param>
/// <param name="TimeInForce"><c>fillOrKill</c> (whole and at once, or not at all), <c>immediateOrCancel</c> (what can be had at once),
/// <c>day</c> (until 17:00 New York), <c>goodTillCancelled</c> or <c>goodTillDate</c>.</param>
/// <param name="Quantity">The whole quantity, in base currency.</param>
/// <param name="Status"><c>pendingNew</c>, <c>denied</c> (our own no, before the venue saw it), <c>submitted</c>, <c>accepted</c>,
/// <c>rejected</c> (the venue's no), <c>partiallyFilled</c>, <c>filled</c>, <c>pendingReplace</c> and <c>pendingCancel</c> (the venue was
/// asked and has not answered; it may fill meanwhile), <c>cancelled</c>, <c>expired</c> or <c>unknown</c> (sent, and the venue's answer is
/// lost).</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
/// <param name="ChangedAt">When its status last changed, UTC.</param>
/// <param name="FilledQuantity">How much was filled, in base currency.</param>
/// <param name="RemainingQuantity">How much can still be filled, in base currency; 0 once nothing more can happen to it.</param>
/// <param name="FillPrice">The fills' average price, in quote currency; null before the first.</param>
/// <param name="LimitPrice">The worst price, in quote currency; of limit and stop-limit orders.</param>
/// <param name="TriggerPrice">What a stop waits for, in quote currency; of a trailing stop the first trigger.</param>
/// <param name="Trail">How a trailing stop follows.</param>
/// <param name="ExpiresAt">With <c>goodTillDate</c>: until when, UTC.</param>
/// <param name="ReduceOnly">Whether it only makes a position smaller.</param>
/// <param name="PostOnly">Whether it is rejected instead of taking liquidity.</param>
/// <param name="DisplayQuantity">What an iceberg shows at a time, in base currency.</param>
/// <param name="Stop">Stop-loss of the position that it opens, in quote currency.</param>
/// <param name="Target">Take-profit of the position that it opens, in quote currency.</param>
/// <param name="StopTrail">How the stop-loss follows the market; null where it stays.</param>
/// <param name="OcoGroup">Orders of one group cancel one another.</param>
/// <param name="ParentId">The order whose position it protects, <c>o-…</c>.</param>
/// <param name="PositionId">In a hedging account, the position that it closes, <c>p-…</c>.</param>
/// <param name="IdeaId">The idea that it carries out, <c>i-…</c>.</param>
/// <param name="Amended">Whether it was changed since it was placed.</param>
/// <param name="Asked">The change that the venue has not answered yet.</param>
/// <param name="ArrivalPrice">Mid of the quote that it was placed on, in quote currency: slippage is measured against it.</param>
/// <param name="Refusals">Why it was denied, rejected, cancelled by the venue or not amended; else empty.</param>
public sealed record Order(
    string Id, string AccountId, string Symbol, string Side, string Type, string TimeInForce, decimal Quantity, string Status,
    DateTimeOffset PlacedAt, DateTimeOffset ChangedAt, decimal FilledQuantity, decimal RemainingQuantity, decimal? FillPrice,
    decimal? LimitPrice, decimal? TriggerPrice, Trail? Trail, DateTimeOffset? ExpiresAt, bool ReduceOnly, bool PostOnly,
    decimal? DisplayQuantity, decimal? Stop, decimal? Target, Trail? StopTrail, string? OcoGroup, string? ParentId, string? PositionId,
    string? IdeaId, bool Amended, Amendment? Asked, decimal? ArrivalPrice, IReadOnlyList<RefusalReason> Refusals);

/// <summary>How far a trailing stop stays behind the best price since it was placed.</summary>
/// <param name="Value">Over 0.</param>
/// <param name="Unit"><c>distance</c>, in quote currency, or <c>percent</c> of the best price.</param>
public sealed record Trail(decimal Value, string Unit);

/// <summary>What a change of an order changes; null keeps.</summary>
/// <param name="Quantity">The new whole quantity, what is filled included, in base currency.</param>
/// <param name="LimitPrice">In quote currency.</param>
/// <param name="TriggerPrice">In quote currency.</param>
/// <param name="Trail">How a trailing stop follows.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record Amendment(
    decimal? Quantity, decimal? LimitPrice, decimal? TriggerPrice, Trail? Trail, DateTimeOffset? ExpiresAt);
