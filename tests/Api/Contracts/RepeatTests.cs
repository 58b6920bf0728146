using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Contracts;

/// <summary>The catalogue's column "replayed idempotency key".</summary>
public sealed class RepeatTests(ApiHost document, FullDesk full) : IClassFixture<ApiHost>, IClassFixture<FullDesk>
{
    // What a backtest, or a message to a webhook, has come to meanwhile is told with it.
    private static readonly string[] Moving = ["status", "progress", "queuePosition", "startedAt", "endedAt", "summary", "digest", "barsDone", "barsTotal", "attempts", "failure",
        "nextAt", "triedAt", "answer", "durationMs", "error"];

    // Each secret is told once, so the second answer cannot be the first.
    private static readonly string[] ToldOnce =
    [
        "POST /api/v1/members/{userId}/password-reset", "POST /api/v1/members/invitations", "POST /api/v1/api-keys",
        "POST /api/v1/api-keys/{keyId}/rotate", "POST /api/v1/webhooks", "POST /api/v1/webhooks/{webhookId}/rotate", "POST /api/v1/platform/tenants",
        "POST /api/v1/platform/tenants/{tenantId}/invitation",
    ];

    private const string Replaces = "It tells a secret once: a repetition makes another, which alone is good.";
    private const string Once = "What it takes is good once; a repetition is refused.";
    private const string Named = "What is stored is named by what comes: a repetition stores the same.";

    private static readonly Dictionary<string, string> WithoutKey = new()
    {
        ["POST /api/v1/me/codes"] = Replaces, ["POST /api/v1/me/recovery-codes"] = Replaces, ["POST /api/v1/me/passkeys/options"] = Replaces,
        ["POST /api/v1/members/{userId}/password-reset"] = Replaces, ["POST /api/v1/me/codes/enable"] = Once, ["POST /api/v1/me/passkeys"] = Once,
        ["POST /api/v1/news"] = Named, ["POST /api/v1/platform/calendar"] = Named,
        ["POST /api/v1/risk/what-if"] = "It does nothing.",
        ["POST /api/v1/logout"] = "A session that has ended has ended.",
        ["POST /api/v1/me/sessions/end-others"] = "Sessions that have ended have ended.",
        ["POST /api/v1/me/confirm"] = "It proves this moment, so a repetition has to prove its own.",
    };

    // Where no member of the body is a text or a number.
    private static readonly Dictionary<string, string> OtherBodies = new()
    {
        ["PUT /api/v1/settings/user/{name}"] = """{"value":"light"}""",
        ["PUT /api/v1/settings/tenant/{name}"] = """{"value":"light"}""",
        ["PUT /api/v1/platform/settings/{name}"] = """{"value":"light"}""",
        ["PUT /api/v1/members/{userId}"] = """{"roles":["apiUser"]}""",
        ["PUT /api/v1/members/permission-sets/{name}"] = """{"permissions":["read","stop"]}""",
        ["POST /api/v1/api-keys/{keyId}/rotate"] = """{"overlapMinutes":1}""",
        ["POST /api/v1/webhooks/{webhookId}/rotate"] = """{"overlapHours":1}""",
        ["POST /api/v1/strategies"] = """{"id":"s-another","definition":{}}""",
        ["POST /api/v1/strategies/{strategyId}/revise"] = """{"restore":1}""",
        ["POST /api/v1/ideas/{ideaId}/approve"] = """{"note":"other"}""",
        ["POST /api/v1/accounts/{accountId}/orders/{orderId}/cancel"] = """{"reason":"other"}""",
        ["POST /api/v1/accounts/{accountId}/orders/cancel"] = """{"reason":"other"}""",
        ["POST /api/v1/platform/tenants/{tenantId}/erase"] = """{"confirm":"t-another"}""",
        ["POST /api/v1/accounts/{accountId}/flatten"] = """{"reason":"other"}""",
    };

    // What ends something comes after what needs it.
    private static readonly string[] Last =
    [
        "/close", "/flatten", "/deactivate", "/orders/{orderId}/cancel", "/orders/cancel", "/suspend",
        "/platform/tenants/{tenantId}/resume", "/retire",
    ];

