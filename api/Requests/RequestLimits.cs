using System.Diagnostics.Metrics;
using System.Globalization;
using Countersign.Api.Problems;
using Countersign.Api.Tenants;
using Countersign.Domain.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Requests;

/// <summary>Whose requests to an endpoint are counted together.</summary>
internal enum LimitedBy
{
    /// <summary>Those of a user or a key, and those of all of a tenant.</summary>
    Caller,

    /// <summary>Those of a network address: of people who have yet to prove who they are.</summary>
    Address,
}

/// <summary>How an endpoint's requests are counted. The last mark holds.</summary>
internal sealed record LimitMark(LimitedBy By);

internal static class LimitedEndpoints
{
    public static TBuilder Limit<TBuilder>(this TBuilder endpoints, LimitedBy by) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new LimitMark(by));
}

/// <summary>
/// How many requests are taken, by address, login, user, API key and tenant. Answers tell where their caller stands (<c>RateLimit</c> and
/// <c>RateLimit-Policy</c> of the IETF's draft-ietf-httpapi-ratelimit-headers).
/// </summary>
/// <remarks>What is vital is counted apart and never for the tenant: a program that asks too much must not keep people from the kill switch.</remarks>
internal sealed class RequestLimits
{
    public const string StandingHeader = "RateLimit";
    public const string PolicyHeader = "RateLimit-Policy";
    public const string LimitedName = "countersign.api.limited";

    private readonly RateRule perUser;
    private readonly RateRule perAddress;
    private readonly RateRule perLogin;
    private readonly RateBuckets<string> addresses;
    private readonly RateBuckets<string> logins;
    private readonly RateBuckets<(TenantId Tenant, UserId User, bool IsVital)> callers;
    private readonly RateBuckets<TenantId> tenants;
    private readonly TenantAllowances allowances;
    private readonly Counter<long> limited;

    public RequestLimits(TenantAllowances allowances, IOptions<ApiOptions> options, TimeProvider time, IMeterFactory meters)
    {
        this.allowances = allowances;
        var limits = options.Value.RateLimits;
        perUser = new RateRule(limits.RequestBurst, TimeSpan.FromSeconds((double)limits.RequestBurst / limits.RequestsPerSecond));
        perAddress = RateRule.PerMinute(limits.SignInPerMinute);
        perLogin = RateRule.PerMinute(limits.SignInPerLoginPerMinute);
        addresses = new(time, limits.PartitionsMax);
        logins = new(time, limits.PartitionsMax);
        callers = new(time, limits.PartitionsMax);
        tenants = new(time, limits.PartitionsMax);
        limited = meters.Create(LoadGauge.MeterName).CreateCounter<long>(LimitedName, "{request}", "Requests over a limit.");
    }

    /// <summary>Counts a request and says how its caller stands in the answer's headers; what to answer where it is one too many.</summary>
    public async ValueTask<ProblemResult?> TakeAsync(HttpContext context, LimitedBy by, bool isVital)
    {
        if (by == LimitedBy.Address || context.Features.Get<AccessToken>() is not { } token)
        {
            return Take(context, "sign-in", addresses.Take(Address(context), perAddress));
        }

        var rule = token.Key?.RequestsPerMinute is { } quota ? RateRule.PerMinute(quota) : perUser;
        if (Take(context, "requests", callers.Take((token.Tenant, token.User, isVital), rule)) is { } problem)
        {
            return problem;
        }

        return isVital || token.Tenant == TenantId.Platform
            ? null
            : Take(context, "tenant", tenants.Take(token.Tenant, RateRule.PerMinute(await allowances.RequestsPerMinuteAsync(token.Tenant, context.RequestAborted))));
    }

    /// <summary>Counts an attempt to sign in with a login, wherever it comes from.</summary>
    public ProblemResult? TakeLogin(HttpContext context, string login) => Take(context, "login", logins.Take(Logins.Normalise(login), perLogin));

    private ProblemResult? Take(HttpContext context, string policy, in RateStanding standing)
    {
        var headers = context.Response.Headers;
        var rule = standing.Rule;
        headers.Append(PolicyHeader, string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";q={rule.Quota};w={Seconds(rule.Window)}"));
        headers.Append(StandingHeader, string.Create(CultureInfo.InvariantCulture, $"\"{policy}\";r={standing.Remaining};t={Seconds(standing.Reset)}"));
        if (standing.IsTaken)
        {
            return null;
        }

        limited.Add(1, new KeyValuePair<string, object?>("policy", policy));
        return ApiProblems.RateLimited(Math.Max(1, Seconds(standing.RetryAfter)), policy);
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static string Address(HttpContext context) =>
        context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}

/// <summary>Refuses what is over a limit, before anything is read or done for it.</summary>
internal sealed class LimitRequests(RequestDelegate next, RequestLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<LimitMark>() is { } mark)
        {
            var isVital = metadata.GetMetadata<ImportanceMark>() is { Importance: Importance.Vital };
            if (await limits.TakeAsync(context, mark.By, isVital) is { } problem)
            {
                await problem.ExecuteAsync(context);
                return;
            }
        }

        await next(context);
    }
}
