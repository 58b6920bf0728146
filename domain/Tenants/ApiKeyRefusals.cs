using Countersign.Domain.Audit;

namespace Countersign.Domain.Tenants;

public static class ApiKeyRefusals
{
    public static Refusal NotFound { get; } = new("key.not_found", "There is no such API key.");

    public static Refusal Name { get; } = new("key.name", "An API key's name has 1 to 100 characters.");

    public static Refusal Scopes { get; } = new("key.scopes", "An API key has at least one of the scopes read, placeOrders, contribute and backtest.");

    public static Refusal Quota { get; } = new("key.quota", "A key's quota is 1 to 1,000,000 requests a minute.");

    public static Refusal Expiry { get; } = new("key.expiry", "An API key expires later than now.");

    public static Refusal Networks { get; } = new(
        "key.networks", FormattableString.Invariant($"A key works from {ApiKeys.NetworksMax} networks at most."));

    public static Refusal Full(int limit) => new(
        "key.full", FormattableString.Invariant($"The tenant may have {limit} API keys: revoke one first."));
}
