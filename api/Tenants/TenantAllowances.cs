using System.Collections.Concurrent;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Api.Tenants;

/// <summary>How many requests a tenant's people and programs may make together. Kept for seconds; what this process changes it forgets at once.</summary>
internal sealed class TenantAllowances(IGrainFactory grains, SettingsDesk settings, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int KeptMax = 20_000;

    private static readonly int Usual = EffectiveSetting.Of(SettingCatalogue.Find(SettingCatalogue.RequestsPerMinute)!, null).Whole;

    private readonly ConcurrentDictionary<TenantId, Kept> kept = new();

    /// <summary>The tenant's quota, or what is usual.</summary>
    public ValueTask<int> RequestsPerMinuteAsync(TenantId tenant, CancellationToken cancellationToken) =>
        kept.TryGetValue(tenant, out var known) && time.GetUtcNow() < known.Until
            ? new(known.RequestsPerMinute)
            : new(AskAsync(tenant, known?.RequestsPerMinute, cancellationToken));

    public void Forget(TenantId tenant) => kept.TryRemove(tenant, out _);

    /// <summary>What is usual has changed.</summary>
    public void ForgetAll() => kept.Clear();

    // Asynchronous on purpose: the caller set here ends with this method.
    private async Task<int> AskAsync(TenantId tenant, int? before, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.SignIn));
        int allowed;
        try
        {
            allowed = await grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(tenant)).GetRequestsPerMinuteAsync(cancellationToken)
                ?? (await settings.OfTenantAsync(SettingCatalogue.RequestsPerMinute, tenant, cancellationToken)).Whole;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or JournalUnavailableException)
        {
            // A limit that cannot be asked for now must not keep anybody out.
            allowed = before ?? Usual;
        }

        if (kept.Count >= KeptMax)
        {
            kept.Clear();
        }

        kept[tenant] = new Kept(allowed, time.GetUtcNow().AddSeconds(options.Value.Tokens.StandingSeconds));
        return allowed;
    }

    private sealed record Kept(int RequestsPerMinute, DateTimeOffset Until);
}
