using System.Net;
using System.Text.Json;
using Countersign.Api.Tenants;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Tests.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

public sealed class SessionTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private readonly ApiHost host = new();
    private FakeUser user = null!;

    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        user = new FakeUser(host.Time);
        var hash = host.Services.GetRequiredService<Passwords>().Hash(Password);
        await user.RegisterAsync(
            new RegisterUser(
                CommandId.Parse("c-1"), Actor.Desk, ApiHost.User, ApiHost.Tenant, "pm@demo", "Pat Manager",
                Roles.PortfolioManager, hash),
            TestContext.Current.CancellationToken);
        host.Desk.Put<IUserGrain>("t-demo/u-someone", user);
        host.Desk.On<ISignInGrain>(nameof(ISignInGrain.FindLoginAsync), c =>
            (string)c.Arguments[0]! == "pm@demo" ? new LoginRow(ApiHost.Tenant, ApiHost.User, "pm@demo") : null);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task SignIn_WithAHashOfFewerRounds_IsHashedAnewAndSignsInAgain()
    {
        using var old = new Passwords(Microsoft.Extensions.Options.Options.Create(new Countersign.Api.ApiOptions { Passwords = { Iterations = 999 } }));
        user = new FakeUser(host.Time);
        await user.RegisterAsync(
            new RegisterUser(
                CommandId.Parse("c-1"), Actor.Desk, ApiHost.User, ApiHost.Tenant, "pm@demo", "Pat Manager", Roles.PortfolioManager, old.Hash(Password)),
            TestContext.Current.CancellationToken);
        host.Desk.Put<IUserGrain>("t-demo/u-someone", user);
        var today = host.Services.GetRequiredService<Passwords>();
        Assert.True(today.IsOutdated(user.State.PasswordHash));

        await SignInAsync();
        var hashed = user.State.PasswordHash;
        await SignInAsync();

        Assert.False(today.IsOutdated(hashed));
        Assert.Equal(hashed, user.State.PasswordHash);
    }

    [Fact]
    public async Task SignIn_RightPassword_GivesTokensThatWork()
    {
        var tokens = await SignInAsync();

        Assert.Equal("Bearer", tokens.GetProperty("tokenType").GetString());
        Assert.Equal(900, tokens.GetProperty("expiresInSeconds").GetInt32());
        using var me = await host.SendAsync("GET", "/api/v1/me", Access(tokens));
        Assert.Equal(
            """{"userId":"u-someone","tenantId":"t-demo","login":"pm@demo","displayName":"Pat Manager","roles":["portfolioManager"],"permissions":["read","trade","placeOrders","stop","contribute","backtest","verify"]}""",
            await me.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SignIn_LoginInOtherCase_Works() => Assert.Equal(HttpStatusCode.OK, (await PostAsync("PM@Demo", Password)).StatusCode);

    [Fact]
    public async Task SignIn_WrongPasswordAndUnknownLogin_AnswerTheSame()
    {
        var wrong = await RefusedAsync(await PostAsync("pm@demo", "wrong"));
        var unknown = await RefusedAsync(await PostAsync("nobody@demo", Password));
        var malformed = await RefusedAsync(await PostAsync("no body\n", Password));

        Assert.Equal(wrong, unknown);
        Assert.Equal(wrong, malformed);
        Assert.Equal(1, user.State.FailedAttempts);
    }

    [Fact]
    public async Task SignIn_LockedOut_AnswersLikeAWrongPasswordUntilTheLockEnds()
    {
        var wrong = string.Empty;
        for (var i = 0; i < LockoutRules.Default.FailuresMax; i++)
        {
            wrong = await RefusedAsync(await PostAsync("pm@demo", "wrong"));
        }

        Assert.Equal(wrong, await RefusedAsync(await PostAsync("pm@demo", Password)));
        host.Time.Now += LockoutRules.Default.Duration;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync("pm@demo", Password)).StatusCode);
    }

    [Fact]
    public async Task SignIn_PasswordOverTheLimit_Answers400Unhashed() =>
        await ProblemAssert.NamesAsync(await PostAsync("pm@demo", new string('x', Passwords.LengthMax + 1)), "password");

    [Fact]
    public async Task SignIn_StoredSession_HoldsNoToken()
    {
        var refresh = Refresh(await SignInAsync());

        var session = Assert.Single(user.State.Sessions);
        Assert.DoesNotContain(session.TokenHash, refresh);
        Assert.Equal(64, session.TokenHash.Length);
    }

    [Fact]
    public async Task Refresh_NewestToken_GivesANewPair()
    {
        var first = await SignInAsync();
        using var response = await RefreshAsync(Refresh(first));

        var second = await ApiHost.ReadAsync(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(Refresh(first), Refresh(second));
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(Refresh(second))).StatusCode);
    }

    [Fact]
    public async Task Refresh_UsedToken_EndsTheWholeSession()
    {
        var first = Refresh(await SignInAsync());
        var second = Refresh(await ApiHost.ReadAsync(await RefreshAsync(first)));

        await RefusedAsync(await RefreshAsync(first), "refresh.refused");
        await RefusedAsync(await RefreshAsync(second), "refresh.refused");
        Assert.Empty(user.State.Sessions);
    }

    [Fact]
    public async Task Refresh_UsedToken_LeavesOtherSessionsAlone()
    {
        var other = Refresh(await SignInAsync());
        var leaked = Refresh(await SignInAsync());
        await RefreshAsync(leaked);
        await RefreshAsync(leaked);

        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(other)).StatusCode);
    }

    [Fact]
    public async Task Refresh_AfterItsLifetime_IsRefused()
    {
        var token = Refresh(await SignInAsync());
        host.Time.Now = host.Time.Now.AddHours(336);

        await RefusedAsync(await RefreshAsync(token), "refresh.refused");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("t-demo.u-someone.00000000000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("t-other.u-someone.00000000000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("t-demo/u-x.u-someone.00000000000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Refresh_TokenThatWasNeverGiven_IsRefused(string token) => await RefusedAsync(await RefreshAsync(token), "refresh.refused");

    [Fact]
    public async Task SignOut_OwnSession_EndsItsRefreshTokens()
    {
        var tokens = await SignInAsync();
        using var response = await host.SendAsync("POST", "/api/v1/logout", Access(tokens));

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        await RefusedAsync(await RefreshAsync(Refresh(tokens)), "refresh.refused");
    }

    private static string Refresh(JsonElement tokens) => tokens.GetProperty("refreshToken").GetString()!;

    private static string Access(JsonElement tokens) => tokens.GetProperty("accessToken").GetString()!;

    private static async Task<string> RefusedAsync(HttpResponseMessage response, string code = "sign_in.refused")
    {
        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, code);
        return problem.GetRawText().Replace(problem.GetProperty("traceId").GetString()!, "");
    }

    private async Task<JsonElement> SignInAsync()
    {
        using var response = await PostAsync("pm@demo", Password);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ApiHost.ReadAsync(response);
    }

    private Task<HttpResponseMessage> PostAsync(string login, string password) =>
        host.SendAsync("POST", "/api/v1/login", null, ApiHost.Json(JsonSerializer.Serialize(new { login, password })));

    private Task<HttpResponseMessage> RefreshAsync(string refreshToken) =>
        host.SendAsync("POST", "/api/v1/login/refresh", null, ApiHost.Json(JsonSerializer.Serialize(new { refreshToken })));
}
