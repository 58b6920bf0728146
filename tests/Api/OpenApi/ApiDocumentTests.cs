using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.OpenApi;

public sealed class ApiDocumentTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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
            var refuses = responses.TryGetProperty("401", out var refused) && refused.GetProperty("content").TryGetProperty("application/problem+json", out _);
            Assert.True(refuses || path == "/api/v1/login/passkey/options", where);
            Assert.True(responses.TryGetProperty("429", out _), where);
            Assert.True(!path.Contains('{') || responses.TryGetProperty("404", out _), where);
        }
    }

    [Fact]
    public async Task Document_OperationIds_AreUniqueAndInPascalCase()
    {
        var ids = Operations(await ReadAsync()).Select(o => o.Operation.GetProperty("operationId").GetString()!).ToArray();

        Assert.All(ids, id => Assert.Matches("^([A-Z][a-z0-9]*)+$", id));
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
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
        var quantity = schema.GetProperty("properties").GetProperty("quantity");
        Assert.Equal("number", quantity.GetProperty("type").GetString());
        Assert.Equal("decimal", quantity.GetProperty("format").GetString());
    }

    /// <summary>Run with COUNTERSIGN_ACCEPT=1 to take the document as it is now; the difference then shows in the change's
    /// review.</summary>
    [Fact]
    public async Task Document_AsAWhole_IsTheOneOnRecord()
    {
        var path = Path.Combine(SharedFiles.RepositoryRoot, "tests", "Api", "OpenApi", "v1.json");
        var document = await ReadAsync();
        var text = JsonSerializer.Serialize(document, Indented) + "\n";
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), text);
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
