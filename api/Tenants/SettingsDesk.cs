using System.Collections.Concurrent;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>
/// The settings as they hold now. What a level has set is kept for seconds, so that most requests ask no grain; what this process changes it forgets
/// at once.
/// </summary>
internal sealed class SettingsDesk(IGrainFactory grains, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int KeptMax = 50_000;

    private readonly ConcurrentDictionary<string, Kept> kept = new(StringComparer.Ordinal);

    public ValueTask<SettingsView> OfPlatformAsync(CancellationToken cancellationToken) => ViewAsync(GrainKeys.PlatformSettings, cancellationToken);

    /// <summary>The platform's own people have no tenant that sets anything.</summary>
    public ValueTask<SettingsView> OfTenantAsync(TenantId tenant, CancellationToken cancellationToken) =>
        tenant == TenantId.Platform ? new(SettingsView.None) : ViewAsync(GrainKeys.TenantSettings(tenant), cancellationToken);

    public ValueTask<SettingsView> OfUserAsync(TenantId tenant, UserId user, CancellationToken cancellationToken) =>
        ViewAsync(GrainKeys.UserSettings(tenant, user), cancellationToken);

    /// <summary>A setting as it holds for all of a tenant.</summary>
    public async ValueTask<EffectiveSetting> OfTenantAsync(string name, TenantId tenant, CancellationToken cancellationToken) => EffectiveSetting.Of(
        SettingCatalogue.Find(name)!, (await OfPlatformAsync(cancellationToken)).Book, (await OfTenantAsync(tenant, cancellationToken)).Book);

    /// <summary>The next request is answered by what is set then.</summary>
    public void Forget(string key) => kept.TryRemove(key, out _);

    private ValueTask<SettingsView> ViewAsync(string key, CancellationToken cancellationToken) =>
        kept.TryGetValue(key, out var known) && time.GetUtcNow() < known.Until ? new(known.View) : new(AskAsync(key, cancellationToken));

    // Asynchronous on purpose: the caller set here ends with this method.
    private async Task<SettingsView> AskAsync(string key, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.SignIn));
        var view = await grains.GetGrain<ISettingsGrain>(key).GetAsync(cancellationToken);
        if (kept.Count >= KeptMax)
        {
            kept.Clear();
        }

        kept[key] = new Kept(view, time.GetUtcNow().AddSeconds(options.Value.Tokens.StandingSeconds));
        return view;
    }

    private sealed record Kept(SettingsView View, DateTimeOffset Until);
}
