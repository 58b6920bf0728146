using System.Collections.Concurrent;
using System.Net;
using System.Threading.RateLimiting;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>
/// Whom an API key stands for. A good key is kept for seconds, so that most requests ask no grain; a wrong one is asked about each time, and
/// an address that keeps asking is not heard.
/// </summary>
internal sealed class ApiKeyGate(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time) : IDisposable
{
    public const string Marker = HandedSecret.ApiKey + "_";

    private const int KeptMax = 4_096;

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    private readonly PartitionedRateLimiter<IPAddress> asking = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.RateLimits.KeyChecksPerMinute, Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>Keys of the tenant changed, or the tenant itself.</summary>
    public event Action<TenantId>? Forgotten;

    /// <summary>The token that the key stands for; null where it opens nothing from this address.</summary>
    public async Task<AccessToken?> CheckAsync(string text, IPAddress? address, CancellationToken cancellationToken)
    {
        var from = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address ?? IPAddress.None;
        var now = time.GetUtcNow();
        if (!kept.TryGetValue(text, out var known) || now >= known.Until)
        {
            kept.TryRemove(text, out _);
            using var permit = asking.AttemptAcquire(from);
            known = permit.IsAcquired && HandedSecret.TryParse(HandedSecret.ApiKey, text, out var secret)
                ? await AskAsync(secret, now, cancellationToken)
                : null;
            Keep(text, known);
        }

        return known is { Token.Key: { } key } && Opens(key, now) && IsFrom(key, from) ? known.Token : null;
    }

    /// <summary>The next request with the key, or any key of the tenant, is looked at anew.</summary>
    public void Forget(TenantId tenant)
    {
        foreach (var (text, _) in kept.Where(k => k.Value.Token.Tenant == tenant))
        {
            kept.TryRemove(text, out _);
        }

        Forgotten?.Invoke(tenant);
    }

    public void Dispose() => asking.Dispose();

    /// <summary>Whether a text is a network (CIDR) or an address that a key can be bound to.</summary>
    public static bool IsNetwork(string text) => IPNetwork.TryParse(text, out _) || IPAddress.TryParse(text, out _);

    private static bool IsFrom(ApiKey key, IPAddress from) =>
        key.Networks.IsDefaultOrEmpty || key.Networks.Any(n => IPNetwork.TryParse(n, out var network)
            ? network.Contains(from)
            : IPAddress.TryParse(n, out var one) && one.Equals(from));

    private static bool Opens(ApiKey key, DateTimeOffset now) => key.ExpiresAt is not { } end || now < end;

    private void Keep(string text, Kept? good)
    {
        if (good is null)
        {
            return;
        }

        if (kept.Count >= KeptMax)
        {
            kept.Clear();
        }

        kept[text] = good;
    }

    private async Task<Kept?> AskAsync(HandedSecret secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.SignIn));
        if (await grains.GetGrain<IApiKeysGrain>(GrainKeys.ApiKeys(secret.Tenant)).OpenAsync(secret.Subject, secret.Hash, cancellationToken) is not { } key
            || await grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(secret.Tenant)).GetStandingAsync(cancellationToken) != TenantStanding.Open)
        {
            return null;
        }

        // What runs out while the answer is kept runs out with it.
        var until = now.AddSeconds(options.Value.Tokens.StandingSeconds);
        if (key.Previous is { } previous && previous.Until < until && previous.Until > now)
        {
            until = previous.Until;
        }

        // A live stream that is opened with the key ends when an access token's would, and so asks anew whether the key is good.
        var ends = now.AddMinutes(options.Value.Tokens.AccessMinutes);
        return new Kept(
            new AccessToken(secret.Tenant, UserOf(key), string.Empty, Roles.ApiUser, key.ExpiresAt < ends ? key.ExpiresAt.Value : ends)
            {
                Key = key, Narrowed = key.Scopes,
            },
            until);
    }

    private static UserId UserOf(ApiKey key) => UserId.Parse(UserId.Prefix + "key-" + key.Id["k-".Length..]);

    private sealed record Kept(AccessToken Token, DateTimeOffset Until);
}
