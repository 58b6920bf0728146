using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.TradeIdeas;

/// <summary>Countersigns an idea. An empty body (<c>{}</c>) will do.</summary>
public sealed record ApproveIdeaRequest
{
    /// <summary>Why, for the record; 500 characters at most.</summary>
    public string? Note { get; init; }
}

/// <summary>Turns an idea down.</summary>
public sealed record RejectIdeaRequest
{
    /// <summary>Why, for the record; 1 to 500 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>One idea in a list.</summary>
/// <param name="Id"><c>i-…</c></param>
/// <param name="StrategyId">Who raised it, <c>s-…</c>.</param>
/// <param name="AccountId">For which account, <c>a-…</c>.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">How much, in base currency.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Status">Where it stands, such as <c>needsApproval</c>.</param>
/// <param name="RaisedAt">When it was raised, UTC.</param>
/// <param name="ExpiresAt">Until when it can be approved, UTC.</param>
/// <param name="OrderId">The order that it became, <c>o-…</c>.</param>
public sealed record TradeIdeaSummary(
    string Id, string StrategyId, string AccountId, string Symbol, string Side, decimal Quantity, double Confidence, string Status,
    DateTimeOffset RaisedAt, DateTimeOffset ExpiresAt, string? OrderId);
