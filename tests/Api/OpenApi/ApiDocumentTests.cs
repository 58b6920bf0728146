using System.Net;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.OpenApi;

public sealed class ApiDocumentTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Document_Operations_AreExactlyTheCatalogue()
    {
        var document = await ReadAsync();

        Assert.Equal(
            Catalogue.All.Select(e => e.ToString()).Concat(Catalogue.Open.Where(o => o.Contains("/api/v1"))).Order(),
            Operations(document).Select(o => $"{o.Method} {o.Path}").Order());
    }

    [Fact]
    public async Task Document_EveryOperation_HasANameAndItsProblems()
    {
        foreach (var (method, path, operation) in Operations(await ReadAsync()))
        {
            var where = $"{method} {path}";
            Assert.True(operation.TryGetProperty("operationId", out _), where);
            Assert.True(operation.TryGetProperty("summary", out _), where);
            var responses = operation.GetProperty("responses");
            Assert.True(responses.GetProperty("401").GetProperty("content").TryGetProperty("application/problem+json", out _), where);
            Assert.True(responses.TryGetProperty("429", out _), where);
            Assert.Equal(path.Contains('{'), responses.TryGetProperty("404", out _));
        }
    }

    [Fact]
    public async Task Document_ProtectedOperations_NameTheBearerScheme()
    {
        var document = await ReadAsync();

        Assert.Equal(
            "http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
        foreach (var (method, path, operation) in Operations(document))
        {
            var open = Catalogue.Open.Contains($"{method} {path}");
            Assert.Equal(!open, operation.TryGetProperty("security", out _));
        }
    }

    [Fact]
    public async Task Document_PlaceOrder_SaysWhichFieldsAreRequired()
    {
        var document = await ReadAsync();

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("PlaceOrderRequest");
        Assert.Equal(
            ["accountId", "quantity", "side", "symbol"], schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Order());
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var response = await host.SendAsync("GET", "/openapi/v1.json", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ApiHost.ReadAsync(response);
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);
}
