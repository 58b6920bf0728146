using System.Net;
using System.Text.Json;
using Countersign.Domain.Tenants;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>What attackers try on invitations, passwords, sessions and second factors, over HTTP, against the whole desk.</summary>
public abstract class IdentityContract : IdentityDeskContract
{
    [Fact]
    public async Task Invitation_Accepted_MakesAMemberWithItsRoles_AndWorksOnce()
    {
        var (admin, name) = await AdministratorAsync();
        var token = await InviteAsync(admin, $"new@{name}", "analyst");

        Assert.Equal(HttpStatusCode.NoContent, await AcceptAsync(token));
        await Desk.RefusedAsync(Desk.PostAsync("login/invitation", null, Accept(token)), HttpStatusCode.Unauthorized, "secret.refused");

        Desk.Remember($"new@{name}", IdentityDesk.Password);
        var member = await Desk.SignInAsync($"new@{name}");
        var me = await Desk.DoneAsync(HttpMethod.Get, "me", member.Access);
        Assert.Equal(("t-" + name, "[\"analyst\"]"), (me.GetProperty("tenantId").GetString(), me.GetProperty("roles").GetRawText()));
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "risk/halt", member.Access, new { reason = "x" }));
    }

    [Fact]
    public async Task Invitation_ExpiredRevokedAlteredOrOfAnotherTenant_IsRefusedInTheSameWords()
    {
        var (admin, name) = await AdministratorAsync();
        var (_, other) = await AdministratorAsync();
        var revoked = await Desk.DoneAsync(
            HttpMethod.Post, "members/invitations", admin, new { login = $"revoked@{name}", roles = new[] { "analyst" } });
        await Desk.DoneAsync(HttpMethod.Delete, "members/invitations/" + revoked.GetProperty("invitationId").GetString(), admin);
        var good = await InviteAsync(admin, $"late@{name}", "analyst");

        string[] bad =
        [
            revoked.GetProperty("token").GetString()!, good.Replace($"_t-{name}.", $"_t-{other}."), good[..^4] + "AAAA", "garbage",
            good.Replace("csinv_", "cspwr_"),
        ];
        var answers = new List<string>();
        foreach (var token in bad)
        {
            answers.Add(await ProblemOfAsync("login/invitation", Accept(token)));
        }

        Desk.Time.Now = Desk.Time.Now.AddHours(72);
        answers.Add(await ProblemOfAsync("login/invitation", Accept(good)));
        Assert.Single(answers.Distinct());
        Assert.Contains("secret.refused", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitation_WithALeakedPassword_NamesTheFieldAndStaysOpen()
    {
        var (admin, name) = await AdministratorAsync();
        var token = await InviteAsync(admin, $"new@{name}", "analyst");

        using var answer = await Desk.PostAsync("login/invitation", null, new { token, displayName = "N", password = "Password2026!!" });

        await Hosting.ProblemAssert.NamesAsync(answer, "password");
        Assert.Equal(HttpStatusCode.NoContent, await AcceptAsync(token));
    }

    [Fact]
    public async Task RefreshToken_StolenAndReplayed_EndsTheFamilyAndItsAccessTokensAtOnce()
    {
        var (_, name) = await AdministratorAsync();
        var stolen = await Desk.SignInAsync($"pm@{name}");
        var owner = IdentityDesk.Tokens.Of(await Desk.DoneAsync(HttpMethod.Post, "login/refresh", null, new { refreshToken = stolen.Refresh }));

        await Desk.RefusedAsync(
            Desk.PostAsync("login/refresh", null, new { refreshToken = stolen.Refresh }), HttpStatusCode.Unauthorized, "refresh.refused");

        await Desk.RefusedAsync(
            Desk.PostAsync("login/refresh", null, new { refreshToken = owner.Refresh }), HttpStatusCode.Unauthorized, "refresh.refused");
        await Desk.RefusedAsync(Desk.GetAsync("me", owner.Access), HttpStatusCode.Unauthorized, "session.ended");
    }

    [Fact]
    public async Task Session_RevokedByItsOwner_EndsItsAccessTokenAtOnceAndNoOther()
    {
        var (_, name) = await AdministratorAsync();
        var laptop = await Desk.SignInAsync($"pm@{name}");
        var phone = await Desk.SignInAsync($"pm@{name}");
        var list = await Desk.DoneAsync(HttpMethod.Get, "me/sessions", laptop.Access);
        var lost = list.EnumerateArray().Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("sessionId").GetString();

        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "me", phone.Access));
        Assert.Equal(HttpStatusCode.NoContent, await Desk.StatusAsync(HttpMethod.Delete, "me/sessions/" + lost, laptop.Access));

        await Desk.RefusedAsync(Desk.GetAsync("me", phone.Access), HttpStatusCode.Unauthorized, "session.ended");
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "me", laptop.Access));
    }

    [Fact]
    public async Task SessionOfAnotherUser_Revoked_GoesOn()
    {
        var (admin, name) = await AdministratorAsync();
        var manager = await Desk.SignInAsync($"pm@{name}");
        var list = await Desk.DoneAsync(HttpMethod.Get, "me/sessions", manager.Access);
        var session = list[0].GetProperty("sessionId").GetString();

        await Desk.StatusAsync(HttpMethod.Delete, "me/sessions/" + session, admin);

        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "me", manager.Access));
    }

    [Fact]
    public async Task Password_Changed_EndsOtherSessionsAndNeedsTheOldOne()
    {
        var (_, name) = await AdministratorAsync();
        var login = $"pm@{name}";
        var here = await Desk.SignInAsync(login);
        var elsewhere = await Desk.SignInAsync(login);

        await Desk.RefusedAsync(
            Desk.SendAsync(HttpMethod.Put, "me/password", here.Access, new { currentPassword = "wrong", newPassword = IdentityDesk.Password }),
            HttpStatusCode.UnprocessableEntity, "auth.invalid_credentials");
        await Desk.DoneAsync(
            HttpMethod.Put, "me/password", here.Access, new { currentPassword = Desk.PasswordOf(login), newPassword = IdentityDesk.Password });

        await Desk.RefusedAsync(Desk.GetAsync("me", elsewhere.Access), HttpStatusCode.Unauthorized, "session.ended");
        await Desk.RefusedAsync(Desk.GetAsync("me", here.Access), HttpStatusCode.Unauthorized, "token.expired");
        var renewed = IdentityDesk.Tokens.Of(await Desk.DoneAsync(HttpMethod.Post, "login/refresh", null, new { refreshToken = here.Refresh }));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "me", renewed.Access));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Desk.TrySignInAsync(login, Desk.PasswordOf(login))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Desk.TrySignInAsync(login, IdentityDesk.Password)).StatusCode);
    }

    [Fact]
    public async Task PasswordReset_HandedOut_SetsThePasswordOnceEndsSessionsAndLiftsALockout()
    {
        var (admin, name) = await AdministratorAsync();
        var login = $"pm@{name}";
        var session = await Desk.SignInAsync(login);
        await LockOutAsync(login);
        var token = (await Desk.DoneAsync(HttpMethod.Post, "members/u-pm/password-reset", admin)).GetProperty("token").GetString();

        Assert.Equal(HttpStatusCode.NoContent, await Desk.StatusAsync(HttpMethod.Post, "login/password-reset", null, new { token, password = IdentityDesk.Password }));

        await Desk.RefusedAsync(
            Desk.PostAsync("login/password-reset", null, new { token, password = "another unlikely phrase" }), HttpStatusCode.Unauthorized, "secret.refused");
        await Desk.RefusedAsync(Desk.GetAsync("me", session.Access), HttpStatusCode.Unauthorized, "session.ended");
        Assert.Equal(HttpStatusCode.OK, (await Desk.TrySignInAsync(login, IdentityDesk.Password)).StatusCode);
    }

    [Fact]
    public async Task PasswordReset_OlderOrExpired_IsRefused()
    {
        var (admin, _) = await AdministratorAsync();
        var first = (await Desk.DoneAsync(HttpMethod.Post, "members/u-pm/password-reset", admin)).GetProperty("token").GetString();
        var second = (await Desk.DoneAsync(HttpMethod.Post, "members/u-pm/password-reset", admin)).GetProperty("token").GetString();

        await Desk.RefusedAsync(
            Desk.PostAsync("login/password-reset", null, new { token = first, password = IdentityDesk.Password }), HttpStatusCode.Unauthorized, "secret.refused");
        Desk.Time.Now = Desk.Time.Now.AddMinutes(60);
        await Desk.RefusedAsync(
            Desk.PostAsync("login/password-reset", null, new { token = second, password = IdentityDesk.Password }), HttpStatusCode.Unauthorized, "secret.refused");
    }

    [Fact]
    public async Task Lockout_ByAStranger_LeavesSessionsWorkingAndEndsSoon()
    {
        var (_, name) = await AdministratorAsync();
        var login = $"pm@{name}";
        var session = await Desk.SignInAsync(login);
        await LockOutAsync(login);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Desk.TrySignInAsync(login, Desk.PasswordOf(login))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "me", session.Access));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Post, "login/refresh", null, new { refreshToken = session.Refresh }));
        Desk.Time.Now += LockoutRules.Default.Duration;
        Assert.Equal(HttpStatusCode.OK, (await Desk.TrySignInAsync(login, Desk.PasswordOf(login))).StatusCode);
    }

    [Fact]
    public async Task Codes_Enabled_AreNeededWithThePassword_AndEachWorksOnce()
    {
        var (_, name) = await AdministratorAsync();
        var login = $"pm@{name}";
        var (secret, recovery) = await EnableCodesAsync(login);
        var password = Desk.PasswordOf(login);

        await Desk.RefusedAsync(Desk.TrySignInAsync(login, password), HttpStatusCode.Unauthorized, "sign_in.code");
        await Desk.RefusedAsync(Desk.TrySignInAsync(login, "wrong"), HttpStatusCode.Unauthorized, "sign_in.refused");
        await Desk.RefusedAsync(Desk.TrySignInAsync(login, password, "000000"), HttpStatusCode.Unauthorized, "sign_in.refused");
        Desk.Time.Now = Desk.Time.Now.AddSeconds(60);
        var code = Code(secret);
        Assert.Equal(HttpStatusCode.OK, (await Desk.TrySignInAsync(login, password, code)).StatusCode);
        await Desk.RefusedAsync(Desk.TrySignInAsync(login, password, code), HttpStatusCode.Unauthorized, "sign_in.refused");
        Assert.Equal(HttpStatusCode.OK, (await Desk.TrySignInAsync(login, password, recovery[0].ToLowerInvariant())).StatusCode);
        await Desk.RefusedAsync(Desk.TrySignInAsync(login, password, recovery[0]), HttpStatusCode.Unauthorized, "sign_in.refused");
    }

    [Fact]
    public async Task Codes_GuessedByWhoKnowsThePassword_LockOut()
    {
        var (_, name) = await AdministratorAsync();
        var login = $"pm@{name}";
        var (secret, _) = await EnableCodesAsync(login);
        Desk.Time.Now = Desk.Time.Now.AddSeconds(60);
        for (var i = 0; i < LockoutRules.Default.FailuresMax; i++)
        {
            using var guess = await Desk.TrySignInAsync(login, Desk.PasswordOf(login), "000000");
        }

        await Desk.RefusedAsync(Desk.TrySignInAsync(login, Desk.PasswordOf(login), Code(secret)), HttpStatusCode.Unauthorized, "sign_in.refused");
    }

    [Fact]
    public async Task Codes_EnabledInOneSession_EndTheSessionsThatHadNone()
    {
        var (_, name) = await AdministratorAsync();
        var before = await Desk.SignInAsync($"pm@{name}");

        await EnableCodesAsync($"pm@{name}");

        await Desk.RefusedAsync(Desk.GetAsync("me", before.Access), HttpStatusCode.Unauthorized, "session.ended");
    }

    [Fact]
    public async Task Limits_ChangedLongAfterTheSignIn_NeedTheProofAgain_AndAKillSwitchDoesNot()
    {
        var (_, name) = await AdministratorAsync();
        var login = $"admin@{name}";
        var session = await Desk.SignInAsync(login);
        Desk.Time.Now = Desk.Time.Now.AddMinutes(15.1);
        session = IdentityDesk.Tokens.Of(await Desk.DoneAsync(HttpMethod.Post, "login/refresh", null, new { refreshToken = session.Refresh }));
        var limits = new { limits = new { positionMax = 1 }, reason = "smaller" };

        await Desk.RefusedAsync(
            Desk.SendAsync(HttpMethod.Put, "risk/limits", session.Access, limits), HttpStatusCode.Forbidden, "step_up.required");
        await Desk.RefusedAsync(
            Desk.PostAsync("api-keys", session.Access, new { name = "thief", scopes = new[] { "read" } }), HttpStatusCode.Forbidden, "step_up.required");
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Post, "risk/halt", session.Access, new { reason = "stop" }));

        await Desk.RefusedAsync(
            Desk.PostAsync("me/confirm", session.Access, new { password = "wrong" }), HttpStatusCode.UnprocessableEntity, "auth.invalid_credentials");
        await Desk.DoneAsync(HttpMethod.Post, "me/confirm", session.Access, new { password = Desk.PasswordOf(login) });
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Put, "risk/limits", session.Access, limits));
    }

    [Fact]
    public async Task Confirm_WithAStolenAccessToken_GuessesNoPasswordForLong()
    {
        var (_, name) = await AdministratorAsync();
        var stolen = await Desk.SignInAsync($"pm@{name}");
        for (var i = 0; i < LockoutRules.Default.FailuresMax; i++)
        {
            using var guess = await Desk.PostAsync("me/confirm", stolen.Access, new { password = $"guess {i}" });
        }

        await Desk.RefusedAsync(
            Desk.PostAsync("me/confirm", stolen.Access, new { password = Desk.PasswordOf($"pm@{name}") }),
            HttpStatusCode.UnprocessableEntity, "auth.locked_out");
    }

    private async Task<(byte[] Secret, string[] Recovery)> EnableCodesAsync(string login)
    {
        var session = await Desk.SignInAsync(login);
        var setUp = await Desk.DoneAsync(HttpMethod.Post, "me/codes", session.Access);
        Assert.StartsWith("<svg", setUp.GetProperty("qrSvg").GetString(), StringComparison.Ordinal);
        var secret = Base32.Read(setUp.GetProperty("secret").GetString()!);
        await Desk.RefusedAsync(
            Desk.PostAsync("me/codes/enable", session.Access, new { code = "000000" }), HttpStatusCode.UnprocessableEntity, "auth.code_wrong");
        var enabled = await Desk.DoneAsync(HttpMethod.Post, "me/codes/enable", session.Access, new { code = Code(secret) });
        return (secret, [.. enabled.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)]);
    }

    private string Code(byte[] secret) => Totp.Code(secret, Totp.StepAt(Desk.Time.Now));

    private async Task LockOutAsync(string login)
    {
        for (var i = 0; i < LockoutRules.Default.FailuresMax; i++)
        {
            using var wrong = await Desk.TrySignInAsync(login, "wrong");
        }
    }

    private async Task<string> InviteAsync(string admin, string login, string role) =>
        (await Desk.DoneAsync(HttpMethod.Post, "members/invitations", admin, new { login, roles = new[] { role } })).GetProperty("token").GetString()!;

    private Task<HttpStatusCode> AcceptAsync(string token) => Desk.StatusAsync(HttpMethod.Post, "login/invitation", null, Accept(token));

    private static object Accept(string token) => new { token, displayName = "New One", password = IdentityDesk.Password };

    private async Task<string> ProblemOfAsync(string path, object body)
    {
        using var answer = await Desk.PostAsync(path, null, body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Replace(JsonDocument.Parse(text).RootElement.GetProperty("traceId").GetString()!, "", StringComparison.Ordinal);
    }
}

public sealed class SqliteIdentityTests : IdentityContract
{
    protected override string? Postgres() => null;
}

public sealed class PostgresIdentityTests(PostgresServer server) : IdentityContract
{
    protected override string? Postgres() => server.CreateDatabase();
}
