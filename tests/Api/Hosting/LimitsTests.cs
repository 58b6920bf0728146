using System.Net;
using Countersign.Domain.Tenants;
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
