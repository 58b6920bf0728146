using Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Contracts.Accounts;

/// <summary>Opens an account.</summary>
public sealed record OpenAccountRequest
{
    /// <summary><c>a-…</c>, lower-case letters, digits and hyphens; null takes one that follows from the idempotency key.</summary>
    public string? Id { get; init; }

    /// <summary>For people, up to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Of its amounts, such as <c>USD</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>What it may risk; null takes the desk's usual ones.</summary>
    public RiskLimits? Limits { get; init; }

    /// <summary>How it keeps its books; null is netting at average cost, 20 for a million of commission and no margin.</summary>
    public AccountTerms? Terms { get; init; }
}

/// <summary>Replaces how an account keeps its books.</summary>
public sealed record SetAccountTermsRequest
{
    /// <summary>All of them: what is left out goes back to its default.</summary>
    public AccountTerms? Terms { get; init; }

    /// <summary>Why, up to 1,000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>A split of shares: so many new ones for so many old ones.</summary>
public sealed record SplitRequest
{
    /// <summary>Whose shares.</summary>
    public string? Symbol { get; init; }

    /// <summary>New shares, 1 to 10,000.</summary>
    public int? Shares { get; init; }

    /// <summary>For so many old ones, 1 to 10,000; more than the new ones is a reverse split.</summary>
    public int? Of { get; init; }

    /// <summary>Price of a new share at which fractions of the lot are paid out; null keeps fractions.</summary>
    public decimal? CashPrice { get; init; }

    /// <summary>Why, up to 1,000 characters.</summary>
    public string? Reason { get; init; }
}
