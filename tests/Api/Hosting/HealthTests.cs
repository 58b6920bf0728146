using System.Net;
using Xunit;

namespace Countersign.Tests.Api.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task Live_WhateverTheChecks_Answers200()
    {
        await using var host = new ApiHost([]) { Ready = false };
        await host.InitializeAsync();

        using var response = await host.SendAsync("GET", "/health/live", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Ready_AllChecksPass_Answers200WithThem()
    {
        await using var host = new ApiHost([]) { Ready = true };
        await host.InitializeAsync();

        using var response = await host.SendAsync("GET", "/health/ready", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"status":"healthy","checks":{"journal":"healthy"}}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ready_ACheckFails_Answers503WithRetryAfterAndWithoutItsReason()
    {
        await using var host = new ApiHost([]) { Ready = false };
        await host.InitializeAsync();

        using var response = await host.SendAsync("GET", "/health/ready", null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(
            """{"status":"unhealthy","checks":{"journal":"unhealthy"}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
