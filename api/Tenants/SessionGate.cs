using System.Collections.Concurrent;
using Countersign.Api.Problems;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Api.Tenants;

/// <summary>
/// Whether the session of a good access token goes on: a token says what was so when it was issued, the user's grain says what is so now. The
/// answer is kept for seconds; what this process ends it forgets at once.
/// </summary>
internal sealed class SessionGate(IGrainFactory grains, SettingsDesk settings, IOptions<ApiOptions> options, TimeProvider time)
{
    private const int KeptMax = 20_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, UserId User), ConcurrentDictionary<string, Kept>> kept = new();

    /// <summary>Something changed that lets a user of the tenant in or not, or anybody of it where none is named.</summary>
    public event Action<TenantId, UserId?>? Forgotten;

    private TimeSpan KeepFor => TimeSpan.FromSeconds(options.Value.Tokens.StandingSeconds);

    /// <summary>Null where the caller gets in.</summary>
    public async Task<ProblemResult?> CheckAsync(AccessToken token, CancellationToken cancellationToken)
    {
        if (token.Key is not null)
        {
            return null;
        }

        var standing = await StandingAsync(token, cancellationToken);
        return standing switch
        {
            { Tenant: TenantStanding.Closed } => ApiProblems.TenantClosed(),
            { Session: null } => ApiProblems.SessionEnded(),
            { Session.Stamp: var stamp } when stamp != token.Stamp => ApiProblems.TokenExpired(),
            _ => null,
        };
    }

    /// <summary>Whether the caller proved a moment ago who it is. A program never does.</summary>
    public async Task<bool> IsStrongAsync(AccessToken token, CancellationToken cancellationToken) =>
        token.Key is null && (await StandingAsync(token, cancellationToken)).Session is { } session
        && time.GetUtcNow() - session.StrongAt <= TimeSpan.FromMinutes(options.Value.Tokens.StrongMinutes);

    /// <summary>Whether the user has yet to set up the second factor that the tenant or the platform demands. API keys have no second factor.</summary>
    public async ValueTask<bool> LacksSecondFactorAsync(AccessToken token, CancellationToken cancellationToken) =>
        token.Key is null && (await StandingAsync(token, cancellationToken)).Session is { HasSecondFactor: false }
        && (await settings.OfTenantAsync(SettingCatalogue.SecondFactorRequired, token.Tenant, cancellationToken)).IsOn;

    /// <summary>The next request of the user is looked at anew.</summary>
    public void Forget(TenantId tenant, UserId user)
    {
        kept.TryRemove((tenant, user), out _);
        Forgotten?.Invoke(tenant, user);
    }

    /// <summary>The next request of anybody of the tenant is looked at anew.</summary>
    public void Forget(TenantId tenant)
    {
        foreach (var key in kept.Keys.Where(k => k.Tenant == tenant))
        {
            kept.TryRemove(key, out _);
        }

        Forgotten?.Invoke(tenant, null);
    }

    private async Task<Kept> StandingAsync(AccessToken token, CancellationToken cancellationToken)
    {
        if (kept.Count >= KeptMax)
        {
            kept.Clear();
        }

        var sessions = kept.GetOrAdd((token.Tenant, token.User), static _ => new ConcurrentDictionary<string, Kept>(StringComparer.Ordinal));
        if (sessions.TryGetValue(token.Session, out var known) && time.GetUtcNow() < known.Until)
        {
            return known;
        }

        if (sessions.Count > User.SessionsMax)
        {
            sessions.Clear();
        }

        return sessions[token.Session] = await AskAsync(token, cancellationToken);
    }

    // Asynchronous on purpose: the caller set here ends with this method.
    private async Task<Kept> AskAsync(AccessToken token, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.User(token.User), Roles.SignIn));
        var session = await grains.GetGrain<IUserGrain>(GrainKeys.User(token.Tenant, token.User)).GetStandingAsync(token.Session, cancellationToken);
        var tenant = token.Tenant == TenantId.Platform
            ? TenantStanding.Open
            : await grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(token.Tenant)).GetStandingAsync(cancellationToken);
        return new Kept(session, tenant, time.GetUtcNow() + KeepFor);
    }

    private sealed record Kept(SessionStanding? Session, TenantStanding Tenant, DateTimeOffset Until);
}
