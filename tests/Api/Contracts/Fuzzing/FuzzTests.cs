using System.Collections.Frozen;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

/// <summary>
/// Sends every operation of the document requests that are nearly right, and holds every answer against the document. The same seed makes the same
/// requests: COUNTERSIGN_FUZZ_SEED and COUNTERSIGN_FUZZ_REQUESTS (of each operation) set other ones than the usual.
/// </summary>
public sealed class FuzzTests(FullDesk full) : IClassFixture<FullDesk>
{
    private const int SeedUsual = 20_140_506;
    private const int RequestsUsual = 12;
    private const int KindsMax = 40;
    private const string Own = "analyst@x1";

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    private static readonly FrozenDictionary<string, int[]> Statuses = new Dictionary<string, int[]>
    {
        [ProblemCodes.InputInvalid] = [400], [ProblemCodes.NotFound] = [404], [ProblemCodes.RoleDenied] = [403], [ProblemCodes.MethodNotAllowed] = [405],
        [ProblemCodes.BodyTooLarge] = [413], [ProblemCodes.MediaTypeUnsupported] = [415], [ProblemCodes.RateLimited] = [429],
        [ProblemCodes.VersionConflict] = [409], [ProblemCodes.KeyReused] = [409],
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> ApiCodes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (string)f.GetRawConstantValue()!).ToFrozenSet();

    [Fact]
    public async Task Operations_GivenOddRequests_AnswerAsTheDocumentSays()
    {
        var seed = Setting("COUNTERSIGN_FUZZ_SEED", SeedUsual);
        var requests = Setting("COUNTERSIGN_FUZZ_REQUESTS", RequestsUsual);
        var document = await full.Desk.DoneAsync(HttpMethod.Get, "/openapi/v1.json", null);
        var schemas = new SchemaCheck(document);
        var maker = new RequestMaker(full.Desk.Root, schemas, full);
        var found = new Dictionary<string, string>();
        foreach (var operation in ApiOperation.Of(document).Where(o => o.Route != "/api/v1/logout"))
        {
            for (var i = 0; i < requests && found.Count < KindsMax; i++)
            {
                var random = new Random(HashCodeOf(seed, operation.ToString(), i));
                var shot = maker.Make(operation, random);
                if (await WrongAsync(operation, shot, schemas, random) is { } wrong)
                {
                    found.TryAdd($"{operation}: {(wrong.Length > 60 ? wrong[..60] : wrong)}", $"{operation} #{i}: {wrong}\n    {shot}");
                }
            }
        }

        Assert.True(found.Count == 0, $"COUNTERSIGN_FUZZ_SEED={seed} COUNTERSIGN_FUZZ_REQUESTS={requests}\n{string.Join('\n', found.Values)}");
    }

    private async Task<string?> WrongAsync(ApiOperation operation, Shot shot, SchemaCheck schemas, Random random)
    {
        using var request = shot.Request;
        var login = CallerOf(operation, random);
        full.Desk.Errors.Clear();
        var watch = Stopwatch.StartNew();
        using var response = await full.Desk.SendAsync(request, login is null ? null : full.Token(login), HttpCompletionOption.ResponseHeadersRead);
        var text = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? string.Empty
            : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (watch.Elapsed > AnswerMax)
        {
            return $"took {watch.Elapsed}";
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized && login is not (null or Own))
        {
            // Some requests end the caller's own session, as they should.
            await full.SignInAgainAsync(login);
        }

        return response.IsSuccessStatusCode
            ? shot.OddPath ? null : WrongSuccess(operation, response, text, schemas)
            : WrongProblem(operation, shot, response, text, schemas);
    }

    private static string? WrongSuccess(ApiOperation operation, HttpResponseMessage response, string text, SchemaCheck schemas)
    {
        if (operation.Answer((int)response.StatusCode) is not { } answer)
        {
            return $"{(int)response.StatusCode} is not documented";
        }

        var media = response.Content.Headers.ContentType?.MediaType;
        if (!answer.TryGetProperty("content", out var content))
        {
            return text.Length == 0 ? null : $"{(int)response.StatusCode} has content, which is not documented";
        }

        if (media is null || !content.TryGetProperty(media, out var documented))
        {
            return $"{(int)response.StatusCode} is {media}, which is not documented";
        }

        if (media != "application/json" || !documented.TryGetProperty("schema", out var schema))
        {
            return null;
        }

        // Who asks for some fields does not get the others.
        var cut = response.RequestMessage!.RequestUri!.Query.Contains("fields=", StringComparison.Ordinal);
        var wrong = schemas.Errors(schema, JsonDocument.Parse(text).RootElement).Where(e => !cut || !e.EndsWith(" is missing", StringComparison.Ordinal)).ToArray();
        return wrong.Length == 0 ? null : $"{(int)response.StatusCode} does not fit its schema: {string.Join("; ", wrong)}";
    }

    private string? WrongProblem(ApiOperation operation, Shot shot, HttpResponseMessage response, string text, SchemaCheck schemas)
    {
        var status = (int)response.StatusCode;
        if (status >= 500 && status != 503)
        {
            return $"{status} {string.Join(" ", full.Desk.Errors).ReplaceLineEndings(" ")}";
        }

        // The server itself refuses a NUL in an address, and one that is too long, before there is a request to answer.
        if ((status == 414 || (shot.OddPath && status == 400)) && text.Length == 0)
        {
            return null;
        }

        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"{status} is no problem but {response.Content.Headers.ContentType}: {text}";
        }

        var problem = JsonDocument.Parse(text).RootElement;
        var code = problem.GetProperty("code").GetString()!;
        var errors = schemas.Errors(schemas.Resolve(JsonDocument.Parse("""{"$ref":"#/components/schemas/Problem"}""").RootElement), problem);
        if (errors is not [] || problem.GetProperty("status").GetInt32() != status)
        {
            return $"{status} {code} is not a whole problem: {string.Join("; ", errors)}";
        }

        var isKnown = ApiCodes.Contains(code) ? !Statuses.TryGetValue(code, out var allowed) || allowed.Contains(status)
            : status is 409 or 422 && problem.TryGetProperty("refusals", out var refusals) && refusals[0].GetProperty("code").GetString() == code;
        if (!isKnown)
        {
            return $"{status} goes not with {code}";
        }

        return shot.OddPath || operation.Codes(status).Contains(code) ? null : $"{status} {code} is not documented";
    }

    /// <summary>Mostly somebody who may, sometimes somebody else.</summary>
    private static string? CallerOf(ApiOperation operation, Random random)
    {
        if (Catalogue.All.FirstOrDefault(e => e.ToString() == operation.ToString()) is not { } entry)
        {
            return null;
        }

        // Wrong passwords lock who sends them out; the others have work to do.
        if (entry.Route.StartsWith("/api/v1/me/", StringComparison.Ordinal))
        {
            return Own;
        }

        if (random.Next(20) == 0)
        {
            return ((string?[])["admin@x1", "pm@x1", "ops@platform", "api@x1", null])[random.Next(5)];
        }

        var allowed = ((string Login, Roles Role)[])[("admin@x1", Roles.TenantAdmin), ("pm@x1", Roles.PortfolioManager), ("ops@platform", Roles.PlatformAdmin)];
        allowed = [.. allowed.Where(a => (a.Role & entry.Allowed) != Roles.None)];
        return allowed[random.Next(allowed.Length)].Login;
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    // The same in every process, which HashCode is not.
    private static int HashCodeOf(int seed, string operation, int index) =>
        operation.Aggregate(unchecked((seed * 397) ^ (index * 7_919)), (hash, c) => unchecked((hash * 31) + c));
}
