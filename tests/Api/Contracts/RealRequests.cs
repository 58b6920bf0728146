using Countersign.Tests.Api.Tenants;

namespace Countersign.Tests.Api.Contracts;

/// <summary>The catalogue's requests with ids and bodies that the whole desk takes.</summary>
internal static class RealRequests
{
    private const string Limits = """{"limits":{"positionMax":100000,"dailyLossMax":5000,"openIdeasMax":5,"quoteAgeSecondsMax":60},"reason":"why"}""";

    // Where what the catalogue says is enough for a desk that the test plays, and not for a real one.
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["POST /api/v1/strategies"] = """{"definition":{DEFINITION}}""",
        ["POST /api/v1/strategies/{strategyId}/revise"] = """{"definition":{DEFINITION}}""",
        ["POST /api/v1/backtests"] = """{"strategyId":"s-1","from":"2014-05-05T00:00:00Z","to":"2014-05-07T00:00:00Z","startCash":10000}""",
        ["PUT /api/v1/accounts/{accountId}/autonomy"] = """{"autonomy":{"mode":"manual"},"reason":"why"}""",
        ["PUT /api/v1/accounts/{accountId}/risk/limits"] = Limits,
        ["PATCH /api/v1/accounts/{accountId}/orders/{orderId}"] = """{"quantity":2000}""",
        ["POST /api/v1/accounts/{accountId}/positions/{positionId}/close"] = """{"quantity":1000}""",
        ["POST /api/v1/orders/bracket"] =
            """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1000,"stop":1.3,"type":"limit","limitPrice":1.31,"timeInForce":"goodTillCancelled"}""",
        ["POST /api/v1/orders/oco"] = """
            {"accountId":"a-1","orders":[
              {"symbol":"EURUSD","side":"buy","quantity":1000,"type":"limit","limitPrice":1.2,"timeInForce":"goodTillCancelled"},
              {"symbol":"EURUSD","side":"buy","quantity":1000,"type":"limit","limitPrice":1.21,"timeInForce":"goodTillCancelled"}]}
            """,
        ["POST /api/v1/members"] =
            """{"login":"new@x1","displayName":"Newcomer","password":"a quite unlikely phrase","roles":["analyst"]}""",
        ["POST /api/v1/members/invitations"] = """{"login":"invited@x1","roles":["analyst"]}""",
        ["PUT /api/v1/accounts/{accountId}/terms"] = """{"terms":{"mode":"netting","costMethod":"weightedAverage"},"reason":"why"}""",
        ["POST /api/v1/accounts/{accountId}/splits"] = """{"symbol":"EURUSD","shares":2,"of":1,"reason":"split"}""",
        ["POST /api/v1/platform/calendar"] = """{"source":"a","content":"[]"}""",
    };

    /// <summary>The body with these ids for the catalogue's; null where there is none.</summary>
    public static string? BodyOf(CatalogueEntry entry, IReadOnlyDictionary<string, string> ids) =>
        Bodies.GetValueOrDefault(entry.ToString(), entry.Body!)?
            .Replace("{DEFINITION}", FullDesk.StrategyDefinition.GetRawText(), StringComparison.Ordinal)
            .Replace("\"a-1\"", $"\"{ids["{accountId}"]}\"", StringComparison.Ordinal)
            .Replace("\"s-1\"", $"\"{ids["{strategyId}"]}\"", StringComparison.Ordinal)
            .Replace("\"t-demo\"", $"\"{ids["{tenantId}"]}\"", StringComparison.Ordinal);

    /// <summary>The route with these ids for its placeholders, below the API's root.</summary>
    public static string PathOf(CatalogueEntry entry, IReadOnlyDictionary<string, string> ids) =>
        ids.Aggregate(entry.Route, (route, id) => route.Replace(id.Key, Uri.EscapeDataString(id.Value), StringComparison.Ordinal))
            .Replace("{symbol}", "EURUSD", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{importId}", "imp-1", StringComparison.Ordinal).Replace("{offset}", "0", StringComparison.Ordinal)
            .Replace("{name}", NameIn(entry.Route), StringComparison.Ordinal)
            ["/api/v1/".Length..] + (entry.Route.EndsWith("/diff", StringComparison.Ordinal) ? "?from=1&to=1" : string.Empty);

    /// <summary>What <c>{name}</c> stands for in a route.</summary>
    public static string NameIn(string route) =>
        route.Contains("/indicators/", StringComparison.Ordinal) ? "rsi" : route.Contains("/settings/", StringComparison.Ordinal) ? "display.theme" : FullDesk.Marker;

    /// <summary>Whether the request names something that a tenant has. A caller's own sessions are ended whether they are there or not.</summary>
    public static bool NamesATenants(CatalogueEntry entry) =>
        entry.Body?.Contains("\"a-1\"", StringComparison.Ordinal) == true || entry.Body?.Contains("\"s-1\"", StringComparison.Ordinal) == true
        || entry.ToString() == "DELETE /api/v1/members/permission-sets/{name}"
        || (entry.Route.Contains('{', StringComparison.Ordinal) && !entry.Route.Contains("{symbol}", StringComparison.Ordinal)
            && !entry.Route.Contains("{importId}", StringComparison.Ordinal) && !entry.Route.Contains("{name}", StringComparison.Ordinal) && !entry.Route.Contains("{tenantId}", StringComparison.Ordinal)
            && !entry.Route.Contains("{sessionId}", StringComparison.Ordinal));
}
