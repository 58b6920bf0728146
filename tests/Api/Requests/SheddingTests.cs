using System.Net;
using Countersign.Api.Requests;
using Countersign.Tests.Api.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Requests;

/// <summary>What is left out when more is asked than can be answered, and what never is.</summary>
public sealed class SheddingTests
{
    private static readonly string[] Vital =
    [
        "* /health/live", "* /health/ready",
        "DELETE /api/v1/me/sessions/{sessionId}",
        "GET /api/v1/me",
        "POST /api/v1/accounts/{accountId}/flatten",
        "POST /api/v1/accounts/{accountId}/orders/cancel",
        "POST /api/v1/accounts/{accountId}/orders/{orderId}/cancel",
        "POST /api/v1/accounts/{accountId}/positions/{positionId}/close",
        "POST /api/v1/accounts/{accountId}/risk/halt",
        "POST /api/v1/accounts/{accountId}/risk/reduce",
        "POST /api/v1/login",
        "POST /api/v1/login/invitation",
        "POST /api/v1/login/passkey",
        "POST /api/v1/login/passkey/options",
        "POST /api/v1/login/password-reset",
        "POST /api/v1/login/refresh",
        "POST /api/v1/logout",
        "POST /api/v1/me/confirm",
        "POST /api/v1/me/sessions/end-others",
        "POST /api/v1/platform/risk/halt",
        "POST /api/v1/platform/risk/reduce",
        "POST /api/v1/platform/tenants/{tenantId}/suspend",
        "POST /api/v1/risk/halt",
        "POST /api/v1/risk/reduce",
        "POST /api/v1/strategies/{strategyId}/risk/halt",
        "POST /api/v1/strategies/{strategyId}/risk/reduce",
    ];

    [Fact]
    public async Task Endpoints_AllOfThem_SayWhatBecomesOfThem()
    {
        await using var host = await StartAsync();

        Assert.Empty(host.Endpoints.Where(e => e.Metadata.GetMetadata<ImportanceMark>() is null).Select(Describe));
        Assert.Equal(Vital.Order(StringComparer.Ordinal), Of(host, Importance.Vital));
        Assert.Equal(["GET /api/v1/live"], Of(host, Importance.Stream));
        Assert.All(Of(host, Importance.Read), endpoint => Assert.StartsWith("GET ", endpoint, StringComparison.Ordinal));
        Assert.All(Of(host, Importance.Write), endpoint => Assert.False(endpoint.StartsWith("GET ", StringComparison.Ordinal), endpoint));
    }

    [Fact]
    public async Task Overloaded_Reads_AreRefusedFirstAndWritesGoOn()
    {
        await using var host = await StartAsync();
        Fill(host, Importance.Read);

        using var read = await host.GetAsync("/api/v1/accounts");
        using var stream = await host.GetAsync("/api/v1/live");
        using var write = await host.PostAsync("/api/v1/ideas/i-1/reject", """{"reason":"no"}""");

        await ProblemAssert.IsAsync(read, HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.Equal(2, read.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        await ProblemAssert.IsAsync(stream, HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.Equal(HttpStatusCode.NotFound, write.StatusCode);
    }

    [Fact]
    public async Task Overloaded_ToTheLimitOfWrites_LetsThroughOnlyWhatIsVital()
    {
        await using var host = await StartAsync();
        Fill(host, Importance.Write);

        using var write = await host.PostAsync("/api/v1/ideas/i-1/reject", """{"reason":"no"}""");
        using var cancel = await host.PostAsync("/api/v1/accounts/a-1/orders/o-1/cancel", "{}");
        using var cancelAll = await host.PostAsync("/api/v1/accounts/a-1/orders/cancel", "{}");
        using var kill = await host.PostAsync("/api/v1/risk/halt", """{"reason":"now"}""");
        using var me = await host.GetAsync("/api/v1/me");
        using var health = await host.SendAsync("GET", "/health/live", null);

        await ProblemAssert.IsAsync(write, HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.All([cancel, cancelAll, kill, me], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Requests_Answered_AreNotCountedAnyMore()
    {
        await using var host = await StartAsync();
        using var read = await host.GetAsync("/api/v1/accounts");
        using var bad = await host.PostAsync("/api/v1/ideas/i-1/reject", "rubbish");
        using var foreign = await host.SendAsync("GET", "/api/v1/accounts", null);

        Assert.True(SpinWait.SpinUntil(() => host.Services.GetRequiredService<LoadGauge>().Running == 0, TimeSpan.FromMinutes(1)));
    }

    private static void Fill(ApiHost host, Importance importance)
    {
        var gauge = host.Services.GetRequiredService<LoadGauge>();
        while (gauge.TryEnter(importance))
        {
        }
    }

    private static IEnumerable<string> Of(ApiHost host, Importance importance) => host.Endpoints
        .Where(e => e.Metadata.GetMetadata<ImportanceMark>()?.Importance == importance).Select(Describe).Order(StringComparer.Ordinal);

    private static string Describe(RouteEndpoint endpoint) =>
        $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"])} /{endpoint.RoutePattern.RawText!.Trim('/')}";

    private static async Task<ApiHost> StartAsync()
    {
        var host = new ApiHost();
        await host.InitializeAsync();
        host.Desk.On<Countersign.Grains.Audit.IDeskGrain>(
            nameof(Countersign.Grains.Audit.IDeskGrain.ChangeTradingAsync),
            _ => Countersign.Grains.Audit.Reply.NotFound<Countersign.Grains.Audit.TradingStateView>("tenant"));
        return host;
    }
}
