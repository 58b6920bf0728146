using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Countersign.Domain.Tenants;
using Countersign.Silo.Tenants;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>Settings over HTTP, against the whole desk: who sets what, what holds, and that it does what it says at once.</summary>
public abstract class SettingContract : IdentityDeskContract
{
    [Fact]
    public async Task Setting_OfThreeLevels_HoldsByTheNearestAndSaysWhose()
    {
        var (admin, name) = await AdministratorAsync();
        var ops = await PlatformAsync();
        var analyst = (await Desk.SignInAsync($"analyst@{name}")).Access;
        Assert.Equal(("system", "default"), await ThemeAsync(analyst));

        await PutAsync(ops, "platform/settings/display.theme", "light");
        Assert.Equal(("light", "platform"), await ThemeAsync(analyst));
        await PutAsync(admin, "settings/tenant/display.theme", "dark");
        Assert.Equal(("dark", "tenant"), await ThemeAsync(analyst));
        await PutAsync(analyst, "settings/user/display.theme", "system");
        Assert.Equal(("system", "user"), await ThemeAsync(analyst));
        Assert.Equal(("dark", "tenant"), await ThemeAsync(admin));

        await PutAsync(analyst, "settings/user/display.timeZone", "Europe/London");
        await PutAsync(analyst, "settings/user/display.rowsPerPage", 25);
        Assert.Equal(
            """{"timeZone":"Europe/London","theme":"system","startPage":"home","rowsPerPage":25}""",
            (await Desk.DoneAsync(HttpMethod.Get, "me/settings", analyst)).GetRawText());
        await Desk.DoneAsync(HttpMethod.Delete, "settings/user/display.theme", analyst);
        Assert.Equal(("dark", "tenant"), await ThemeAsync(analyst));
        var (_, other) = await AdministratorAsync();
        Assert.Equal(("light", "platform"), await ThemeAsync((await Desk.SignInAsync($"pm@{other}")).Access));
    }

    [Fact]
    public async Task Setting_ByWhoMayNotOrToWhatItIsNot_IsRefused()
    {
        var (admin, name) = await AdministratorAsync();
        var analyst = (await Desk.SignInAsync($"analyst@{name}")).Access;

        await Desk.RefusedAsync(Asked(analyst, "settings/tenant/display.theme", "dark"), HttpStatusCode.Forbidden, "role.denied");
        await Desk.RefusedAsync(Asked(admin, "platform/settings/display.theme", "dark"), HttpStatusCode.Forbidden, "role.denied");
        await Desk.RefusedAsync(Asked(admin, "settings/tenant/display.colour", "red"), HttpStatusCode.NotFound, "not_found");
        await Desk.RefusedAsync(Asked(admin, "settings/tenant/limits.tenantRequestsPerMinute", 60), HttpStatusCode.UnprocessableEntity, "settings.level");
        await Desk.RefusedAsync(Asked(analyst, "settings/user/security.sessionHours", 1), HttpStatusCode.UnprocessableEntity, "settings.level");
        foreach (var wrong in (object[])["ideas", new[] { "gossip" }, new[] { "ideas", "ideas" }, new object[] { 1 }])
        {
            using var answer = await Asked(analyst, "settings/user/notifications.kinds", wrong);
            await ProblemAssert.NamesAsync(answer, "value");
        }

        await PutAsync(analyst, "settings/user/notifications.kinds", new[] { "risk", "ideas" });
        foreach (var wrong in (object[])["8", 0, 2_161, 1.5, true])
        {
            using var answer = await Asked(admin, "settings/tenant/security.sessionHours", wrong);
            await ProblemAssert.NamesAsync(answer, "value");
        }
    }

    [Fact]
    public async Task Setting_ChangedOnAnOldTag_IsRefusedAndOnTheNewOneTaken()
    {
        var (admin, _) = await AdministratorAsync();
        var tag = (await Desk.DoneAsync(HttpMethod.Get, "settings", admin)).GetProperty("tags").GetProperty("tenant").GetString()!;
        using var first = await Asked(admin, "settings/tenant/display.theme", "dark", tag);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var next = first.Headers.ETag!.Tag;
        Assert.NotEqual(tag, next);

        await Desk.RefusedAsync(Asked(admin, "settings/tenant/display.theme", "light", tag), HttpStatusCode.PreconditionFailed, "precondition.failed");
        using var second = await Asked(admin, "settings/tenant/display.theme", "light", next);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        using var odd = await Asked(admin, "settings/tenant/display.theme", "light", "\"x\"");
        await ProblemAssert.NamesAsync(odd, "If-Match");
    }

