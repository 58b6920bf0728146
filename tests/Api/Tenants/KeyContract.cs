using System.Net;
using System.Text.Json;
using Countersign.Grains.Audit;
using Countersign.Silo.Tenants;
using Countersign.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>What API keys, narrowed members and the platform's people can do, and what they cannot, against the whole desk.</summary>
public abstract class KeyContract : IdentityDeskContract
{
    [Fact]
    public async Task Key_WithinItsScopes_WorksAndIsToldOnce()
    {
        var (admin, name) = await AdministratorAsync();
        var made = await KeyAsync(admin, new { name = "reader", scopes = new[] { "read" } });
        var secret = Secret(made);

        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", secret));
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "orders", secret, Order));
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "risk/halt", secret, new { reason = "x" }));
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Get, "me/sessions", secret));
        Assert.Equal("reader", (await Desk.DoneAsync(HttpMethod.Get, "me", secret)).GetProperty("displayName").GetString());

        var listed = Assert.Single((await Desk.DoneAsync(HttpMethod.Get, "api-keys", admin)).EnumerateArray());
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("secret").ValueKind);
        Assert.StartsWith(listed.GetProperty("prefix").GetString()!, secret, StringComparison.Ordinal);
        Assert.Contains("t-" + name, listed.GetProperty("prefix").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, listed.GetProperty("lastUsedAt").ValueKind);
    }

    [Fact]
    public async Task Key_WithTheOrdersScope_MayOrderAndNotApprove()
    {
        var (admin, _) = await AdministratorAsync();
        var secret = Secret(await KeyAsync(admin, new { name = "robot", scopes = new[] { "read", "placeOrders" } }));

        Assert.NotEqual(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "orders", secret, Order));
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "ideas/i-1/approve", secret, new { }));
    }

    [Fact]
    public async Task Key_ExpiredRevokedAlteredOrFromElsewhere_OpensNothing()
    {
        var (admin, _) = await AdministratorAsync();
        var expiring = Secret(await KeyAsync(admin, new { name = "a", scopes = new[] { "read" }, expiresAt = "2026-01-05T09:10:00Z" }));
        var revoked = await KeyAsync(admin, new { name = "b", scopes = new[] { "read" } });
        var elsewhere = Secret(await KeyAsync(admin, new { name = "c", scopes = new[] { "read" }, networks = new[] { "203.0.113.0/24" } }));
        var here = Secret(await KeyAsync(admin, new { name = "d", scopes = new[] { "read" }, networks = new[] { "127.0.0.0/8" } }));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", expiring));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", here));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", Secret(revoked)));

        await Desk.DoneAsync(HttpMethod.Delete, "api-keys/" + revoked.GetProperty("keyId").GetString(), admin);
        Desk.Time.Now = Desk.Time.Now.AddMinutes(10);

        foreach (var key in (string[])[expiring, Secret(revoked), elsewhere, here[..^4] + "AAAA", here.Replace("_t-x1.", "_t-x9.")])
        {
            await Desk.RefusedAsync(Desk.GetAsync("accounts", key), HttpStatusCode.Unauthorized, "token.invalid");
        }
    }

    [Fact]
    public async Task Key_Rotated_TakesBothSecretsForTheOverlapAndThenTheNewOne()
    {
        var (admin, _) = await AdministratorAsync();
        var made = await KeyAsync(admin, new { name = "a", scopes = new[] { "read" } });
        var old = Secret(made);
        var next = Secret(await Desk.DoneAsync(
            HttpMethod.Post, $"api-keys/{made.GetProperty("keyId").GetString()}/rotate", admin, new { overlapMinutes = 30 }));

        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", old));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", next));
        Desk.Time.Now = Desk.Time.Now.AddMinutes(30);
        await Desk.RefusedAsync(Desk.GetAsync("accounts", old), HttpStatusCode.Unauthorized, "token.invalid");
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", next));
    }

    [Fact]
    public async Task Key_AskedForTwiceWithOneIdempotencyKey_IsMadeOnceAndToldOnce()
    {
        var (admin, _) = await AdministratorAsync();
        var body = new { name = "a", scopes = new[] { "read" } };

        using var first = await Desk.SendAsync(HttpMethod.Post, "api-keys", admin, body, "once");
        await IdentityDesk.ReadAsync(first);
        await Desk.RefusedAsync(Desk.SendAsync(HttpMethod.Post, "api-keys", admin, body, "once"), HttpStatusCode.Conflict, "secret.told_before");

        Assert.Single((await Desk.DoneAsync(HttpMethod.Get, "api-keys", admin)).EnumerateArray());
    }

    [Fact]
    public async Task Key_OverItsQuota_Answers429()
    {
        var (admin, _) = await AdministratorAsync();
        var secret = Secret(await KeyAsync(admin, new { name = "a", scopes = new[] { "read" }, requestsPerMinute = 2 }));

        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", secret));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", secret));
        await Desk.RefusedAsync(Desk.GetAsync("accounts", secret), HttpStatusCode.TooManyRequests, "rate.limited");
    }

    [Fact]
    public async Task Member_NarrowedByAPermissionSet_LosesAtOnceWhatTheSetLacks()
    {
        var (admin, name) = await AdministratorAsync();
        var manager = await Desk.SignInAsync($"pm@{name}");
        await Desk.DoneAsync(HttpMethod.Put, "members/permission-sets/watch", admin, new { permissions = new[] { "read", "stop" } });
        await Desk.DoneAsync(HttpMethod.Put, "members/u-pm", admin, new { roles = new[] { "portfolioManager" }, permissionSet = "watch" });

        await Desk.RefusedAsync(Desk.GetAsync("accounts", manager.Access), HttpStatusCode.Unauthorized, "token.expired");
        var narrowed = await RefreshAsync(manager);
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "orders", narrowed.Access, Order));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Post, "risk/halt", narrowed.Access, new { reason = "x" }));

        await Desk.DoneAsync(HttpMethod.Put, "members/permission-sets/watch", admin, new { permissions = new[] { "read" } });
        narrowed = await RefreshAsync(narrowed);
        Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Post, "risk/halt", narrowed.Access, new { reason = "x" }));
        await Desk.RefusedAsync(
            Desk.SendAsync(HttpMethod.Delete, "members/permission-sets/watch", admin), HttpStatusCode.Conflict, "tenant.permission_set_in_use");
    }

    [Fact]
    public async Task Administrator_TheLastOne_CannotLeaveNorBeNarrowed()
    {
        var (admin, _) = await AdministratorAsync();

        await Desk.RefusedAsync(
            Desk.SendAsync(HttpMethod.Delete, "members/u-admin", admin), HttpStatusCode.Conflict, "tenant.last_administrator");
        await Desk.RefusedAsync(
            Desk.SendAsync(HttpMethod.Put, "members/u-admin", admin, new { roles = new[] { "analyst" } }), HttpStatusCode.Conflict, "tenant.last_administrator");
    }

    [Fact]
    public async Task Member_Removed_IsOutAtOnceAndDoesNotSignInAgain()
    {
        var (admin, name) = await AdministratorAsync();
        var manager = await Desk.SignInAsync($"pm@{name}");
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "me", manager.Access));

        await Desk.DoneAsync(HttpMethod.Delete, "members/u-pm", admin);

        await Desk.RefusedAsync(Desk.GetAsync("me", manager.Access), HttpStatusCode.Unauthorized, "session.ended");
        await Desk.RefusedAsync(
            Desk.TrySignInAsync($"pm@{name}", Desk.PasswordOf($"pm@{name}")), HttpStatusCode.Unauthorized, "sign_in.refused");
    }

    [Fact]
    public async Task Tenant_Suspended_LetsNobodyInAndHaltsItsTradingUntilItsPeopleResumeIt()
    {
        var platform = await PlatformAsync();
        var (admin, name) = await AdministratorAsync();
        var (other, _) = await AdministratorAsync();
        var session = await Desk.SignInAsync($"pm@{name}");
        var key = Secret(await KeyAsync(admin, new { name = "a", scopes = new[] { "read" } }));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", key));
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", session.Access));

        var suspended = await Desk.DoneAsync(HttpMethod.Post, $"platform/tenants/t-{name}/suspend", platform, new { reason = "unpaid" });

        Assert.Equal("suspended", suspended.GetProperty("status").GetString());
        await Desk.RefusedAsync(Desk.GetAsync("accounts", session.Access), HttpStatusCode.Forbidden, "tenant.closed");
        await Desk.RefusedAsync(Desk.GetAsync("accounts", key), HttpStatusCode.Unauthorized, "token.invalid");
        await Desk.RefusedAsync(
            Desk.PostAsync("login/refresh", null, new { refreshToken = session.Refresh }), HttpStatusCode.Unauthorized, "refresh.refused");
        await Desk.RefusedAsync(
            Desk.TrySignInAsync($"pm@{name}", Desk.PasswordOf($"pm@{name}")), HttpStatusCode.Unauthorized, "sign_in.refused");
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "accounts", other));

        await Desk.DoneAsync(HttpMethod.Post, $"platform/tenants/t-{name}/resume", platform);
        Assert.Equal("halted", (await Desk.DoneAsync(HttpMethod.Get, "risk", session.Access)).GetProperty("tradingState").GetString());
    }

    [Fact]
    public async Task Platform_InvitesAFirstAdministratorAgain_UntilThereIsAMember()
    {
        var platform = await PlatformAsync();
        var made = await Desk.DoneAsync(
            HttpMethod.Post, "platform/tenants", platform, new { tenantId = "t-late", name = "Late", administrator = "boss@late" });
        var first = made.GetProperty("invitation").GetProperty("token").GetString();
        Desk.Time.Now = Desk.Time.Now.AddHours(73);
        var later = (await Desk.SignInAsync("ops@platform")).Access;

        var again = await Desk.DoneAsync(HttpMethod.Post, "platform/tenants/t-late/invitation", later, new { administrator = "boss@late" });
        var token = again.GetProperty("token").GetString();
        await Desk.RefusedAsync(
            Desk.PostAsync("login/invitation", null, new { token = first, displayName = "Boss", password = IdentityDesk.Password }),
            HttpStatusCode.Unauthorized, "secret.refused");
        await Desk.DoneAsync(HttpMethod.Post, "login/invitation", null, new { token, displayName = "Boss", password = IdentityDesk.Password });
        Desk.Remember("boss@late", IdentityDesk.Password);
        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "members", (await Desk.SignInAsync("boss@late")).Access));

        await Desk.RefusedAsync(
            Desk.PostAsync("platform/tenants/t-late/invitation", later, new { administrator = "spy@late" }), HttpStatusCode.Conflict, "tenant.has_members");
        await Desk.RefusedAsync(
            Desk.PostAsync("platform/tenants/t-nowhere/invitation", later, new { administrator = "spy@late" }), HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Platform_MakesATenantWhoseAdministratorComesByInvitation_AndReadsNoneOfItsTrades()
    {
        var platform = await PlatformAsync();
        var made = await Desk.DoneAsync(
            HttpMethod.Post, "platform/tenants", platform, new { tenantId = "t-acme", name = "Acme", administrator = "boss@acme" });
        var token = made.GetProperty("invitation").GetProperty("token").GetString();
        await Desk.DoneAsync(HttpMethod.Post, "login/invitation", null, new { token, displayName = "Boss", password = IdentityDesk.Password });
        Desk.Remember("boss@acme", IdentityDesk.Password);
        var boss = await Desk.SignInAsync("boss@acme");

        Assert.Equal(HttpStatusCode.OK, await Desk.StatusAsync(HttpMethod.Get, "members", boss.Access));
        var listed = (await Desk.DoneAsync(HttpMethod.Get, "platform/tenants", platform)).GetProperty("items").EnumerateArray();
        Assert.Contains("t-acme", listed.Select(t => t.GetProperty("tenantId").GetString()));
        foreach (var path in (string[])["accounts", "orders", "positions", "trades", "ideas", "decisions", "members", "audit/verify"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await Desk.StatusAsync(HttpMethod.Get, path, platform));
        }

        await Desk.RefusedAsync(
            Desk.PostAsync("platform/tenants", platform, new { tenantId = "t-acme", name = "Acme", administrator = "spy@acme" }),
            HttpStatusCode.Conflict, "tenant.already_created");
        await Desk.RefusedAsync(
            Desk.PostAsync("platform/tenants", platform, new { tenantId = "t-platform", name = "P", administrator = "spy@p" }),
            HttpStatusCode.UnprocessableEntity, "tenant.reserved");
    }

    [Fact]
    public async Task Tenant_AtItsQuotas_TakesNoMoreMembersAndKeys()
    {
        var platform = await PlatformAsync();
        var (admin, name) = await AdministratorAsync();
        await Desk.DoneAsync(HttpMethod.Put, $"platform/tenants/t-{name}/quotas", platform, new { membersMax = 4, apiKeysMax = 1 });

        await Desk.RefusedAsync(
            Desk.PostAsync("members/invitations", admin, new { login = $"fifth@{name}", roles = new[] { "analyst" } }),
            HttpStatusCode.UnprocessableEntity, "tenant.full");
        await KeyAsync(admin, new { name = "a", scopes = new[] { "read" } });
        await Desk.RefusedAsync(
            Desk.PostAsync("api-keys", admin, new { name = "b", scopes = new[] { "read" } }), HttpStatusCode.UnprocessableEntity, "key.full");
    }

    [Fact]
    public async Task Tenant_Retired_IsClosedAndSaysUntilWhenItIsKept()
    {
        var platform = await PlatformAsync();
        var (admin, name) = await AdministratorAsync();

        var retired = await Desk.DoneAsync(HttpMethod.Post, $"platform/tenants/t-{name}/retire", platform, new { reason = "left", keepDays = 30 });

        Assert.Equal(("retired", Desk.Time.Now.AddDays(30)), (retired.GetProperty("status").GetString(), retired.GetProperty("eraseAfter").GetDateTimeOffset()));
        await Desk.RefusedAsync(Desk.GetAsync("members", admin), HttpStatusCode.Forbidden, "tenant.closed");
    }

    [Fact]
    public async Task Tenant_ErasedAfterItsTime_IsForgottenAndItsIdIsNotGivenAgain()
    {
        var platform = await PlatformAsync();
        var (_, name) = await AdministratorAsync();
        var erase = $"platform/tenants/t-{name}/erase";
        var confirm = new { confirm = $"t-{name}" };
        await Desk.RefusedAsync(Desk.PostAsync(erase, platform, confirm), HttpStatusCode.Conflict, "tenant.not_retired");
        await Desk.DoneAsync(HttpMethod.Post, $"platform/tenants/t-{name}/retire", platform, new { reason = "left", keepDays = 1 });
        await Desk.RefusedAsync(Desk.PostAsync(erase, platform, confirm), HttpStatusCode.Conflict, "tenant.kept");
        await Desk.RefusedAsync(Desk.PostAsync(erase, platform, new { confirm = "t-another" }), HttpStatusCode.BadRequest, "input.invalid");
        Desk.Time.Now += TimeSpan.FromDays(1);
        platform = (await Desk.SignInAsync("ops@platform")).Access;

        var begun = await Desk.DoneAsync(HttpMethod.Post, erase, platform, confirm);
        await Desk.Services.GetRequiredService<TenantEraser>().RunAsync(TestContext.Current.CancellationToken);
        var erased = await Desk.DoneAsync(HttpMethod.Get, $"platform/tenants/t-{name}", platform);

        Assert.Equal("erasing", begun.GetProperty("status").GetString());
        Assert.Equal(("erased", "", 0), (erased.GetProperty("status").GetString(), erased.GetProperty("name").GetString(), erased.GetProperty("members").GetInt32()));
        using var signIn = await Desk.TrySignInAsync($"admin@{name}", Desk.PasswordOf($"admin@{name}"));
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);
        await Desk.RefusedAsync(
            Desk.PostAsync("platform/tenants", platform, new { tenantId = $"t-{name}", name = "Again", administrator = "a@again" }),
            HttpStatusCode.Conflict, "tenant.already_created");
        await Desk.RefusedAsync(
            Desk.PostAsync($"platform/tenants/t-{name}/resume", platform, new { }), HttpStatusCode.Conflict, "tenant.erased");
        await Desk.RefusedAsync(
            Desk.PostAsync($"platform/tenants/t-{name}/invitation", platform, new { administrator = "a@again" }), HttpStatusCode.Conflict, "tenant.erased");
        var audit = await Desk.Services.GetRequiredService<IJournalAudit>().VerifyAsync(null, TestContext.Current.CancellationToken);
        Assert.True(audit.Intact, string.Join('\n', audit.Defects));
        Assert.True(audit.Erased > 5, $"{audit.Erased} events are erased.");
    }

    private static object Order => new { accountId = "a-paper-1", symbol = "EURUSD", side = "buy", quantity = 1000 };

    private static string Secret(JsonElement key) => key.GetProperty("secret").GetString()!;

    private Task<JsonElement> KeyAsync(string admin, object body) => Desk.DoneAsync(HttpMethod.Post, "api-keys", admin, body);

    private async Task<IdentityDesk.Tokens> RefreshAsync(IdentityDesk.Tokens tokens) =>
        IdentityDesk.Tokens.Of(await Desk.DoneAsync(HttpMethod.Post, "login/refresh", null, new { refreshToken = tokens.Refresh }));

    private async Task<string> PlatformAsync()
    {
        var told = new StringWriter();
        Assert.Empty(await Desk.Services.GetRequiredService<PlatformSetup>().CreateAsync("ops@platform", told, TestContext.Current.CancellationToken));
        Desk.Remember("ops@platform", told.ToString().Split(' ', '\n').SkipWhile(w => w != "ops@platform").Skip(1).First(w => w.Length > 0));
        return (await Desk.SignInAsync("ops@platform")).Access;
    }
}

public sealed class SqliteKeyTests : KeyContract
{
    protected override string? Postgres() => null;
}

public sealed class PostgresKeyTests(PostgresServer server) : KeyContract
{
    protected override string? Postgres() => server.CreateDatabase();
}
