namespace Countersign.Api.Contracts.Execution;

/// <summary>One fill of an order, as it was booked.</summary>
/// <param name="Id">The venue's name for it, unique within the account.</param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="OrderId"><c>o-…</c></param>
/// <param name="PositionId">The position that it changed, <c>p-…</c>.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">In base currency, over 0.</param>
/// <param name="Price">In quote currency for one unit.</param>
/// <param name="At">When the venue filled it, UTC.</param>
/// <param name="Liquidity"><c>maker</c> (it rested and was taken) or <c>taker</c>; null where the venue did not say.</param>
/// <param name="ClosedQuantity">How much of a position it closed, in base currency; 0 where it only opened.</param>
/// <param name="Commission">What it cost, in the account's currency.</param>
/// <param name="RealisedPnl">What the closed part won or lost before commission, in the account's currency.</param>
/// <param name="Slippage">Against the mid price at the order's arrival, in quote currency for one unit: positive is worse, null where that was
/// not known.</param>
/// <param name="LedgerEntry">The number of the ledger entry that booked it.</param>
public sealed record Execution(
    string Id, string AccountId, string OrderId, string PositionId, string Symbol, string Side, decimal Quantity, decimal Price,
    DateTimeOffset At, string? Liquidity, decimal ClosedQuantity, decimal Commission, decimal RealisedPnl, decimal? Slippage,
    long LedgerEntry);
