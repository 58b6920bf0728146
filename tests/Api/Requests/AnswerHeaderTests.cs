using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Requests;

public sealed class AnswerHeaderTests(ApiHost host) : IClassFixture<ApiHost>
{
    /// <summary>What OWASP's REST security cheat sheet asks of every answer.</summary>
    [Theory]
    [InlineData("/api/v1/me")]
    [InlineData("/api/v1/nowhere")]
    [InlineData("/api/v1/login")]
    public async Task Answer_WhateverItIs_HasTheSecurityHeaders(string path)
    {
        using var answer = await host.SendAsync("GET", path, null);

        Assert.Equal(
            ["no-store", "default-src 'none'; frame-ancestors 'none'", "nosniff", "DENY", "no-referrer", "same-origin"],
            new[]
            {
                "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
                "Cross-Origin-Resource-Policy",
            }.Select(h => Assert.Single(answer.Headers.GetValues(h))));
    }
}
