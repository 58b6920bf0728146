using System.Net;
using System.Reflection;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Tests.Api.Contracts.Fuzzing;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace Countersign.Tests.Api.OpenApi;

/// <summary>What a reader of the document finds at every operation.</summary>
public sealed class DocumentQualityTests(ApiHost host) : IClassFixture<ApiHost>
{
    // Its state is given out by the API for a few minutes.
    private const string MadeAnew = "/api/v1/me/passkeys";

    [Fact]
    public async Task Document_ReadByTheLibrary_IsValidOpenApi31()
    {
        using var response = await host.SendAsync("GET", "/openapi/v1.json", null);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var read = OpenApiDocument.Parse(text, "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet() });

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Select(e => e.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public async Task Operations_AllOfThem_HaveASummaryATagAndDescribedParameters() => Assert.Empty(
        from o in Operations(await ReadAsync())
        from wrong in new[]
            {
                o.Operation.GetProperty("summary").GetString() is { Length: > 3 } ? null : "has no summary",
                o.Operation.GetProperty("tags").GetArrayLength() == 1 ? null : "has not one tag",
            }
            .Concat(Parameters(o.Operation).Select(p => p.TryGetProperty("description", out var d) && d.GetString() is { Length: > 3 }
                ? null
                : $"does not describe {p.GetProperty("name")}"))
        where wrong is not null
        select $"{o.Name} {wrong}");

    [Fact]
    public async Task Operations_AllBodiesAndAnswers_HaveAnExampleThatKeepsItsSchema()
    {
        var document = await ReadAsync();
        var check = new SchemaCheck(document);
        var bodies = Operations(document).SelectMany(Bodies).ToArray();

        Assert.True(bodies.Length > 300, $"{bodies.Length} bodies were looked at.");
        Assert.Empty(bodies.SelectMany(b => Wrong(check, b.Where, b.Media)));
    }

    /// <summary>An example that keeps its schema can still be wrong: the API is asked itself.</summary>
    [Fact]
    public async Task Operations_ExamplesOfBodiesSentToTheApi_AreRightInput()
    {
        var document = await ReadAsync();
        var check = new SchemaCheck(document);
        var wrong = new List<string>();
        foreach (var entry in Catalogue.All.Where(e => e.Body is not null && e.Route != MadeAnew))
        {
            var operation = document.GetProperty("paths").GetProperty(entry.Route).GetProperty(entry.Method.ToLowerInvariant());
            var examples = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples");
            var example = check.Resolve(examples.GetProperty("example")).GetProperty("value");
            using var response = await host.SendAsync(entry.Method, entry.Path, host.Token(entry.Allowed), ApiHost.Json(example.GetRawText()));
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType)
            {
                wrong.Add($"{entry}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Problems_EveryCodeOfTheApi_IsListed()
    {
        var document = await ReadAsync();
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal);

        var code = document.GetProperty("components").GetProperty("schemas").GetProperty("Problem").GetProperty("properties").GetProperty("code");

        Assert.Equal(codes, code.GetProperty("examples").EnumerateArray().Select(c => c.GetString()!));
    }

    [Fact]
    public async Task Schemas_AllProperties_AreDescribed() => Assert.Empty(
        from schema in (await ReadAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject()
        where schema.Value.TryGetProperty("properties", out _)
        from property in schema.Value.GetProperty("properties").EnumerateObject()
        where !IsDescribed(property.Value)
        select $"{schema.Name}.{property.Name}");

    // A property that may be null is one of two, and the one that is not null is described.
    private static bool IsDescribed(JsonElement property) =>
        property.TryGetProperty("description", out _)
        || (property.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Any(c => c.TryGetProperty("description", out _)))
        || (property.TryGetProperty("anyOf", out var any) && any.EnumerateArray().Any(c => c.TryGetProperty("description", out _)));

    private static IEnumerable<string> Wrong(SchemaCheck check, string where, JsonElement media)
    {
        var examples = media.TryGetProperty("examples", out var several) ? [.. several.EnumerateObject().Select(e => e.Value)] : Array.Empty<JsonElement>();
        var values = examples.Select(e => check.Resolve(e).GetProperty("value"))
            .Concat(media.TryGetProperty("example", out var one) ? [one] : []).ToArray();
        return values.Length == 0 ? [$"{where} has no example"] : values.SelectMany(v => check.Errors(media.GetProperty("schema"), v)).Select(e => $"{where}: {e}");
    }

    private static IEnumerable<(string Where, JsonElement Media)> Bodies((string Name, JsonElement Operation) operation)
    {
        var answers = operation.Operation.GetProperty("responses").EnumerateObject().Select(r => ($"{operation.Name} {r.Name}", r.Value));
        var body = operation.Operation.TryGetProperty("requestBody", out var taken) ? [($"{operation.Name} body", taken)] : Array.Empty<(string, JsonElement)>();
        return from holder in answers.Concat(body)
               where holder.Item2.TryGetProperty("content", out _)
               from media in holder.Item2.GetProperty("content").EnumerateObject()
               where media.Name is "application/json" or "application/problem+json"
               select (holder.Item1, media.Value);
    }

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Value.GetProperty("operationId").GetString()!, operation.Value);

    private async Task<JsonElement> ReadAsync()
    {
        using var response = await host.SendAsync("GET", "/openapi/v1.json", null);
        return await ApiHost.ReadAsync(response);
    }
}
