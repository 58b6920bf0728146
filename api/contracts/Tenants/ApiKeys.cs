using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>Makes an API key.</summary>
public sealed record CreateApiKeyRequest
{
    /// <summary>For people, 1 to 100 characters.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>At least one of <c>read</c>, <c>placeOrders</c>, <c>contribute</c>, <c>backtest</c>.</summary>
    [Required]
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Addresses and networks (CIDR) that it works from, at most 50; absent or empty is anywhere.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>How many requests it makes in a minute, 1 to 1,000,000; absent is the usual limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>From when it stops working, UTC; absent is never.</summary>
    public string? ExpiresAt { get; init; }
}

/// <summary>Gives a key another secret.</summary>
public sealed record RotateApiKeyRequest
{
    /// <summary>How long the old secret works beside the new one, minutes, 0 to 10,080; absent is 60.</summary>
    public int? OverlapMinutes { get; init; }
}

/// <summary>An API key.</summary>
/// <param name="KeyId"><c>k-…</c></param>
/// <param name="Prefix">What the key begins with.</param>
/// <param name="Name">For people.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Networks">Where it works from; empty is anywhere.</param>
/// <param name="RequestsPerMinute">Its quota; null is the usual limit.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="ExpiresAt">From when it stops working, UTC; null is never.</param>
/// <param name="LastUsedAt">When it was last used, to ten minutes, UTC; null where it never was.</param>
/// <param name="OldSecretUntil">Until when the secret before the newest works, UTC; null where none does.</param>
/// <param name="Secret">The whole key, for <c>Authorization: Bearer …</c>; told once, null ever after.</param>
public sealed record ApiKey(
    string KeyId, string Prefix, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> Networks, int? RequestsPerMinute,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? OldSecretUntil, string? Secret);
