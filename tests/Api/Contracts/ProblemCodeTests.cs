using System.Text;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Contracts.Fuzzing;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Contracts;

/// <summary>What the catalogue's requests are answered with, where that is a problem, is listed for its operation and status.</summary>
public sealed class ProblemCodeTests(FullDesk full) : IClassFixture<FullDesk>
{
    private const string Live = "/api/v1/live?symbols=,bad";

    [Fact]
    public async Task Problems_ThatTheCatalogueMeets_AreListedForTheirOperation()
    {
        var document = await full.Desk.DoneAsync(HttpMethod.Get, "/openapi/v1.json", null);
        var operations = ApiOperation.Of(document).ToDictionary(o => o.ToString());
        var (wrong, seen) = (new List<string>(), new HashSet<string>());
        foreach (var entry in Catalogue.All.Where(e => e.Route != "/api/v1/logout"))
        {
            foreach (var (token, body, type, match) in Requests(entry))
            {
                using var request = new HttpRequestMessage(
                    new HttpMethod(entry.Method), entry.Route == "/api/v1/live" ? Live : RealRequests.PathOf(entry, Nowhere()));
                request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
                if (match is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", match);
                }

                using var response = await full.Desk.SendAsync(request, token);
                if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
                {
                    var code = (await ApiHost.ReadAsync(response)).GetProperty("code").GetString()!;
                    seen.Add(code);
                    if (!operations[entry.ToString()].Codes((int)response.StatusCode).Contains(code))
                    {
                        wrong.Add($"{entry} answers {(int)response.StatusCode} {code}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        Assert.Superset(
            new HashSet<string> { "token.missing", "token.invalid", "role.denied", "not_found", "input.invalid", "body.media_type", "body.too_large" }, seen);
    }

    [Fact]
    public async Task Codes_OfTheDocument_AreThoseThatThereAreAtTheirStatus()
    {
        var document = await full.Desk.DoneAsync(HttpMethod.Get, "/openapi/v1.json", null);
        var own = typeof(ProblemCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        var place = ApiOperation.Of(document).Single(o => o.ToString() == "POST /api/v1/orders");

        foreach (var operation in ApiOperation.Of(document))
        {
            foreach (var answer in operation.Definition.GetProperty("responses").EnumerateObject().Where(a => int.Parse(a.Name) >= 400))
            {
                var codes = operation.Codes(int.Parse(answer.Name));
                Assert.NotEmpty(codes);
                Assert.All(codes, code => Assert.True(own.Contains(code) || answer.Name is "409" or "422", $"{operation} {answer.Name} {code}"));
            }
        }

        Assert.Contains("risk.max_position", place.Codes(422));
        Assert.Contains("risk.max_leverage", place.Codes(422));
        Assert.Contains("instrument.unknown", place.Codes(422));
        Assert.Contains("order.unconfirmed", place.Codes(409));
        Assert.DoesNotContain("execution.unknown_order", place.Codes(422));
    }

    private IEnumerable<(string? Token, string? Body, string Type, string? Match)> Requests(CatalogueEntry entry)
    {
        var body = RealRequests.BodyOf(entry, Nowhere());
        var known = full.TokenFor(entry.Allowed, "x1");
        yield return (null, body, "application/json", null);
        yield return ("garbage", body, "application/json", null);
        yield return (full.Token((entry.Allowed & Roles.Analyst) != Roles.None ? "ops@platform" : "analyst@x1"), body, "application/json", null);
        yield return (full.Token("pm@x2"), body, "application/json", null);
        yield return (known, body is null ? null : "{", "application/json", null);
        yield return (known, body is null ? null : "[]", "application/json", null);
        yield return (known, body is null ? null : "{}", "text/plain", null);
        yield return (known, body is null ? null : JsonSerializer.Serialize(new string('x', 200_000)), "application/json", null);
        if (entry.Method is not "GET")
        {
            yield return (known, body, "application/json", "\"no-such-tag\"");
        }
    }

    // What is asked for is not there, so that nothing is done by all this.
    private Dictionary<string, string> Nowhere() => full.Ids.ToDictionary(i => i.Key, i => i.Value[..^1] + (i.Value[^1] == '0' ? '1' : '0'));
}
