using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

/// <summary>What a program signs its requests with.</summary>
/// <param name="Id">Part of the key in clear, so that it is found and recognised: <c>k-…</c>.</param>
/// <param name="SecretHash">Of the newest secret; the secret itself is told once and never stored.</param>
/// <param name="Previous">The secret before, which works for a while beside the newest; null where there is none.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Networks">Addresses or networks (CIDR) that it works from; empty is anywhere.</param>
/// <param name="RequestsPerMinute">Its quota; null is the tenant's usual limit.</param>
public sealed record ApiKey(
    string Id, string Name, string SecretHash, RetiringSecret? Previous, Permissions Scopes, ImmutableArray<string> Networks,
    int? RequestsPerMinute, DateTimeOffset? ExpiresAt, Actor By, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>Whether a secret opens it at a time.</summary>
    public bool Opens(string presentedHash, DateTimeOffset now) =>
        (ExpiresAt is not { } end || now < end)
        && (string.Equals(SecretHash, presentedHash, StringComparison.Ordinal)
            || (Previous is { } before && now < before.Until && string.Equals(before.SecretHash, presentedHash, StringComparison.Ordinal)));
}

/// <summary>A secret that was replaced and works until then.</summary>
public sealed record RetiringSecret(string SecretHash, DateTimeOffset Until);

/// <summary>A tenant's API keys, by id.</summary>
public sealed record ApiKeys(ImmutableSortedDictionary<string, ApiKey> Keys)
{
    public const int KeysMax = 1_000;
    public const int NetworksMax = 50;
    public const int NameLengthMax = 100;

    /// <summary>What a program may be given: it neither countersigns nor administers.</summary>
    public const Permissions ScopesMax = Permissions.Read | Permissions.PlaceOrders | Permissions.Contribute | Permissions.Backtest;

    /// <summary>How much time passes between two notes of a key's use: one a request would fill the journal.</summary>
    public static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(10);

    public static ApiKeys None { get; } = new(ImmutableSortedDictionary.Create<string, ApiKey>(StringComparer.Ordinal));
}
