namespace Countersign.Api.Contracts.Execution;

/// <summary>Changes a resting order; what is left out stays. At least one field is there.</summary>
public sealed record AmendOrderRequest
{
    /// <summary>The new whole quantity, what is filled included, in base currency; over 0.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>The worst price, in quote currency.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>What a stop waits for, in quote currency.</summary>
    public decimal? TriggerPrice { get; init; }

    /// <summary>How a trailing stop follows.</summary>
    public TrailRequest? Trail { get; init; }

    /// <summary>Until when, RFC 3339; of <c>goodTillDate</c> orders.</summary>
    public string? ExpiresAt { get; init; }
}

/// <summary>Wants an order gone. An empty body (<c>{}</c>) will do.</summary>
public sealed record CancelOrderRequest
{
    /// <summary>Why, for the record; 200 characters at most.</summary>
    public string? Reason { get; init; }
}

/// <summary>Wants all orders of an account gone, or those of an instrument. An empty body (<c>{}</c>) will do.</summary>
public sealed record CancelOrdersRequest
{
    /// <summary>Only of this instrument, such as <c>EURUSD</c>.</summary>
    public string? Symbol { get; init; }

    /// <summary>Leaves the orders that only make positions smaller, stop-losses among them.</summary>
    public bool? KeepReduceOnly { get; init; }

    /// <summary>Why, for the record; 200 characters at most.</summary>
    public string? Reason { get; init; }
}

/// <summary>Wants an account, or an instrument of it, without orders and positions. An empty body (<c>{}</c>) will do.</summary>
public sealed record FlattenRequest
{
    /// <summary>Only of this instrument, such as <c>EURUSD</c>.</summary>
    public string? Symbol { get; init; }

    /// <summary>Why, for the record; 200 characters at most.</summary>
    public string? Reason { get; init; }
}

/// <summary>Closes a position, or a part of it. An empty body (<c>{}</c>) closes all of it.</summary>
public sealed record ClosePositionRequest
{
    /// <summary>How much, in base currency, over 0; absent closes all.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>The id of the order that does it, <c>o-…</c>. Made by the desk where absent (from the <c>Idempotency-Key</c> header, where
    /// there is one).</summary>
    public string? ClientOrderId { get; init; }
}

/// <summary>The orders that were asked for.</summary>
/// <param name="Orders">As they are now; oldest first.</param>
public sealed record OrderList(IReadOnlyList<Order> Orders);
