using Countersign.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Tests.Api.Hosting;

/// <summary>Whose word about the caller's address is taken.</summary>
public sealed class TrustedProxyTests
{
    [Theory]
    [InlineData("127.0.0.0/8", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "203.0.113.7", "127.0.0.1")]
    [InlineData(null, "203.0.113.7", "127.0.0.1")]
    public async Task Address_OfARequest_IsTheProxysWordWhereTheProxyIsTrusted(string? network, string said, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (network is not null)
        {
            builder.Configuration["Proxies:Networks:0"] = network;
        }

        await using var app = builder.Build();
        app.UseTrustedProxies();
        app.Run(c => c.Response.WriteAsync(c.Connection.RemoteIpAddress!.ToString()));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", said);
        Assert.Equal(expected, await client.GetStringAsync(new Uri(app.Urls.First()), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Network_ThatIsNone_StopsTheStartAndSaysWhatIsRight()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Proxies:Networks:0"] = "everybody";
        var error = Assert.Throws<InvalidOperationException>(() => builder.Build().UseTrustedProxies());
        Assert.Contains("'everybody'", error.Message, StringComparison.Ordinal);
        Assert.Contains("10.0.0.0/8", error.Message, StringComparison.Ordinal);
    }
}
