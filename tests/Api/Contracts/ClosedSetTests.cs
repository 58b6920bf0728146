using System.Net;
using System.Text.Json;
using Countersign.Tests.Api.Contracts.Fuzzing;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Contracts;

/// <summary>What the document lists of a query's parameter is what the desk takes, each value of it and nothing else.</summary>
public sealed class ClosedSetTests(FullDesk full) : IClassFixture<FullDesk>
{
    // A stream does not come to an end by itself.
    private const string Stream = "/api/v1/live";

    [Fact]
    public async Task Parameters_OfAClosedSet_TakeEachOfItsValuesAndNoOther()
    {
        var document = await full.Desk.DoneAsync(HttpMethod.Get, "/openapi/v1.json", null);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var operation in ApiOperation.Of(document).Where(o => o is { Method: "GET" } && o.Route != Stream))
        {
            foreach (var (name, values) in Sets(operation))
            {
                asked++;
                foreach (var value in values)
                {
                    // All that is wrong is named at once, so that what is missing beside it does not hide it.
                    if (await ProblemOfAsync(operation, name, value) is { } problem && (!problem.TryGetProperty("errors", out var errors) || errors.TryGetProperty(name, out _)))
                    {
                        wrong.Add($"{operation} {name}={value}: {problem}");
                    }
                }

                var refusal = await ProblemOfAsync(operation, name, "zz-none") ?? default;
                if (refusal.ValueKind != JsonValueKind.Object || !refusal.GetProperty("errors").TryGetProperty(name, out _))
                {
                    wrong.Add($"{operation} {name}=zz-none: {refusal}");
                }
            }
        }

        Assert.True(asked > 30, $"{asked} parameters are closed sets.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("/api/v1/orders", "status", "partiallyFilled")]
    [InlineData("/api/v1/orders", "sort", "-createdAt")]
    [InlineData("/api/v1/ideas", "status", "needsApproval")]
    [InlineData("/api/v1/decisions", "action", "first-approved")]
    [InlineData("/api/v1/instruments/{symbol}/bars", "timeframe", "M15")]
    [InlineData("/api/v1/history/{symbol}/bars", "side", "mid")]
    [InlineData("/api/v1/risk/changes", "kind", "autonomy")]
    public async Task Parameter_OfAClosedSet_IsAnEnumeration(string route, string name, string value)
    {
        var document = await full.Desk.DoneAsync(HttpMethod.Get, "/openapi/v1.json", null);

        Assert.Contains(value, Sets(ApiOperation.Of(document).Single(o => o.ToString() == "GET " + route)).Single(s => s.Name == name).Values);
    }

    private static IEnumerable<(string Name, string[] Values)> Sets(ApiOperation operation) =>
        from parameter in operation.Definition.TryGetProperty("parameters", out var all) ? [.. all.EnumerateArray()] : Array.Empty<JsonElement>()
        where parameter.GetProperty("in").GetString() == "query" && parameter.GetProperty("schema").TryGetProperty("enum", out _)
        select (parameter.GetProperty("name").GetString()!, parameter.GetProperty("schema").GetProperty("enum").EnumerateArray().Select(v => v.GetString()!).ToArray());

    private async Task<JsonElement?> ProblemOfAsync(ApiOperation operation, string name, string value)
    {
        var entry = Catalogue.All.Single(e => e.ToString() == operation.ToString());
        var path = RealRequests.PathOf(entry, full.Ids);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}{(path.Contains('?') ? '&' : '?')}{name}={value}");
        using var response = await full.Desk.SendAsync(request, full.TokenFor(entry.Allowed, "x1"));
        return response.StatusCode is HttpStatusCode.OK ? null : await ApiHost.ReadAsync(response);
    }
}
