using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Countersign.Api.Contracts.Tenants;
using Countersign.Tests.Web.Hosting;
using Countersign.Web;
using Countersign.Web.Tenants;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Web.Tenants;

public sealed class DeskSessionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly Me Somebody = new("u-1", "t-demo", "pm@demo", "Pat", ["portfolioManager"], ["read", "trade"]);
    private static readonly HeldTokens Due = new("old", "r-1", Start.AddSeconds(30), Start.AddDays(1));

    [Fact]
    public async Task AccessToken_AskedForByManyAtOnceWhenDue_IsRefreshedOnce()
    {
        var api = new ScriptedApi(_ => ScriptedApi.Json(new SessionTokens("new", "Bearer", 900, "r-2", Start.AddDays(1))));
        var session = NewSession(api, Due);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => session.AccessTokenAsync(CancellationToken.None))));
        Assert.All(tokens, t => Assert.Equal("new", t));
        Assert.Equal(["POST /api/v1/login/refresh"], api.Asked);
        Assert.Equal("r-2", session.Tokens.Refresh);
    }

    [Fact]
    public async Task AccessToken_ThatLivesOnForMinutes_IsNotRefreshed()
    {
        var api = new ScriptedApi(_ => throw new InvalidOperationException("Nobody should ask."));
        var session = NewSession(api, Due with { AccessExpiresAt = Start.AddMinutes(3) });
        Assert.Equal("old", await session.AccessTokenAsync(CancellationToken.None));
        Assert.Empty(api.Asked);
    }

    [Fact]
    public async Task AccessToken_WhenTheRefreshIsRefused_EndsTheSession()
    {
        var session = NewSession(new ScriptedApi(_ => Refused("refresh.refused")), Due);
        await Assert.ThrowsAsync<SessionEndedException>(() => session.AccessTokenAsync(CancellationToken.None));
        Assert.True(session.Ended);
        Assert.True(session.WhenEnded.IsCancellationRequested);
    }

    [Fact]
    public async Task AccessToken_WhenTheApiIsAwayAndTheOldOneStillWorks_IsTheOldOne()
    {
        var session = NewSession(new ScriptedApi(_ => throw new HttpRequestException("away")), Due);
        Assert.Equal("old", await session.AccessTokenAsync(CancellationToken.None));
        Assert.False(session.Ended);
    }

    [Fact]
    public async Task AccessToken_WhenTheApiIsAwayAndTheOldOneRanOut_IsUnavailable()
    {
        var session = NewSession(new ScriptedApi(_ => throw new HttpRequestException("away")), Due with { AccessExpiresAt = Start });
        await Assert.ThrowsAsync<DeskUnavailableException>(() => session.AccessTokenAsync(CancellationToken.None));
        Assert.False(session.Ended);
    }

    [Fact]
    public async Task Request_WhoseTokenRanOutBeforeItsTime_IsSentAgainWithTheNext()
    {
        var api = new ScriptedApi(r => r.RequestUri!.AbsolutePath.EndsWith("/refresh", StringComparison.Ordinal)
            ? ScriptedApi.Json(new SessionTokens("new", "Bearer", 900, "r-2", Start.AddDays(1)))
            : r.Headers.Authorization!.Parameter == "new" ? ScriptedApi.Json(Somebody) : Expired());
        var session = NewSession(api, Due with { AccessExpiresAt = Start.AddMinutes(10) });

        Assert.Equal(Somebody.UserId, (await new DeskApi(api, api.Address, api.Browsers).For(session).GetMeAsync()).Value.UserId);

        Assert.Equal(["GET /api/v1/me", "POST /api/v1/login/refresh", "GET /api/v1/me"], api.Asked);
        Assert.False(session.Ended);
    }

    [Fact]
    public async Task Request_WhoseSessionWasRevoked_EndsTheSession()
    {
        var api = new ScriptedApi(_ => Refused("session.ended"));
        var session = NewSession(api, Due with { AccessExpiresAt = Start.AddMinutes(10) });

        await Assert.ThrowsAsync<SessionEndedException>(() => new DeskApi(api, api.Address, api.Browsers).For(session).GetMeAsync());

        Assert.True(session.Ended);
        Assert.Single(api.Asked);
    }

    [Fact]
    public async Task Request_ThatTheDeskRefuses_AnswersTheProblem()
    {
        var api = new ScriptedApi(_ => Refused("role.denied", HttpStatusCode.Forbidden));
        var session = NewSession(api, Due with { AccessExpiresAt = Start.AddMinutes(10) });

        var answer = await new DeskApi(api, api.Address, api.Browsers).For(session).ListMembersAsync();

        Assert.Equal("role.denied", answer.Problem!.Code);
        Assert.False(session.Ended);
    }

    [Fact]
    public async Task Request_ThatSomethingElseAnswers_IsUnavailable()
    {
        var api = new ScriptedApi(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });
        var session = NewSession(api, Due with { AccessExpiresAt = Start.AddMinutes(10) });

        await Assert.ThrowsAsync<DeskUnavailableException>(() => new DeskApi(api, api.Address, api.Browsers).For(session).ListMembersAsync());
    }

    [Theory]
    [InlineData("sign_in.code", typeof(SignInAnswer.CodeNeeded))]
    [InlineData("sign_in.refused", typeof(SignInAnswer.Refused))]
    public async Task SignIn_ThatIsRefused_SaysWhetherACodeIsWanted(string code, Type answer)
    {
        var api = new ScriptedApi(_ => Refused(code));

        Assert.IsType(answer, await new SessionApi(api, api.Address, api.Browsers).SignInAsync("pm@demo", "password", null, "a browser", null, CancellationToken.None));
    }

    [Fact]
    public async Task Sessions_AdoptingAnOlderCookie_KeepTheNewerTokens()
    {
        var api = new ScriptedApi(_ => ScriptedApi.Json(new SessionTokens("new", "Bearer", 900, "r-2", Start.AddDays(1))));
        var sessions = NewSessions(api);
        var session = sessions.Begin(Due);
        await session.AccessTokenAsync(CancellationToken.None);
        Assert.Same(session, sessions.Adopt(session.Id, Due));
        Assert.Equal("r-2", sessions.Adopt(session.Id, Due).Tokens.Refresh);
    }

    [Fact]
    public void Sessions_AdoptingTheCookieOfAnEndedSession_StayEnded()
    {
        var sessions = NewSessions(new ScriptedApi(_ => throw new InvalidOperationException("Nobody should ask.")));
        var session = sessions.Begin(Due);
        session.End();
        Assert.True(sessions.Adopt(session.Id, Due).Ended);
    }

    [Fact]
    public void Sessions_OverTheirNumber_ForgetTheOneThatRanOutFirst()
    {
        var sessions = NewSessions(new ScriptedApi(_ => throw new InvalidOperationException("Nobody should ask.")));
        var made = Enumerable.Range(0, 11).Select(i => sessions.Begin(Due with { AccessExpiresAt = Start.AddMinutes(i) })).ToArray();
        Assert.Null(sessions.Find(made[0].Id));
        Assert.All(made[1..], s => Assert.NotNull(sessions.Find(s.Id)));
    }

    private static HttpResponseMessage Expired() => Refused("token.expired");

    private static HttpResponseMessage Refused(string code, HttpStatusCode status = HttpStatusCode.Unauthorized) => new(status)
    {
        Content = JsonContent.Create(
            new { type = "urn:countersign:problem:" + code, title = "No.", status = (int)status, code, traceId = "t" },
            new MediaTypeHeaderValue("application/problem+json")),
    };

    private static DeskSession NewSession(ScriptedApi api, HeldTokens tokens) =>
        new("session", tokens, new SessionApi(api, api.Address, api.Browsers), new StandingTime());

    private static DeskSessions NewSessions(ScriptedApi api) =>
        new(new SessionApi(api, api.Address, api.Browsers), Options.Create(new WebOptions { SessionsMax = 10 }), new StandingTime());

    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Start;
    }
}
