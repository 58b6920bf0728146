using System.Net;
using Countersign.Api.Tenants;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.Tests.Api.Hosting;

public sealed class LimitsTests
{
    [Fact]
    public async Task SignIn_OverTheLimit_Answers429WithRetryAfter()
    {
        await using var host = await StartAsync(("Api:RateLimits:SignInPerMinute", "2"));
        for (var i = 0; i < 2; i++)
        {
            using var taken = await SignInAsync(host);
            Assert.Equal(HttpStatusCode.Unauthorized, taken.StatusCode);
        }

        using var response = await SignInAsync(host);

        await ProblemAssert.IsAsync(response, HttpStatusCode.TooManyRequests, "rate.limited");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task Requests_OverTheLimitOfOneUser_Answer429AndSpareOthers()
    {
        await using var host = await StartAsync(("Api:RateLimits:RequestBurst", "3"), ("Api:RateLimits:RequestsPerSecond", "1"));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
        {
            using var response = await host.GetAsync("/api/v1/accounts");
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var health = await host.SendAsync("GET", "/health/live", null);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Requests_Taken_TellTheLimitsAndWhereTheCallerStands()
    {
        await using var host = await StartAsync(
            ("Api:RateLimits:RequestBurst", "30"), ("Api:RateLimits:RequestsPerSecond", "1"));
        host.Desk.On<ITenantGrain>(nameof(ITenantGrain.GetRequestsPerMinuteAsync), _ => 60);

        using var response = await host.GetAsync("/api/v1/accounts");

        Assert.Equal(["\"requests\";q=30;w=30", "\"tenant\";q=60;w=60"], response.Headers.GetValues("RateLimit-Policy"));
        Assert.Equal(["\"requests\";r=29;t=1", "\"tenant\";r=59;t=1"], response.Headers.GetValues("RateLimit"));
    }

    [Fact]
    public async Task Requests_OfATenantOverItsQuota_Answer429ToAllOfItsPeopleButForWhatIsVital()
    {
        await using var host = await StartAsync();
        var quota = 60;
        host.Desk.On<ITenantGrain>(nameof(ITenantGrain.GetRequestsPerMinuteAsync), _ => quota);
        for (var i = 0; i < 60; i++)
        {
            using var taken = await host.GetAsync("/api/v1/accounts");
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        var other = host.Services.GetRequiredService<AccessTokens>().Issue(ApiHost.Tenant, UserId.Parse("u-another"), "s2", Roles.PortfolioManager);
        using var refused = await host.SendAsync("GET", "/api/v1/accounts", other);
        var problem = await ProblemAssert.IsAsync(refused, HttpStatusCode.TooManyRequests, "rate.limited");
        Assert.Contains("\"tenant\"", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        using var cancel = await host.SendAsync("POST", "/api/v1/accounts/a-1/orders/o-1/cancel", other, ApiHost.Json("{}"));
        Assert.Equal(HttpStatusCode.NotFound, cancel.StatusCode);
        var foreign = host.Services.GetRequiredService<AccessTokens>().Issue(TenantId.Parse("t-other"), ApiHost.User, "s1", Roles.Analyst);
        using var spared = await host.SendAsync("GET", "/api/v1/accounts", foreign);
        Assert.Equal(HttpStatusCode.OK, spared.StatusCode);

        quota = 6_000;
        host.Services.GetRequiredService<TenantGates>().Forget(ApiHost.Tenant);
        host.Time.Now = host.Time.Now.AddMilliseconds(10);
        using var raised = await host.SendAsync("GET", "/api/v1/accounts", other);
        Assert.Equal(HttpStatusCode.OK, raised.StatusCode);
    }

    [Fact]
    public async Task SignIn_WithOneLoginFromEverywhere_Answers429WithItsPolicy()
    {
        await using var host = await StartAsync(("Api:RateLimits:SignInPerLoginPerMinute", "2"));
        for (var i = 0; i < 2; i++)
        {
            using var taken = await SignInAsync(host);
            Assert.Equal(HttpStatusCode.Unauthorized, taken.StatusCode);
            Assert.Contains($"\"login\";r={1 - i};", taken.Headers.GetValues("RateLimit").Last(), StringComparison.Ordinal);
        }

        using var response = await SignInAsync(host);
        using var another = await host.SendAsync("POST", "/api/v1/login", null, ApiHost.Json("""{"login":"b","password":"b"}"""));

        await ProblemAssert.IsAsync(response, HttpStatusCode.TooManyRequests, "rate.limited");
        Assert.Equal(HttpStatusCode.Unauthorized, another.StatusCode);
    }

    [Fact]
    public async Task BodyLimit_Configured_IsTheOneThatHolds()
    {
        await using var host = await StartAsync(("Api:BodyBytesMax", "1024"));

        using var response = await host.PostAsync("/api/v1/ideas/i-1/reject", $$"""{"reason":"{{new string('x', 1024)}}"}""");

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.RequestEntityTooLarge, "body.too_large");
        Assert.Contains("1024", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task AccessTokens_OfAConfiguredLifetime_ExpireWithIt()
    {
        await using var host = await StartAsync(("Api:Tokens:AccessMinutes", "5"));
        var token = host.Token(Roles.Analyst);
        host.Time.Now = host.Time.Now.AddMinutes(5);

        using var response = await host.SendAsync("GET", "/api/v1/accounts", token);

        await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, "token.expired");
    }

    [Fact]
    public async Task Start_WithSeveralWrongSettings_NamesEachKey()
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(
            ("Api:Tokens:AccessMinutes", "0"), ("Api:Tokens:Issuer", " "), ("Api:Live:HeartbeatSeconds", "-1"), ("Api:BodyBytesMax", "10")));

        Assert.Equal(
            ["Api:BodyBytesMax", "Api:Live:HeartbeatSeconds", "Api:Tokens:AccessMinutes", "Api:Tokens:Issuer"],
            e.Failures.Select(f => f.Split(' ')[0]).Order());
    }

    [Fact]
    public async Task Start_WithAnUnknownSetting_NamesIt()
    {
        var e = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => StartAsync(("Api:Tokens:AcessMinutes", "5")));

        Assert.Contains("AcessMinutes", e.ToString());
    }

    private static Task<HttpResponseMessage> SignInAsync(ApiHost host) =>
        host.SendAsync("POST", "/api/v1/login", null, ApiHost.Json("""{"login":"a","password":"b"}"""));

    private static async Task<ApiHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = new ApiHost(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        host.Time.HoldsStopwatch = true;
        try
        {
            await host.InitializeAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
