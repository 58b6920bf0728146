using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Countersign.Tests.Api.Contracts;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Requests;

/// <summary>Fields, tags and preconditions on a whole desk with two tenants.</summary>
public sealed class AnswerShapeTests(FullDesk full) : IClassFixture<FullDesk>
{
    private const string Limits = """{"limits":{"positionMax":POSITION,"dailyLossMax":9000,"openIdeasMax":9,"quoteAgeSecondsMax":60},"reason":"why"}""";

    private string Account => "accounts/" + full.Ids["{accountId}"];

    [Theory]
    [InlineData("accounts", "id,cash")]
    [InlineData("strategies", "id,status")]
    [InlineData("orders", "id,status")]
    [InlineData("executions", "id,price")]
    [InlineData("positions", "id,quantity")]
    [InlineData("decisions", "id,action")]
    public async Task List_WithFields_HasTheseOfEachItem(string path, string fields)
    {
        var list = await ReadAsync($"{path}?fields={fields}&limit=1");

        Assert.Equal(["items", "next"], list.EnumerateObject().Select(p => p.Name));
        Assert.Equal(fields.Split(','), Assert.Single(list.GetProperty("items").EnumerateArray()).EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("", "cash,id")]
    [InlineData("/terms", "mode")]
    [InlineData("/risk", "limits,tradingState")]
    public async Task OneThing_WithFields_HasThese(string path, string fields)
    {
        var thing = await ReadAsync($"{Account}{path}?fields={fields}");

        Assert.Equal(fields.Split(',').Order(), thing.EnumerateObject().Select(p => p.Name).Order());
    }

    [Theory]
    [InlineData("accounts?fields=id,owner")]
    [InlineData("positions?fields=")]
    [InlineData("me?fields=Login")]
    public async Task Fields_ThatThereAreNot_AreRefusedWithThoseThatThereAre(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);

        var problem = await ProblemAssert.IsAsync(answer, HttpStatusCode.BadRequest, "input.invalid");
        Assert.Contains(path.StartsWith("me") ? "login" : "id", problem.GetProperty("errors").GetProperty("fields")[0].GetString());
    }

    [Theory]
    [InlineData("instruments", "symbol")]
    [InlineData("indicators", "warmUpBars")]
    [InlineData("indicators", "standard")]
    [InlineData("strategies/templates", "name")]
    public async Task List_AnsweredWhole_IsSortedEitherWay(string path, string field)
    {
        var up = await ValuesAsync($"{path}?sort={field}&fields={field}", field);
        var down = await ValuesAsync($"{path}?sort=-{field}", field);

        Assert.True(up.Length > 3);
        Assert.Equal(up.Order(new Values()).Select(v => v.ToString()), up.Select(v => v.ToString()));
        Assert.Equal(up.Reverse().Select(v => v.ToString()), down.Select(v => v.ToString()));
    }

