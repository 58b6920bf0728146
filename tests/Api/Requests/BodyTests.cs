using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Xunit;

namespace Countersign.Tests.Api.Requests;

public sealed class BodyTests(ApiHost host) : IClassFixture<ApiHost>
{
    public static TheoryData<string> WithBody =>
    [
        "POST /api/v1/login", "POST /api/v1/login/refresh", .. Catalogue.All.Where(e => e.Body is not null).Select(e => $"{e.Method} {e.Path}"),
    ];

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_Malformed_Answers400NamingTheBody(string endpoint)
    {
        foreach (var text in new[] { "{", "{\"", "nope", "[]", "1", "\"a\"", "{}{}" })
        {
            using var response = await SendAsync(endpoint, text);
            await ProblemAssert.NamesAsync(response, "body");
        }
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_Absent_Answers400NamingTheBody(string endpoint)
    {
        foreach (var text in new[] { "", "null" })
        {
            using var response = await SendAsync(endpoint, text);
            await ProblemAssert.NamesAsync(response, "body");
        }
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_UnknownField_Answers400NamingItAndTheKnownOnes(string endpoint)
    {
        using var response = await SendAsync(endpoint, """{"stopLoss":1}""");

        var problem = await ProblemAssert.NamesAsync(response, "stopLoss");
        Assert.StartsWith("There is no such field here:", problem.GetProperty("errors").GetProperty("stopLoss")[0].GetString());
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_KnownFieldInOtherCase_IsAnUnknownField(string endpoint)
    {
        using var response = await SendAsync(endpoint, """{"LOGIN":"a"}""");

        await ProblemAssert.NamesAsync(response, "LOGIN");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_TooLarge_Answers413(string endpoint)
    {
        using var response = await SendAsync(endpoint, $$"""{"note":"{{new string('x', 140_000)}}"}""");

        await ProblemAssert.IsAsync(response, HttpStatusCode.RequestEntityTooLarge, "body.too_large");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_NotJsonByItsType_Answers415(string endpoint)
    {
        using var response = await SendAsync(
            endpoint, new StringContent("a=b", Encoding.UTF8, new MediaTypeHeaderValue("text/plain")));

        await ProblemAssert.IsAsync(response, HttpStatusCode.UnsupportedMediaType, "body.media_type");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Body_DeeperThanAnyRequest_Answers400(string endpoint)
    {
        using var response = await SendAsync(endpoint, new string('[', 100_000));

        await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, "input.invalid");
    }

    [Theory]
    [InlineData("""{"accountId":1,"symbol":"EURUSD","side":"buy","quantity":1}""", "accountId", "a text")]
    [InlineData("""{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":"1"}""", "quantity", "a number")]
    [InlineData("""{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1e400}""", "quantity", "a number")]
    [InlineData("""{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":{}}""", "quantity", "a number")]
    [InlineData("""{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1,"quantity":2}""", "quantity", "a number")]
    [InlineData("""{"accountId":"a-1","symbol":["EURUSD"],"side":"buy","quantity":1}""", "symbol", "a text")]
    public async Task Order_FieldOfTheWrongKind_Answers400NamingItAndWhatWouldBeRight(string body, string field, string right)
    {
        using var response = await host.PostAsync("/api/v1/orders", body);

        var problem = await ProblemAssert.NamesAsync(response, field);
        Assert.Contains(right, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Order_EveryFieldMissing_NamesThemAll()
    {
        using var response = await host.PostAsync("/api/v1/orders", "{}");

        await ProblemAssert.NamesAsync(response, "accountId", "symbol", "side", "quantity");
    }

    [Fact]
    public async Task Order_EveryFieldWrong_NamesThemAllAndCallsNoGrain()
    {
        host.Desk.Reset();
        using var response = await host.PostAsync(
            "/api/v1/orders", """{"accountId":"x-1","clientOrderId":"O-1","symbol":"eurusd","side":"Buy","quantity":0}""",
            idempotencyKey: new string('k', 129));

        await ProblemAssert.NamesAsync(response, "accountId", "clientOrderId", "symbol", "side", "quantity", "Idempotency-Key");
        Assert.Empty(host.Desk.Calls);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Order_QuantityNotOverZero_SaysWhatWouldBeRight(int quantity)
    {
        using var response = await host.PostAsync(
            "/api/v1/orders", $$"""{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":{{quantity}}}""");

        var problem = await ProblemAssert.NamesAsync(response, "quantity");
        Assert.Equal($"It is {quantity}: a number over 0 is right.", problem.GetProperty("errors").GetProperty("quantity")[0].GetString());
    }

    [Fact]
    public async Task Strategy_InvalidDefinition_NamesEveryErrorByItsPath()
    {
        using var response = await host.PostAsync("/api/v1/strategies", """{"definition":{"name":"","symbols":["eurusd"],"typo":1}}""");

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, "input.invalid");
        var paths = problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ToList();
        Assert.Contains("definition.name", paths);
        Assert.Contains("definition.typo", paths);
        Assert.Contains("definition.symbols[0]", paths);
    }

    [Theory]
    [InlineData("""{"accountId":"a-1","autonomy":"always"}""", "autonomy")]
    [InlineData("""{"accountId":"a-1","autonomy":"autoUnder"}""", "autoQuantityMax")]
    [InlineData("""{"accountId":"a-1","autonomy":"autoUnder","autoQuantityMax":-5}""", "autoQuantityMax")]
    [InlineData("""{"accountId":"a-1","autoQuantityMax":5}""", "autoQuantityMax")]
    [InlineData("""{"autonomy":"approveEverything"}""", "accountId")]
    public async Task Activate_WrongAutonomy_NamesTheField(string body, string field)
    {
        using var response = await host.PostAsync("/api/v1/strategies/s-1/activate", body);

        await ProblemAssert.NamesAsync(response, field);
    }

    private Task<HttpResponseMessage> SendAsync(string endpoint, string json) => SendAsync(endpoint, ApiHost.Json(json));

    // By somebody who may everything, so that nothing but the body is wrong.
    private Task<HttpResponseMessage> SendAsync(string endpoint, HttpContent body)
    {
        var parts = endpoint.Split(' ');
        return host.SendAsync(parts[0], parts[1], host.Token(Catalogue.Members | Roles.PlatformAdmin), body);
    }
}
