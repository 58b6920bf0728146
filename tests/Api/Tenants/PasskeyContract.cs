using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Domain.Tenants;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>Passkeys from their making to what a thief tries with them, against the whole desk.</summary>
public abstract class PasskeyContract : IdentityDeskContract
{
    [Fact]
    public async Task Passkey_Registered_SignsInWithoutPasswordAlsoDuringALockout()
    {
        var (_, name) = await AdministratorAsync();
        using var authenticator = new SoftAuthenticator();
        await RegisterAsync($"pm@{name}", authenticator);
        for (var i = 0; i < LockoutRules.Default.FailuresMax; i++)
        {
            using var wrong = await Desk.TrySignInAsync($"pm@{name}", "wrong");
        }

        var (options, state) = await AskAsync();
        var tokens = IdentityDesk.Tokens.Of(await Desk.DoneAsync(
            HttpMethod.Post, "login/passkey", null, new { state, credential = authenticator.SignIn(options) }));

        Assert.Equal($"pm@{name}", (await Desk.DoneAsync(HttpMethod.Get, "me", tokens.Access)).GetProperty("login").GetString());
        var passkey = Assert.Single((await Desk.DoneAsync(HttpMethod.Get, "me/security", tokens.Access)).GetProperty("passkeys").EnumerateArray());
        Assert.Equal(("phone", Desk.Time.Now), (passkey.GetProperty("name").GetString(), passkey.GetProperty("lastUsedAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task SignIn_TheSameAnswerAgain_IsRefused()
    {
        var (_, name) = await AdministratorAsync();
        using var authenticator = new SoftAuthenticator();
        await RegisterAsync($"pm@{name}", authenticator);
        var (options, state) = await AskAsync();
        var answer = authenticator.SignIn(options);

        Assert.Equal(HttpStatusCode.OK, await SignInAsync(state, answer));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(state, answer));
    }

    [Fact]
    public async Task SignIn_AnswerToAnotherChallengeOrTooLate_IsRefused()
    {
        var (_, name) = await AdministratorAsync();
        using var authenticator = new SoftAuthenticator();
        await RegisterAsync($"pm@{name}", authenticator);
        var (first, _) = await AskAsync();
        var (second, state) = await AskAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(state, authenticator.SignIn(first)));

        (second, state) = await AskAsync();
        Desk.Time.Now = Desk.Time.Now.AddMinutes(5);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(state, authenticator.SignIn(second)));
    }

    [Fact]
    public async Task SignIn_CopyOfAnAuthenticatorWithAnOldCounter_IsRefused()
    {
        var (_, name) = await AdministratorAsync();
        using var authenticator = new SoftAuthenticator();
        await RegisterAsync($"pm@{name}", authenticator);
        var (options, state) = await AskAsync();
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(state, authenticator.SignIn(options)));

        authenticator.SignCount = 0;
        (options, state) = await AskAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(state, authenticator.SignIn(options)));
    }

    [Fact]
    public async Task Registration_FromAForeignPageOrWithAnotherUsersState_IsRefused()
    {
        var (_, name) = await AdministratorAsync();
        var session = await Desk.SignInAsync($"pm@{name}");
        var other = await Desk.SignInAsync($"analyst@{name}");
        using var phished = new SoftAuthenticator { Origin = "https://localhost.example.com" };
        using var authenticator = new SoftAuthenticator();

        var (options, state) = await OfferAsync(session.Access);
        Assert.Equal(HttpStatusCode.BadRequest, await RegisterAsync(session.Access, state, phished.Register(options)));
        (options, state) = await OfferAsync(session.Access);
        Assert.Equal(HttpStatusCode.BadRequest, await RegisterAsync(other.Access, state, authenticator.Register(options)));
        Assert.Equal(HttpStatusCode.NoContent, await RegisterAsync(session.Access, state, authenticator.Register(options)));
    }

    [Fact]
    public async Task Passkey_Removed_SignsInNoMore()
    {
        var (_, name) = await AdministratorAsync();
        using var authenticator = new SoftAuthenticator();
        await RegisterAsync($"pm@{name}", authenticator);
        var session = await Desk.SignInAsync($"pm@{name}");
        var security = await Desk.DoneAsync(HttpMethod.Get, "me/security", session.Access);
        await Desk.DoneAsync(
            HttpMethod.Delete, "me/passkeys/" + security.GetProperty("passkeys")[0].GetProperty("passkeyId").GetString(), session.Access);

        var (options, state) = await AskAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(state, authenticator.SignIn(options)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{}}""")]
    [InlineData("""{"id":1,"response":[]}""")]
    public async Task SignIn_WithGarbage_IsRefused(string credential)
    {
        var (_, state) = await AskAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(state, JsonNode.Parse(credential)!.AsObject()));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync("garbage", JsonNode.Parse(credential)!.AsObject()));
    }

    private async Task RegisterAsync(string login, SoftAuthenticator authenticator)
    {
        var session = await Desk.SignInAsync(login);
        var (options, state) = await OfferAsync(session.Access);
        Assert.Equal(HttpStatusCode.NoContent, await RegisterAsync(session.Access, state, authenticator.Register(options)));
    }

    private Task<HttpStatusCode> RegisterAsync(string access, string state, JsonObject credential) =>
        Desk.StatusAsync(HttpMethod.Post, "me/passkeys", access, new { name = "phone", state, credential });

    private Task<HttpStatusCode> SignInAsync(string state, JsonObject credential) =>
        Desk.StatusAsync(HttpMethod.Post, "login/passkey", null, new { state, credential });

    private Task<(JsonElement Options, string State)> AskAsync() => BeginAsync("login/passkey/options", null);

    private Task<(JsonElement Options, string State)> OfferAsync(string access) => BeginAsync("me/passkeys/options", access);

    private async Task<(JsonElement Options, string State)> BeginAsync(string path, string? access)
    {
        var body = await Desk.DoneAsync(HttpMethod.Post, path, access);
        return (body.GetProperty("options"), body.GetProperty("state").GetString()!);
    }
}

public sealed class SqlitePasskeyTests : PasskeyContract
{
    protected override string? Postgres() => null;
}

public sealed class PostgresPasskeyTests(PostgresServer server) : PasskeyContract
{
    protected override string? Postgres() => server.CreateDatabase();
}
