using System.Text;
using System.Text.RegularExpressions;
using Countersign.Tests.Api.Tenants;

namespace Countersign.Tests.Api.Contracts.Fuzzing;

/// <summary>Makes requests for an operation: the path, the query, the headers and the body, most of each nearly right.</summary>
internal sealed partial class RequestMaker(Uri root, SchemaCheck schemas, FullDesk full)
{
    private static readonly string[] OddSegments =
    [
        "%2F", "a%2Fb", "..%2F..", "%00", "a%00b", "%C0%AF", "%ff", "%E2%80%AE", "%20", "%0A", "%25", "%2525", "*", "'", "\"", "~", ";v=1", "a;b", "A-ZANZIBAR",
        "i-", "a-", "0", "-1", "null", "undefined", "NaN", "1e9", "99999999999999999999", "%F0%9F%98%80", "a%3Fb", "a%23b", "$batch", "@", "a:b", "idea.i-1@1",
        "idea.i-1@99999999999999999999", "idea.i-1@-1", "@1", "idea.@1", "snap-", "trials.csv", "%E2%82%28", "%ED%A0%80",
    ];

    private static readonly string[] Types =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json;charset=\"utf-8\"", "APPLICATION/JSON", "application/problem+json",
        "application/vnd.api+json", "multipart/form-data", "*/*", "json", "",
    ];

    private const int LengthMax = 1_000;

    private readonly BodyMaker bodies = new(schemas, HintsOf(full));
    private readonly Dictionary<string, string> hints = HintsOf(full);

    public Shot Make(ApiOperation operation, Random random)
    {
        var odd = false;
        var path = Placeholder().Replace(operation.Route, match => Segment(operation, match.Value, random, ref odd));
        var entry = Catalogue.All.FirstOrDefault(e => e.ToString() == operation.ToString());
        var body = operation.Body is { } schema
            ? bodies.Make(schema, entry is null ? null : RealRequests.BodyOf(entry, full.Ids), random)
            : random.Next(20) == 0 ? OddValues.Write(OddValues.Value(random)) : null;
        var request = new HttpRequestMessage(
            new HttpMethod(operation.Method),
            new Uri(root.GetLeftPart(UriPartial.Authority) + path + Query(operation, random), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null && operation.Method != "GET")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(25) == 0 ? Types[random.Next(Types.Length)] : "application/json");
        }

        foreach (var header in operation.Parameters("header").Where(_ => random.Next(3) == 0))
        {
            request.Headers.TryAddWithoutValidation(header, Header(random));
        }

        if (random.Next(15) == 0)
        {
            request.Headers.TryAddWithoutValidation(OneOf(random, "If-Match", "If-None-Match", "Accept", "Accept-Language", "Last-Event-ID", "Range", "X-Forwarded-For", "Origin", "Prefer"), Header(random));
        }

        return new Shot(request, body, odd || path.Contains("%00", StringComparison.Ordinal));
    }

    private string Segment(ApiOperation operation, string placeholder, Random random, ref bool odd)
    {
        if (random.Next(6) == 0)
        {
            odd = true;
            return OddSegments[random.Next(OddSegments.Length)];
        }

        return placeholder switch
        {
            "{symbol}" => "EURUSD",
            "{version}" => OneOf(random, "1", "1", "2"),
            "{name}" => RealRequests.NameIn(operation.Route),
            "{importId}" => "imp-1",
            "{offset}" => OneOf(random, "0", "0", "7"),
            "{tenantId}" => OneOf(random, "t-x2", "t-new"),
            _ => Uri.EscapeDataString(full.Ids[placeholder]),
        };
    }

    private string Query(ApiOperation operation, Random random)
    {
        var query = new StringBuilder();
        foreach (var name in operation.Parameters("query").Where(_ => random.Next(3) == 0))
        {
            Add(name, hints.TryGetValue(name, out var hint) && random.Next(3) > 0 ? BodyMaker.OneOf(hint, random) : OddValues.Text(random));
            if (random.Next(15) == 0)
            {
                Add(name, OddValues.Text(random));
            }
        }

        if (random.Next(25) == 0)
        {
            Add(OddValues.Text(random), OddValues.Text(random));
        }

        return query.Length == 0 && random.Next(60) == 0 ? "?%00&&=&%" : query.ToString();

        void Add(string name, string value) => query.Append(query.Length == 0 ? '?' : '&').Append(Escape(name)).Append('=').Append(Escape(value));
    }

    // The server itself refuses an address of more than 8 KiB.
    private static string Escape(string text) => Uri.EscapeDataString(new string([.. text.Where(c => !char.IsSurrogate(c)).Take(LengthMax)]));

    private static string Header(Random random) => random.Next(4) switch
    {
        0 => "key-" + random.Next(20),
        1 => new string('k', random.Next(1, 300)),
        _ => new string([.. OddValues.Text(random).Where(c => c is >= ' ' and < '\u007f').Take(2_000)]),
    };

    private static string OneOf(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static Dictionary<string, string> HintsOf(FullDesk full) => new()
    {
        ["accountId"] = full.Ids["{accountId}"], ["strategyId"] = full.Ids["{strategyId}"], ["ideaId"] = full.Ids["{ideaId}"],
        ["orderId"] = full.Ids["{orderId}"], ["positionId"] = full.Ids["{positionId}"], ["userId"] = full.Ids["{userId}"],
        ["ids"] = $"{full.Ids["{backtestId}"]},{full.Ids["{backtestId}"]}|b-1,b-2", ["symbol"] = "EURUSD|GBPUSD|BTCUSD|XAUUSD", ["symbols"] = "EURUSD|EURUSD,GBPUSD",
        ["side"] = "buy|sell", ["type"] = "market|limit|stop|stopLimit|trailingStop", ["timeInForce"] = "fillOrKill|immediateOrCancel|day|goodTillCancelled|goodTillDate",
        ["currency"] = "USD|EUR", ["unit"] = "distance|percent", ["mode"] = "netting|hedging|manual|autoUnder|approveEverything", ["costMethod"] = "weightedAverage|firstInFirstOut",
        ["roles"] = "analyst|portfolioManager|apiUser", ["scopes"] = "read|placeOrders", ["permissions"] = "read|trade|stop", ["permissionSet"] = FullDesk.Marker,
        ["from"] = "2014-05-05T00:00:00Z|2014-05-06T00:00:00Z", ["to"] = "2014-05-07T00:00:00Z|2014-05-06T12:00:00Z", ["time"] = "2014-05-06T00:00:00Z",
        ["timeframe"] = "M1|M5|H1|D1", ["timeframes"] = "M1|H1,D1", ["topics"] = "ideas|quotes,bars", ["limit"] = "1|2|50|200", ["open"] = "true|false",
        ["kind"] = "market|account|single|optimisation|walkForward|monteCarlo|stress|leakCheck", ["status"] = "filled|done|waiting|accepted", ["level"] = "tenant|account",
        ["login"] = "somebody@x1|other@x2", ["password"] = IdentityDesk.Password, ["newPassword"] = "another unlikely phrase",
        ["source"] = "test|a", ["priority"] = "low|normal|high", ["expiresAt"] = "2026-02-01T00:00:00Z", ["networks"] = "10.0.0.0/8|203.0.113.7", ["reason"] = "why",
        ["impact"] = "low|medium|high", ["sort"] = "at|-at", ["fields"] = "id|id,status", ["warmUpFrom"] = "2014-05-05T00:00:00Z",
    };

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Placeholder();
}

/// <summary>A request and what is worth telling of it.</summary>
/// <param name="Request">What is sent.</param>
/// <param name="Body">Its body.</param>
/// <param name="OddPath">Whether the path may lead elsewhere than to the operation.</param>
internal sealed record Shot(HttpRequestMessage Request, string? Body, bool OddPath)
{
    public override string ToString()
    {
        var headers = string.Join(" ", Request.Headers.Where(h => h.Key != "Authorization").Select(h => $"{h.Key}: {string.Join(",", h.Value)}"));
        var body = Body is { Length: > 600 } ? Body[..600] + "…" : Body;
        return $"{Request.Method} {Request.RequestUri!.PathAndQuery} {headers} {Request.Content?.Headers.ContentType} {body}";
    }
}