    [Fact]
    public async Task Commands_SentAgainWithTheirKey_AreAnsweredAlikeAndWithAnotherBodyRefused()
    {
        var wrong = new List<string>();
        var commands = await CommandsAsync();
        Assert.True(commands.Count > 40, $"{commands.Count} commands take a key.");
        foreach (var entry in commands.OrderBy(RankOf))
        {
            await PrepareAsync(entry);
            var key = $"repeat {entry.Route}"[..Math.Min(100, 7 + entry.Route.Length)];
            var (status, first) = await SendAsync(entry, RealRequests.BodyOf(entry, full.Ids), key);
            if (status >= HttpStatusCode.BadRequest)
            {
                wrong.Add($"{entry} is refused: {first}");
                continue;
            }

            var (again, second) = await SendAsync(entry, RealRequests.BodyOf(entry, full.Ids), key);
            if (ToldOnce.Contains(entry.ToString()) ? !second.Contains("secret.told_before") : (status, first) != (again, second))
            {
                wrong.Add($"{entry} answers {status} {first}, then {again} {second}");
            }

            if (RealRequests.BodyOf(entry, full.Ids) is { } body)
            {
                var (other, refusal) = await SendAsync(entry, Other(entry, body), key);
                if (other != HttpStatusCode.Conflict || !refusal.Contains("idempotency.key_reused"))
                {
                    wrong.Add($"{entry} with another body answers {other} {refusal}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Every POST that acts takes the key; these do not, each for its reason.</summary>
    [Fact]
    public async Task Posts_ThatAct_TakeTheKey()
    {
        var keyed = (await CommandsAsync()).Select(e => e.ToString()).ToHashSet();

        var without = Catalogue.All.Where(e => e.Method == "POST" && !keyed.Contains(e.ToString())).Select(e => e.ToString()).Order().ToArray();

        Assert.Equal(WithoutKey.Keys.Order(), without);
    }

    private static int RankOf(CatalogueEntry entry)
    {
        var rank = Array.FindIndex(Last, end => entry.Route.EndsWith(end, StringComparison.Ordinal));
        return entry.Route.EndsWith("/erase", StringComparison.Ordinal) ? Last.Length + 1 : entry.Method == "DELETE" ? Last.Length : rank;
    }

    /// <summary>The endpoints that the document gives the header to.</summary>
    private async Task<List<CatalogueEntry>> CommandsAsync()
    {
        using var response = await document.SendAsync("GET", "/openapi/v1.json", null);
        var paths = (await ApiHost.ReadAsync(response)).GetProperty("paths");
        return
        [
            .. Catalogue.All.Where(e => paths.GetProperty(e.Route).GetProperty(e.Method.ToLowerInvariant()).TryGetProperty("parameters", out var parameters)
                && parameters.EnumerateArray().Any(p => p.GetProperty("name").GetString() == "Idempotency-Key")),
        ];
    }

    // Makes what the command needs where an earlier one used it up.
    private async Task PrepareAsync(CatalogueEntry entry)
    {
        switch (entry.ToString())
        {
            case "POST /api/v1/ideas/{ideaId}/approve" or "POST /api/v1/ideas/{ideaId}/reject":
                full.Ids["{ideaId}"] = await full.RaiseAsync();
                break;
            case "PATCH /api/v1/accounts/{accountId}/orders/{orderId}" or "POST /api/v1/accounts/{accountId}/orders/{orderId}/cancel":
                await full.RestAsync();
                break;
            case "POST /api/v1/backtests/{backtestId}/cancel":
                full.Ids["{backtestId}"] = (await full.MakeAsync("pm", "backtests", FullDesk.Backtest(20_000))).GetProperty("id").GetString()!;
                break;
            case "DELETE /api/v1/backtests/{backtestId}":
                await full.EndedAsync(full.Ids["{backtestId}"]);
                break;
            case "POST /api/v1/platform/tenants/{tenantId}/erase":
                full.Desk.Time.Now += TimeSpan.FromDays(91);
                await full.SignInAgainAsync("ops@platform");
                break;
            case "POST /api/v1/platform/tenants":
                full.Ids["{tenantId}"] = "t-new";
                break;
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(CatalogueEntry entry, string? body, string key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(entry.Method), RealRequests.PathOf(entry, full.Ids));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", key);
        var login = (entry.Allowed & Catalogue.Members) == Roles.None ? "ops@platform" : entry.Allowed.HasFlag(Roles.PortfolioManager) ? "pm@x1" : "admin@x1";
        using var response = await full.Desk.SendAsync(request, full.Token(login));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, response.IsSuccessStatusCode && IsMoving(entry.Route) ? Resting(text) : text);
    }

    private static bool IsMoving(string route) =>
        route.StartsWith("/api/v1/backtests", StringComparison.Ordinal) || route.EndsWith("/test", StringComparison.Ordinal)
        || route.EndsWith("/redeliver", StringComparison.Ordinal);

    private static string Resting(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var body = JsonNode.Parse(text)!.AsObject();
        foreach (var name in Moving)
        {
            body.Remove(name);
        }

        return body.ToJsonString();
    }

    /// <summary>The body with one value changed, still of its type.</summary>
    private static string Other(CatalogueEntry entry, string body)
    {
        if (OtherBodies.TryGetValue(entry.ToString(), out var other))
        {
            return other;
        }

        var changed = JsonNode.Parse(body)!.AsObject();
        var (name, value) = changed.First(member => member.Value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number);
        changed[name] = value!.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() + "x" : value.GetValue<decimal>() + 1m;
        return changed.ToJsonString();
    }
}
