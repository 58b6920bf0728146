using System.Threading.RateLimiting;
using Countersign.Api.Problems;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Countersign.Api;

/// <summary>How many requests are taken: sign-ins by network address, everything else by user.</summary>
internal static class RateLimits
{
    public const string SignIn = "countersign.sign-in";
    public const string Requests = "countersign.requests";

    public static void Configure(RateLimiterOptions limiter, IOptions<ApiOptions> options)
    {
        var limits = options.Value.RateLimits;
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = static (rejected, _) =>
            new ValueTask(ApiProblems.RateLimited(RetryAfterSeconds(rejected.Lease)).ExecuteAsync(rejected.HttpContext));
        var signIns = new FixedWindowRateLimiterOptions { PermitLimit = limits.SignInPerMinute, Window = TimeSpan.FromMinutes(1) };
        limiter.AddPolicy(SignIn, context => RateLimitPartition.GetFixedWindowLimiter(Address(context), _ => signIns));
        var requests = new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.RequestBurst,
            TokensPerPeriod = limits.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
        limiter.AddPolicy(Requests, context => context.Features.Get<AccessToken>()?.Key is { RequestsPerMinute: { } quota } key
            ? RateLimitPartition.GetFixedWindowLimiter($"{key.Id}/{quota}", _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = quota, Window = TimeSpan.FromMinutes(1),
            })
            : RateLimitPartition.GetTokenBucketLimiter(Caller(context), _ => requests));
    }

    private static int RetryAfterSeconds(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;

    private static string Caller(HttpContext context) =>
        context.Features.Get<AccessToken>() is { } token ? $"{token.Tenant}/{token.User}" : Address(context);

    private static string Address(HttpContext context) =>
        context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
