using System.Net;
using System.Net.Http.Headers;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.OpenApi;

/// <summary>The generated client: what it sends, and what it makes of every kind of answer.</summary>
public sealed class CountersignClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Read_OfTheCaller_AnswersTheRecord()
    {
        var answer = await For(Roles.Analyst).ListIndicatorsAsync();

        Assert.True(answer.IsSuccess);
        Assert.Null(answer.Problem);
        Assert.Contains(answer.Value.Items, i => i.Name == "ema");
    }

    [Fact]
    public async Task WrongInput_AnswersTheProblem_AndItsValueThrowsIt()
    {
        var answer = await For(Roles.Analyst).ListPositionsAsync(limit: 100_000);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ProblemCodes.InputInvalid, answer.Problem!.Code);
        Assert.Contains("limit", answer.Problem.Errors!.Keys);
        Assert.Same(answer.Problem, Assert.Throws<ApiProblemException>(() => answer.Value).Problem);
    }

    [Fact]
    public async Task NoToken_AnswersTheProblem()
    {
        var answer = await new CountersignClient(new HttpClientTransport(host.Http)).GetMeAsync();

        Assert.Equal(ProblemCodes.TokenMissing, answer.Problem!.Code);
    }

    [Fact]
    public async Task PathAndQuery_AreEscaped_AndWhatIsNullIsLeftOut()
    {
        var line = new Scripted(Ok("""{"items":[],"next":null}"""));

        await line.Client.ListLedgerAsync("a/b?", from: new DateTimeOffset(2026, 1, 5, 10, 0, 0, 500, TimeSpan.FromHours(1)), cursor: "x&y=");

        Assert.Equal("/api/v1/accounts/a%2Fb%3F/ledger?from=2026-01-05T09%3A00%3A00.5Z&cursor=x%26y%3D", line.Sent!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task Command_WithoutAKey_GetsOneOfItsOwn_AndWithOneKeepsIt()
    {
        var line = new Scripted(Ok("""{"orders":[]}"""));

        await line.Client.CancelOrdersAsync("a-1", new CancelOrdersRequest());
        var first = Assert.Single(line.Sent!.Headers.GetValues("Idempotency-Key"));
        await line.Client.CancelOrdersAsync("a-1", new CancelOrdersRequest());
        var second = Assert.Single(line.Sent!.Headers.GetValues("Idempotency-Key"));
        await line.Client.CancelOrdersAsync("a-1", new CancelOrdersRequest(), "mine");

        Assert.NotEqual(first, second);
        Assert.Equal("mine", Assert.Single(line.Sent!.Headers.GetValues("Idempotency-Key")));
        Assert.Equal("application/json", line.Sent.Content!.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task AnswerWithoutABody_IsASuccess()
    {
        var answer = await new Scripted(new HttpResponseMessage(HttpStatusCode.NoContent)).Client.SignOutAsync();

        Assert.True(answer.IsSuccess);
        answer.ThrowIfRefused();
    }

    [Fact]
    public async Task File_KeepsItsBytesTypeAndName()
    {
        var file = new HttpResponseMessage { Content = new ByteArrayContent("a,b\n"u8.ToArray()) };
        file.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        file.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "trades.csv" };

        var answer = await new Scripted(file).Client.ExportBacktestTradesAsync("b-1");

        Assert.Equal("a,b\n"u8.ToArray(), answer.Value.Content.ToArray());
        Assert.Equal("text/csv", answer.Value.MediaType);
        Assert.Equal("trades.csv", answer.Value.Name);
    }

    [Fact]
    public async Task Headers_OfTheAnswer_AreTold()
    {
        var tagged = Ok("""{"items":[],"next":null}""");
        tagged.Headers.ETag = new EntityTagHeaderValue("\"v7\"");
        tagged.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(3));

        var answer = await new Scripted(tagged).Client.ListPositionsAsync();

        Assert.Equal("\"v7\"", answer.ETag);
        Assert.Equal(TimeSpan.FromSeconds(3), answer.RetryAfter);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, "text/html", "<html>")]
    [InlineData(HttpStatusCode.OK, "application/json", "<html>")]
    [InlineData(HttpStatusCode.OK, "application/json", "null")]
    public async Task AnswerOfSomethingElse_IsUnreadable(HttpStatusCode status, string media, string text)
    {
        var foreign = new HttpResponseMessage(status) { Content = new StringContent(text, new MediaTypeHeaderValue(media)) };

        var thrown = await Assert.ThrowsAsync<ApiUnreadableException>(() => new Scripted(foreign).Client.GetIdeaAsync("i-1"));

        Assert.Equal(status, thrown.Status);
    }

    [Fact]
    public async Task Answer_WithFieldsOfALaterVersion_IsReadAllTheSame()
    {
        var answer = await new Scripted(Ok("""{"items":[{"id":"i-1","symbol":"EURUSD","later":{"a":1}}],"next":null,"more":true}""")).Client.ListIdeasAsync();

        Assert.Equal("i-1", Assert.IsType<TradeIdeaSummary>(Assert.Single(answer.Value.Items)).Id);
    }

    private CountersignClient For(Roles roles) => new(new HttpClientTransport(host.Http, host.Token(roles)));

    private static HttpResponseMessage Ok(string json) => new() { Content = new StringContent(json, new MediaTypeHeaderValue("application/json")) };

    /// <summary>Answers every request the same, and keeps the last one.</summary>
    private sealed class Scripted(HttpResponseMessage answer) : HttpMessageHandler
    {
        public HttpRequestMessage? Sent { get; private set; }

        public CountersignClient Client => new(new HttpClientTransport(new HttpClient(this) { BaseAddress = new Uri("http://desk.example/") }, "key"));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent = request;
            return new HttpResponseMessage(answer.StatusCode) { Content = await CopyAsync(answer.Content), Headers = { ETag = answer.Headers.ETag, RetryAfter = answer.Headers.RetryAfter } };
        }

        private static async Task<HttpContent> CopyAsync(HttpContent content)
        {
            var copy = new ByteArrayContent(await content.ReadAsByteArrayAsync());
            copy.Headers.ContentType = content.Headers.ContentType;
            copy.Headers.ContentDisposition = content.Headers.ContentDisposition;
            return copy;
        }
    }
}