    [Fact]
    public async Task SessionHours_Shortened_EndTheNextSessionsSooner()
    {
        var (admin, name) = await AdministratorAsync();
        await PutAsync(admin, "settings/tenant/security.sessionHours", 2);
        using var signedIn = await Desk.TrySignInAsync($"analyst@{name}", Desk.PasswordOf($"analyst@{name}"));
        var tokens = await IdentityDesk.ReadAsync(signedIn);

        Assert.Equal(Desk.Time.Now.AddHours(2), tokens.GetProperty("refreshExpiresAt").GetDateTimeOffset());
        Desk.Time.Now = Desk.Time.Now.AddHours(2).AddSeconds(1);
        await Desk.RefusedAsync(
            Desk.PostAsync("login/refresh", null, new { refreshToken = tokens.GetProperty("refreshToken").GetString() }),
            HttpStatusCode.Unauthorized, "refresh.refused");
    }

    [Fact]
    public async Task SecondFactor_Demanded_LeavesOnlyTheWayToOneOpen()
    {
        var (admin, name) = await AdministratorAsync();
        var analyst = (await Desk.SignInAsync($"analyst@{name}")).Access;
        await Desk.DoneAsync(HttpMethod.Get, "accounts", analyst);

        await PutAsync(admin, "settings/tenant/security.secondFactorRequired", true);

        await Desk.RefusedAsync(Desk.GetAsync("accounts", analyst), HttpStatusCode.Forbidden, "second_factor.required");
        await Desk.DoneAsync(HttpMethod.Get, "me", analyst);
        var setUp = await Desk.DoneAsync(HttpMethod.Post, "me/codes", analyst);
        var secret = Base32.Read(setUp.GetProperty("secret").GetString()!);
        await Desk.DoneAsync(HttpMethod.Post, "me/codes/enable", analyst, new { code = Totp.Code(secret, Totp.StepAt(Desk.Time.Now)) });
        var strong = (await Desk.SignInAsync($"analyst@{name}", Totp.Code(secret, Totp.StepAt(Desk.Time.Now = Desk.Time.Now.AddMinutes(1))))).Access;
        await Desk.DoneAsync(HttpMethod.Get, "accounts", strong);
    }

    [Fact]
    public async Task TenantRequests_LimitedByThePlatform_AreLimitedAtOnce()
    {
        Desk.Time.HoldsStopwatch = true;
        var (admin, _) = await AdministratorAsync();
        var ops = await PlatformAsync();
        await PutAsync(ops, "platform/settings/limits.tenantRequestsPerMinute", 60);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 61; i++)
        {
            statuses.Add(await Desk.StatusAsync(HttpMethod.Get, "accounts", admin));
        }

        Assert.Equal(60, statuses.Count(s => s == HttpStatusCode.OK));
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task IdeaMinutes_Set_AreThoseOfStrategiesThatDoNotSay()
    {
        var (admin, name) = await AdministratorAsync();
        var manager = (await Desk.SignInAsync($"pm@{name}")).Access;
        await PutAsync(admin, "settings/tenant/ideas.expiryMinutes", 90);
        var silent = JsonSerializer.SerializeToElement(new
        {
            name = "Quiet", symbols = new[] { "EURUSD" }, timeframe = "H1", entry = new { @long = new { above = new object[] { "rsi(14)", 55 } } },
            reverse = true, size = new { units = 1_000 },
        });

        var made = await Desk.DoneAsync(HttpMethod.Post, "strategies", manager, new { id = "s-quiet", definition = silent });

        Assert.Equal("PT1H30M", made.GetProperty("definition").GetProperty("ideaTimeToLive").GetString());
    }

    private async Task<(string? Value, string? Source)> ThemeAsync(string bearer)
    {
        var settings = await Desk.DoneAsync(HttpMethod.Get, "settings", bearer);
        var theme = settings.GetProperty("items").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "display.theme");
        return (theme.GetProperty("value").GetString(), theme.GetProperty("source").GetString());
    }

    private async Task PutAsync(string bearer, string path, object value)
    {
        using var answer = await Asked(bearer, path, value);
        await IdentityDesk.ReadAsync(answer);
    }

    private Task<HttpResponseMessage> Asked(string bearer, string path, object value, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { value }) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return Desk.SendAsync(request, bearer);
    }

    private async Task<string> PlatformAsync()
    {
        var told = new StringWriter();
        Assert.Empty(await Desk.Services.GetRequiredService<PlatformSetup>().CreateAsync("ops@platform", told, TestContext.Current.CancellationToken));
        Desk.Remember("ops@platform", told.ToString().Split(' ', '\n').SkipWhile(w => w != "ops@platform").Skip(1).First(w => w.Length > 0));
        return (await Desk.SignInAsync("ops@platform")).Access;
    }
}

public sealed class SqliteSettingTests : SettingContract
{
    protected override string? Postgres() => null;
}

public sealed class PostgresSettingTests(PostgresServer server) : SettingContract
{
    protected override string? Postgres() => server.CreateDatabase();
}
