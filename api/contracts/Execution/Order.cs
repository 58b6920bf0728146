using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Execution;

/// <summary>A market order.</summary>
public sealed record PlaceOrderRequest
{
    /// <summary>The account, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }

    /// <summary>
    /// The order's id: <c>o-</c>, then 1 to 96 lower-case letters, digits and hyphens. Placing it again answers the first order. Made by
    /// the
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

/// <summary>One order in a list.</summary>
/// <param name="Id"><c>o-…</c></param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">What was asked for, in base currency.</param>
/// <param name="Status">As in <see cref="Order.Status"/>.</param>
/// <param name="CreatedAt">When it was placed, UTC.</param>
/// <param name="FillPrice">What it was filled at (the average), in quote currency.</param>
/// <param name="FilledQuantity">How much was filled, in base currency.</param>
/// <param name="Commission">What it cost, in the account's currency.</param>
/// <param name="RealisedPnl">What it won or lost on the position that it closed, in the account's currency.</param>
/// <param name="IdeaId">The idea that it carries out, <c>i-…</c>.</param>
/// <param name="RefusalCode">Why it was denied or rejected.</param>
public sealed record OrderSummary(
    string Id, string AccountId, string Symbol, string Side, decimal Quantity, string Status, DateTimeOffset CreatedAt, decimal? FillPrice,
    decimal? FilledQuantity, decimal? Commission, decimal? RealisedPnl, string? IdeaId, string? RefusalCode);

/// <summary>One order and its fate so far.</summary>
/// <param name="Id"><c>o-…</c></param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">What was asked for, in base currency.</param>
/// <param name="Status"><c>pendingNew</c>, <c>denied</c> (our own no, before the venue saw it), <c>submitted</c>, <c>accepted</c>,
/// <c>rejected</c> (the venue's no), <c>partiallyFilled</c>, <c>filled</c>, <c>cancelled</c>, <c>expired</c> or <c>unknown</c> (sent, and
/// the
/// venue's answer is lost).</param>
/// <param name="PlacedAt">When it was placed, UTC.</param>
/// <param name="ChangedAt">When its status last changed, UTC.</param>
/// <param name="FilledQuantity">How much was filled, in base currency.</param>
/// <param name="FillPrice">The fills' average price, in quote currency; null before the first.</param>
/// <param name="Stop">Protective level of the position that it opens, in quote currency.</param>
/// <param name="Target">Profit-taking level of the position that it opens, in quote currency.</param>
/// <param name="IdeaId">The idea that it carries out, <c>i-…</c>.</param>
/// <param name="Refusals">Why it was denied or rejected; else empty.</param>
public sealed record Order(
    string Id, string AccountId, string Symbol, string Side, decimal Quantity, string Status, DateTimeOffset PlacedAt,
    DateTimeOffset ChangedAt, decimal FilledQuantity, decimal? FillPrice, decimal? Stop, decimal? Target, string? IdeaId,
    IReadOnlyList<RefusalReason> Refusals);
