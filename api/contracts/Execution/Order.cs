using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Execution;

/// <summary>A market order.</summary>
public sealed record PlaceOrderRequest
{
    /// <summary>The account, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }

    /// <summary>
    /// The order's id: <c>o-</c>, then 1 to 96 lower-case letters, digits and hyphens. Placing it again answers the first order. Made by the
    /// desk where absent (from the <c>Idempotency-Key</c> header, where there is one).
    /// </summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The instrument, such as <c>EURUSD</c>.</summary>
    [Required]
    public string? Symbol { get; init; }

    /// <summary><c>buy</c> or <c>sell</c>.</summary>
    [Required]
    public string? Side { get; init; }

    /// <summary>How much, in base currency: over 0 and a multiple of the instrument's lot size.</summary>
    [Required]
    public decimal? Quantity { get; init; }
}

/// <summary>An order.</summary>
/// <param name="Id"><c>o-…</c></param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">What was asked for, in base currency.</param>
/// <param name="Status">Where it stands, such as <c>filled</c> or <c>denied</c>.</param>
/// <param name="CreatedAt">When it was placed, UTC.</param>
/// <param name="FillPrice">What it was filled at (the average), in quote currency.</param>
/// <param name="FilledQuantity">How much was filled, in base currency.</param>
/// <param name="Commission">What it cost, in the account's currency.</param>
/// <param name="RealisedPnl">What it won or lost on the position that it closed, in the account's currency.</param>
/// <param name="IdeaId">The idea that it carries out, <c>i-…</c>.</param>
/// <param name="RefusalCode">Why it was denied or rejected.</param>
public sealed record Order(
    string Id, string AccountId, string Symbol, string Side, decimal Quantity, string Status, DateTimeOffset CreatedAt, decimal? FillPrice,
    decimal? FilledQuantity, decimal? Commission, decimal? RealisedPnl, string? IdeaId, string? RefusalCode);

/// <summary>What an account holds of one instrument, netted.</summary>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">In base currency; positive is long, negative short.</param>
/// <param name="AveragePrice">What it was opened at, in quote currency.</param>
/// <param name="RealisedPnl">Won or lost so far by closing, in the account's currency.</param>
/// <param name="UpdatedAt">When it last changed, UTC.</param>
/// <param name="Quote">The newest quote, labelled where it is simulated; null before the first tick.</param>
/// <param name="UnrealisedPnl">What closing it at the quote would win or lose before commission, in the quote currency.</param>
public sealed record Position(
    string AccountId, string Symbol, decimal Quantity, decimal AveragePrice, decimal RealisedPnl, DateTimeOffset UpdatedAt,
    Markets.Quote? Quote, decimal? UnrealisedPnl);