    [Theory]
    [InlineData("instruments?sort=quote", "symbol")]
    [InlineData("indicators?sort=name&sort=title", "warmUpBars")]
    [InlineData("orders?sort=id", "createdAt")]
    [InlineData("orders?sort=createdAt&sort=-createdAt", "createdAt")]
    [InlineData("calendar?sort=-at", "time")]
    [InlineData("positions?sort=symbol", "no such parameter")]
    public async Task Sort_ByWhatThereIsNot_IsRefusedWithWhatThereIs(string path, string says)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);

        var problem = await ProblemAssert.IsAsync(answer, HttpStatusCode.BadRequest, "input.invalid");
        Assert.Contains(says, problem.GetProperty("errors").GetProperty("sort")[0].GetString());
    }

    [Theory]
    [InlineData("risk/changes", "at")]
    [InlineData("orders", "createdAt")]
    [InlineData("decisions", "at")]
    [InlineData("{account}/ledger", "at")]
    [InlineData("snapshots", "at")]
    [InlineData("accounts", "id")]
    public async Task List_InParts_IsSortedEitherWayAndItsCursorsWithIt(string path, string field)
    {
        path = path.Replace("{account}", Account, StringComparison.Ordinal);

        // Of everything else the desk begins with two or more.
        foreach (var position in path == "risk/changes" ? (int[])[71_000, 72_000] : [])
        {
            using var set = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(position), user: "admin@x1");
            Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        }

        var up = await ValuesAsync($"{path}?sort={field}&fields={field}", field);
        var down = await ValuesAsync($"{path}?sort=-{field}", field);
        var next = (await ReadAsync($"{path}?sort={field}&limit=1")).GetProperty("next").GetString();

        Assert.Equal(up.Order(new Values()).Select(v => v.ToString()), up.Select(v => v.ToString()));
        Assert.Equal(up.Reverse().Select(v => v.ToString()), down.Select(v => v.ToString()));
        Assert.NotNull(next);
        var after = await ReadAsync($"{path}?sort={field}&limit=1&cursor={next}");
        Assert.Equal(up[1].ToString(), after.GetProperty("items")[0].GetProperty(field).ToString());
        using var other = await SendAsync(HttpMethod.Get, $"{path}?sort=-{field}&limit=1&cursor={next}");
        var problem = await ProblemAssert.IsAsync(other, HttpStatusCode.BadRequest, "input.invalid");
        Assert.Contains("order", problem.GetProperty("errors").GetProperty("cursor")[0].GetString());
    }

    [Fact]
    public async Task Fields_OfAChange_AreNoParameter()
    {
        using var answer = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits?fields=level", LimitsOf(1), user: "admin@x1");

        await ProblemAssert.IsAsync(answer, HttpStatusCode.BadRequest, "input.invalid");
    }

    [Theory]
    [InlineData("strategies/{strategyId}")]
    [InlineData("strategies/{strategyId}/risk")]
    [InlineData("accounts/{accountId}/terms")]
    [InlineData("accounts/{accountId}/orders/{orderId}")]
    [InlineData("backtests/{backtestId}")]
    [InlineData("ideas/{ideaId}")]
    public async Task OneThing_ThatTheCallerHas_IsNotSentAgain(string route)
    {
        var path = PathOf(route);
        using var first = await SendAsync(HttpMethod.Get, path);
        var tag = first.Headers.ETag!.ToString();

        using var same = await SendAsync(HttpMethod.Get, path, header: ("If-None-Match", "\"other\", " + tag));
        using var other = await SendAsync(HttpMethod.Get, path, header: ("If-None-Match", "\"other\""));

        Assert.False(first.Headers.ETag.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("strategies/{strategyId}")]
    [InlineData("accounts/{accountId}/terms")]
    [InlineData("accounts/{accountId}/orders/{orderId}")]
    public async Task OneThing_OfAnotherTenant_HasNoTag(string route)
    {
        using var own = await SendAsync(HttpMethod.Get, PathOf(route));

        using var foreign = await SendAsync(HttpMethod.Get, PathOf(route), header: ("If-None-Match", own.Headers.ETag!.ToString()), user: "admin@x2");

        await ProblemAssert.IsAsync(foreign, HttpStatusCode.NotFound, "not_found");
        Assert.Null(foreign.Headers.ETag);
    }

    [Fact]
    public async Task Change_OfWhatTheCallerRead_IsMadeAndTellsTheNextTag()
    {
        var tag = await TagAsync($"{Account}/risk");

        using var changed = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(20_001), ("If-Match", tag), "admin@x1");

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
        Assert.Equal(await TagAsync($"{Account}/risk"), changed.Headers.ETag.ToString());
    }

    [Fact]
    public async Task Change_OfWhatSomebodyElseChanged_IsRefusedWithThePresentTag()
    {
        var old = await TagAsync($"{Account}/risk");
        using var theirs = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(20_002), user: "admin@x1");

        using var mine = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(20_003), ("If-Match", old), "admin@x1");

        await ProblemAssert.IsAsync(mine, HttpStatusCode.PreconditionFailed, "precondition.failed");
        Assert.Equal(theirs.Headers.ETag, mine.Headers.ETag);
        Assert.Equal(20_002, (await ReadAsync($"{Account}/risk")).GetProperty("limits").GetProperty("positionMax").GetInt32());
    }

    [Fact]
    public async Task Change_RepeatedUnderItsKey_AnswersTheFirst()
    {
        var tag = await TagAsync($"{Account}/risk");
        using var first = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(20_004), ("If-Match", tag), "admin@x1", "limits-1");

        using var repeat = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(20_004), ("If-Match", tag), "admin@x1", "limits-1");
        using var another = await SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(20_004), ("If-Match", tag), "admin@x1", "limits-2");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, another.StatusCode);
    }

    [Fact]
    public async Task Changes_AtTheSameMoment_OfTheSameState_AreMadeOnce()
    {
        var tag = await TagAsync($"{Account}/risk");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            SendAsync(HttpMethod.Put, $"{Account}/risk/limits", LimitsOf(30_000 + i), ("If-Match", tag), "admin@x1")));

        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Theory]
    [InlineData("PUT", "strategies/{strategyId}/risk/limits", """{"limits":{},"reason":"why"}""", "admin")]
    [InlineData("PUT", "strategies/{strategyId}/autonomy", """{"autonomy":{"mode":"manual"},"reason":"why"}""", "pm")]
    [InlineData("PUT", "accounts/{accountId}/terms", """{"terms":{},"reason":"why"}""", "admin")]
    [InlineData("PATCH", "accounts/{accountId}/orders/{orderId}", """{"quantity":2000}""", "pm")]
    [InlineData("PUT", "risk/limits", """{"limits":{},"reason":"why"}""", "admin")]
    public async Task Change_WithAStaleTag_IsRefusedOrNotFoundForAnother(string method, string route, string body, string user)
    {
        using var own = await SendAsync(new HttpMethod(method), PathOf(route), body, ("If-Match", "\"stale\""), user + "@x1");
        using var foreign = await SendAsync(new HttpMethod(method), PathOf(route), body, ("If-Match", own.Headers.ETag!.ToString()), user + "@x2");

        await ProblemAssert.IsAsync(own, HttpStatusCode.PreconditionFailed, "precondition.failed");

        // The tenant's own level is another for another tenant.
        Assert.Equal(route.Contains('{') ? HttpStatusCode.NotFound : HttpStatusCode.PreconditionFailed, foreign.StatusCode);
        Assert.Equal(route.Contains('{'), foreign.Headers.ETag is null);
    }

    [Theory]
    [InlineData("risk/limits", "stale")]
    public async Task Change_WithAPreconditionThatSaysNothing_IsWrongInput(string route, string ifMatch)
    {
        using var answer = await SendAsync(HttpMethod.Put, PathOf(route), """{"limits":{},"reason":"why"}""", ("If-Match", ifMatch), "admin@x1");

        var problem = await ProblemAssert.IsAsync(answer, HttpStatusCode.BadRequest, "input.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty("If-Match", out _));
    }

    [Theory]
    [InlineData("members/{userId}", """{"roles":["analyst"]}""", """{"roles":["portfolioManager"]}""")]
    [InlineData("members/permission-sets/zanzibar", """{"permissions":["read"]}""", """{"permissions":["read","trade"]}""")]
    [InlineData("accounts/{accountId}/autonomy", """{"autonomy":{"mode":"manual"},"reason":"why"}""", """{"reason":"why not"}""")]
    public async Task Change_WithTheTagOfItsRead_IsMadeOnceAndRefusedAfterwards(string route, string first, string second)
    {
        var path = PathOf(route);
        using var before = await SendAsync(HttpMethod.Put, path, first, user: "admin@x1");
        using var read = await SendAsync(HttpMethod.Get, path, user: "admin@x1");
        var tag = read.Headers.ETag!.ToString();

        using var made = await SendAsync(HttpMethod.Put, path, second, ("If-Match", tag), "admin@x1");
        using var late = await SendAsync(HttpMethod.Put, path, first, ("If-Match", tag), "admin@x1");
        using var now = await SendAsync(HttpMethod.Get, path, user: "admin@x1");

        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        await ProblemAssert.IsAsync(late, HttpStatusCode.PreconditionFailed, "precondition.failed");
        Assert.Equal(now.Headers.ETag, late.Headers.ETag);
        Assert.NotEqual(tag, now.Headers.ETag!.ToString());
        Assert.True(made.Headers.ETag is null ? route.EndsWith("autonomy", StringComparison.Ordinal) : made.Headers.ETag.Equals(now.Headers.ETag));
    }

    [Fact]
    public async Task Change_OfWhatIsNotThereYet_WithATag_MakesNothing()
    {
        using var made = await SendAsync(
            HttpMethod.Put, "members/permission-sets/nowhere", """{"permissions":["read"]}""", ("If-Match", "\"tag\""), "admin@x1");
        using var read = await SendAsync(HttpMethod.Get, "members/permission-sets/nowhere", user: "admin@x1");

        await ProblemAssert.IsAsync(made, HttpStatusCode.PreconditionFailed, "precondition.failed");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }

    [Fact]
    public async Task Removal_WithATagThatIsOld_IsRefused()
    {
        using var made = await SendAsync(HttpMethod.Put, "members/permission-sets/brief", """{"permissions":["read"]}""", user: "admin@x1");
        using var old = await SendAsync(HttpMethod.Delete, "members/permission-sets/brief", null, ("If-Match", "\"tag\""), "admin@x1");
        using var right = await SendAsync(HttpMethod.Delete, "members/permission-sets/brief", null, ("If-Match", made.Headers.ETag!.ToString()), "admin@x1");

        await ProblemAssert.IsAsync(old, HttpStatusCode.PreconditionFailed, "precondition.failed");
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
    }

    private async Task<JsonElement[]> ValuesAsync(string path, string field) =>
        [.. (await ReadAsync(path)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty(field))];

    private sealed class Values : IComparer<JsonElement>
    {
        public int Compare(JsonElement x, JsonElement y) =>
            x.ValueKind == JsonValueKind.Number ? x.GetDecimal().CompareTo(y.GetDecimal()) : string.CompareOrdinal(x.ToString(), y.ToString());
    }

    private static string LimitsOf(int position) => Limits.Replace("POSITION", position.ToString());

    private string PathOf(string route) => full.Ids.Aggregate(route, (path, id) => path.Replace(id.Key, id.Value));

    private async Task<string> TagAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        return answer.Headers.ETag!.ToString();
    }

    private async Task<JsonElement> ReadAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, (string Name, string Value)? header = null, string user = "pm@x1", string? key = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : ApiHost.Json(body) };
        if (header is { } given)
        {
            request.Headers.TryAddWithoutValidation(given.Name, given.Value);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return full.Desk.SendAsync(request, full.Token(user));
    }
}
