using System.Net;
using System.Net.Http.Headers;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Strategies;

public sealed class SchemaEndpointTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "/api/v1/strategies/schema";

    [Fact]
    public async Task Schema_Asked_IsTheDomainsTextWithItsTag()
    {
        using var response = await host.GetAsync(Path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/schema+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"\"{StrategySchema.Hash}\"", response.Headers.ETag?.Tag);
        Assert.True(response.Headers.CacheControl?.NoCache);
        Assert.False(response.Headers.CacheControl?.NoStore);
        Assert.Equal(StrategySchema.Text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true, HttpStatusCode.NotModified)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Schema_AskedByItsTag_IsSentOnlyWhereItDiffers(bool same, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Token(Roles.Analyst));
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(same ? $"\"{StrategySchema.Hash}\"" : "\"other\""));
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(same, (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length == 0);
    }

    [Fact]
    public async Task Answers_ThatAreNotTheSchema_AreKeptByNoCache()
    {
        using var response = await host.GetAsync("/api/v1/strategies");

        Assert.True(response.Headers.CacheControl?.NoStore);
    }
}
