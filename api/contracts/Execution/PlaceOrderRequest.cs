using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Execution;

/// <summary>What an order is to do.</summary>
public abstract record OrderTerms
{
    /// <summary>
    /// The order's id: <c>o-</c>, then lower-case letters, digits and hyphens, 90 characters in all at most. Placing it again answers the first
    /// order. Made by the desk where absent (from the <c>Idempotency-Key</c> header, where there is one).
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

    /// <summary><c>market</c>, <c>limit</c>, <c>stop</c>, <c>stopLimit</c> or <c>trailingStop</c>. Absent means <c>market</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>fillOrKill</c>, <c>immediateOrCancel</c>, <c>day</c>, <c>goodTillCancelled</c> or <c>goodTillDate</c>. Absent means
    /// <c>fillOrKill</c> for a market order, <c>goodTillDate</c> with <c>expiresAt</c>, and <c>goodTillCancelled</c> for any other.</summary>
    public string? TimeInForce { get; init; }

    /// <summary>The worst price, in quote currency; with <c>limit</c> and <c>stopLimit</c> only.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>What a stop waits for, in quote currency; of a trailing stop the first trigger, which may be left out.</summary>
    public decimal? TriggerPrice { get; init; }

    /// <summary>How a trailing stop follows; with <c>trailingStop</c> only.</summary>
    public TrailRequest? Trail { get; init; }

    /// <summary>Until when, RFC 3339; with <c>goodTillDate</c> only.</summary>
    public string? ExpiresAt { get; init; }

    /// <summary>Never opens or turns a position.</summary>
    public bool? ReduceOnly { get; init; }

    /// <summary>Rejected instead of taking liquidity; with <c>limit</c> only.</summary>
    public bool? PostOnly { get; init; }

    /// <summary>What an iceberg shows at a time, in base currency; with <c>limit</c> only.</summary>
    public decimal? DisplayQuantity { get; init; }

    /// <summary>Stop-loss of what the order opens, in quote currency: a reduce-only stop order, placed once the order fills.</summary>
    public decimal? Stop { get; init; }

    /// <summary>Take-profit of what the order opens, in quote currency: a reduce-only limit order, placed once the order fills.</summary>
    public decimal? Target { get; init; }

    /// <summary>Makes the stop-loss follow the market; <c>stop</c> is then its first trigger.</summary>
    public TrailRequest? StopTrail { get; init; }

    /// <summary>In a hedging account, the position that the order closes, <c>p-…</c>; absent opens another one.</summary>
    public string? PositionId { get; init; }
}

/// <summary>An order.</summary>
public sealed record PlaceOrderRequest : OrderTerms
{
    /// <summary>The account, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }

    /// <summary>Orders of one group of an account cancel one another: a fill of one cancels the others, a partial fill makes them smaller.
    /// 1 to 64 characters.</summary>
    public string? OcoGroup { get; init; }
}

/// <summary>An entry with its exits: at least one of <c>stop</c> and <c>target</c> is there.</summary>
public sealed record PlaceBracketRequest : OrderTerms
{
    /// <summary>The account, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }
}

/// <summary>Two to ten orders that cancel one another.</summary>
public sealed record PlaceOcoRequest
{
    /// <summary>The account, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }

    /// <summary>Names the group within the account, 1 to 64 characters. Made by the desk where absent (from the <c>Idempotency-Key</c>
    /// header, where there is one).</summary>
    public string? OcoGroup { get; init; }

    /// <summary>The orders, 2 to 10.</summary>
    [Required]
    public IReadOnlyList<OcoOrder>? Orders { get; init; }
}

/// <summary>One order of a group.</summary>
public sealed record OcoOrder : OrderTerms;

/// <summary>How far a trailing stop stays behind the best price since it was placed.</summary>
public sealed record TrailRequest
{
    /// <summary>Over 0.</summary>
    [Required]
    public decimal? Value { get; init; }

    /// <summary><c>distance</c>, in quote currency, or <c>percent</c> of the best price.</summary>
    [Required]
    public string? Unit { get; init; }
}
