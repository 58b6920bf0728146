using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

public sealed class EndpointCatalogueTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public void Endpoints_AsMapped_AreExactlyTheCatalogue() => Assert.Equal(
        Catalogue.All.Select(e => e.ToString()).Concat(Catalogue.Open).Order(),
        host.Endpoints.Select(Describe).Order());

    [Fact]
    public void Endpoints_OutsideTheOpenOnes_RequireACaller() =>
        Assert.Empty(host.Endpoints.Where(e => !Catalogue.Open.Contains(Describe(e))).Where(IsOpen).Select(Describe));

    [Fact]
    public void Endpoints_OfTheOpenList_SaySoThemselves() =>
        Assert.All(
            host.Endpoints.Where(e => Catalogue.Open.Contains(Describe(e))), e => Assert.NotNull(e.Metadata.GetMetadata<IAllowAnonymous>()));

    [Fact]
    public void IsOpen_EndpointWithoutAuthorization_IsFound()
    {
        var bare = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/forgotten"), 0).Build();
        var anonymous = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/opened"), 0)
        {
            Metadata = { new AuthorizeAttribute("countersign.read"), new AllowAnonymousAttribute() },
        }.Build();

        Assert.True(IsOpen(bare));
        Assert.True(IsOpen(anonymous));
    }

    // A policy must be named: a bare "authorize" would let every role in.
    private static bool IsOpen(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy?.StartsWith("countersign.", StringComparison.Ordinal) == true);

    private static string Describe(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"];
        return $"{string.Join(',', methods)} /{endpoint.RoutePattern.RawText!.Trim('/')}";
    }
}

/// <summary>One endpoint and what it takes.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">Its pattern.</param>
/// <param name="Allowed">The roles that may call it.</param>
/// <param name="Body">A body that is right; null where it takes none.</param>
public sealed record CatalogueEntry(string Method, string Route, Roles Allowed, string? Body = null)
{
    /// <summary>What a permission set must leave for it; null where nothing narrows it.</summary>
    public Permissions? Needs => Allowed switch
    {
        Catalogue.Members => Permissions.Read,
        Roles.TenantAdmin => Permissions.Administer,
        Roles.PortfolioManager => Permissions.Trade,
        Roles.PortfolioManager | Roles.ApiUser => Permissions.PlaceOrders,
        Roles.TenantAdmin | Roles.PortfolioManager => Permissions.Stop,
        Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst => Permissions.Verify,
        Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser =>
            Route.StartsWith("/api/v1/backtests", StringComparison.Ordinal) ? Permissions.Backtest : Permissions.Contribute,
        _ => null,
    };

    /// <summary>An address of the pattern, of things that do not exist.</summary>
    public string Path => Route
        .Replace("{symbol}", "EURUSD").Replace("{strategyId}", "s-1").Replace("{ideaId}", "i-1").Replace("{accountId}", "a-1")
        .Replace("{orderId}", "o-1").Replace("{positionId}", "p-1").Replace("{snapshotId}", "snap-1").Replace("{decisionId}", "idea.i-1@1").Replace("{backtestId}", "b-1").Replace("{userId}", "u-1")
        .Replace("{invitationId}", "1").Replace("{keyId}", "k-1").Replace("{sessionId}", "1").Replace("{passkeyId}", "AAAA").Replace("{tenantId}", "t-demo").Replace("{name}", "rsi").Replace("{version}", "1")
        .Replace("{webhookId}", "w-1").Replace("{importId}", "imp-1").Replace("{offset}", "0").Replace("{deliveryId}", "msg_1");

    public override string ToString() => $"{Method} {Route}";
}

/// <summary>Every endpoint, written down by hand: a new one fails the tests until somebody has thought about who may call it.</summary>
internal static class Catalogue
{
    public const Roles Members = Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst | Roles.ApiUser;

    private const Roles Stoppers = Roles.TenantAdmin | Roles.PortfolioManager;
    private const string Limits = """{"limits":{},"reason":"why"}""";
    private const string Blackouts = """{"blackouts":[],"reason":"why"}""";
    private const string CalendarBlackouts = """{"rules":[],"reason":"why"}""";
    private const string Reason = """{"reason":"why"}""";

    public static readonly Roles[] EachRole =
        [Roles.None, Roles.PlatformAdmin, Roles.TenantAdmin, Roles.PortfolioManager, Roles.Analyst, Roles.ApiUser];

    /// <summary>What answers without a caller.</summary>
    public static readonly string[] Open =
    [
        "POST /api/v1/login", "POST /api/v1/login/refresh", "POST /api/v1/login/invitation", "POST /api/v1/login/password-reset",
        "POST /api/v1/login/passkey/options", "POST /api/v1/login/passkey", "ANY /health/live", "ANY /health/ready", "GET /openapi/{documentName}.json",
    ];

    /// <summary>What a token without any role may call too.</summary>
    public static readonly string[] WhoeverIsSignedIn = ["POST /api/v1/logout", "GET /api/v1/me", "GET /api/v1/settings", "GET /api/v1/me/settings"];

    public static readonly CatalogueEntry[] All =
    [
        new("POST", "/api/v1/logout", Roles.PlatformAdmin | Members | Roles.None),
        new("GET", "/api/v1/me", Roles.PlatformAdmin | Members),
        new("GET", "/api/v1/members", Roles.TenantAdmin),
        new("GET", "/api/v1/members/{userId}", Roles.TenantAdmin),
        new("GET", "/api/v1/members/permission-sets/{name}", Roles.TenantAdmin),
        new("GET", "/api/v1/accounts/{accountId}/autonomy", Members),
        new(
            "POST", "/api/v1/members", Roles.TenantAdmin,
            """{"login":"a@b","displayName":"A","password":"long enough it is","roles":["analyst"]}"""),
        new("PUT", "/api/v1/members/{userId}", Roles.TenantAdmin, """{"roles":["analyst"]}"""),
        new("DELETE", "/api/v1/members/{userId}", Roles.TenantAdmin),
        new("POST", "/api/v1/members/{userId}/password-reset", Roles.TenantAdmin),
        new("POST", "/api/v1/members/{userId}/second-factors/reset", Roles.TenantAdmin),
        new("GET", "/api/v1/members/invitations", Roles.TenantAdmin),
        new("POST", "/api/v1/members/invitations", Roles.TenantAdmin, """{"login":"a@b","roles":["analyst"]}"""),
        new("DELETE", "/api/v1/members/invitations/{invitationId}", Roles.TenantAdmin),
        new("GET", "/api/v1/members/permission-sets", Roles.TenantAdmin),
        new("PUT", "/api/v1/members/permission-sets/{name}", Roles.TenantAdmin, """{"permissions":["read"]}"""),
        new("DELETE", "/api/v1/members/permission-sets/{name}", Roles.TenantAdmin),
        new("GET", "/api/v1/api-keys", Roles.TenantAdmin),
        new("POST", "/api/v1/api-keys", Roles.TenantAdmin, """{"name":"robot","scopes":["read"]}"""),
        new("POST", "/api/v1/api-keys/{keyId}/rotate", Roles.TenantAdmin, "{}"),
        new("DELETE", "/api/v1/api-keys/{keyId}", Roles.TenantAdmin),
        new("GET", "/api/v1/me/security", Roles.PlatformAdmin | Members),
        new("GET", "/api/v1/me/sessions", Roles.PlatformAdmin | Members),
        new("DELETE", "/api/v1/me/sessions/{sessionId}", Roles.PlatformAdmin | Members),
        new("POST", "/api/v1/me/sessions/end-others", Roles.PlatformAdmin | Members),
        new("POST", "/api/v1/me/confirm", Roles.PlatformAdmin | Members, """{"password":"long enough it is"}"""),
        new(
            "PUT", "/api/v1/me/password", Roles.PlatformAdmin | Members,
            """{"currentPassword":"long enough it is","newPassword":"longer still it is"}"""),
        new("POST", "/api/v1/me/passkeys/options", Roles.PlatformAdmin | Members),
        new("POST", "/api/v1/me/passkeys", Roles.PlatformAdmin | Members, """{"name":"a","state":"x","credential":{}}"""),
        new("DELETE", "/api/v1/me/passkeys/{passkeyId}", Roles.PlatformAdmin | Members),
        new("POST", "/api/v1/me/codes", Roles.PlatformAdmin | Members),
        new("POST", "/api/v1/me/codes/enable", Roles.PlatformAdmin | Members, """{"code":"123456"}"""),
        new("DELETE", "/api/v1/me/codes", Roles.PlatformAdmin | Members),
        new("POST", "/api/v1/me/recovery-codes", Roles.PlatformAdmin | Members),
        new("GET", "/api/v1/settings", Roles.PlatformAdmin | Members),
        new("GET", "/api/v1/me/settings", Roles.PlatformAdmin | Members),
        new("PUT", "/api/v1/settings/user/{name}", Roles.PlatformAdmin | Members, """{"value":"dark"}"""),
        new("DELETE", "/api/v1/settings/user/{name}", Roles.PlatformAdmin | Members),
        new("PUT", "/api/v1/settings/tenant/{name}", Roles.TenantAdmin, """{"value":"dark"}"""),
        new("DELETE", "/api/v1/settings/tenant/{name}", Roles.TenantAdmin),
        new("GET", "/api/v1/platform/settings", Roles.PlatformAdmin),
        new("PUT", "/api/v1/platform/settings/{name}", Roles.PlatformAdmin, """{"value":"dark"}"""),
        new("DELETE", "/api/v1/platform/settings/{name}", Roles.PlatformAdmin),
        new("GET", "/api/v1/instruments", Members),
        new("GET", "/api/v1/instruments/{symbol}", Members),
        new("GET", "/api/v1/instruments/{symbol}/bars", Members),
        new("GET", "/api/v1/history", Members),
        new("GET", "/api/v1/history/{symbol}/bars", Members),
        new("GET", "/api/v1/feeds", Members),
        new("GET", "/api/v1/calendar", Members),
        new("POST", "/api/v1/platform/calendar", Roles.PlatformAdmin, """{"source":"a","content":"[]"}"""),
        new("GET", "/api/v1/news", Members),
        new(
            "POST", "/api/v1/news", Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser,
            """{"time":"2026-01-05T09:00:00Z","headline":"News"}"""),
        new("GET", "/api/v1/sessions", Members),
        new("GET", "/api/v1/indicators", Members),
        new("GET", "/api/v1/indicators/{name}", Members),
        new("GET", "/api/v1/instruments/{symbol}/indicators", Members),
        new("GET", "/api/v1/risk/correlations", Members),
        new("GET", "/api/v1/strategies", Members),
        new("GET", "/api/v1/strategies/schema", Members),
        new("GET", "/api/v1/strategies/templates", Members),
        new("GET", "/api/v1/strategies/{strategyId}", Members),
        new("GET", "/api/v1/strategies/{strategyId}/versions", Members),
        new("GET", "/api/v1/strategies/{strategyId}/versions/{version}", Members),
        new("GET", "/api/v1/strategies/{strategyId}/diff", Members),
        new("POST", "/api/v1/strategies/{strategyId}/revise", Roles.PortfolioManager, """{"restore":1}"""),
        new("POST", "/api/v1/strategies/{strategyId}/retire", Roles.PortfolioManager, Reason),
        new("POST", "/api/v1/strategies", Roles.PortfolioManager, """{"definition":{}}"""),
        new("POST", "/api/v1/strategies/{strategyId}/activate", Roles.PortfolioManager, """{"accountId":"a-1"}"""),
        new("POST", "/api/v1/strategies/{strategyId}/deactivate", Roles.PortfolioManager),
        new(
            "PUT", "/api/v1/strategies/{strategyId}/autonomy", Roles.PortfolioManager,
            """{"autonomy":{"mode":"manual"},"reason":"why"}"""),
        new("GET", "/api/v1/strategies/{strategyId}/risk", Members),
        new("PUT", "/api/v1/strategies/{strategyId}/risk/limits", Roles.TenantAdmin, Limits),
        new("PUT", "/api/v1/strategies/{strategyId}/risk/blackouts", Roles.TenantAdmin, Blackouts),
        new("PUT", "/api/v1/strategies/{strategyId}/risk/calendar-blackouts", Roles.TenantAdmin, CalendarBlackouts),
        new("POST", "/api/v1/strategies/{strategyId}/risk/halt", Stoppers, Reason),
        new("POST", "/api/v1/strategies/{strategyId}/risk/reduce", Stoppers, Reason),
        new("POST", "/api/v1/strategies/{strategyId}/risk/resume", Stoppers, Reason),
        new("GET", "/api/v1/backtests", Members),
        new("GET", "/api/v1/backtests/compare", Members),
        new("GET", "/api/v1/backtests/{backtestId}", Members),
        new("GET", "/api/v1/backtests/{backtestId}/result", Members),
        new("GET", "/api/v1/backtests/{backtestId}/study", Members),
        new("GET", "/api/v1/backtests/{backtestId}/trials.csv", Members),
        new("GET", "/api/v1/backtests/{backtestId}/report", Members),
        new("GET", "/api/v1/backtests/{backtestId}/trades.csv", Members),
        new("GET", "/api/v1/backtests/{backtestId}/fills.csv", Members),
        new("GET", "/api/v1/backtests/{backtestId}/equity.csv", Members),
        new(
            "POST", "/api/v1/backtests", Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser,
            """{"strategyId":"s-1","from":"2026-01-05T00:00:00Z","to":"2026-01-09T00:00:00Z","startCash":10000}"""),
        new("POST", "/api/v1/backtests/{backtestId}/cancel", Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser),
        new("DELETE", "/api/v1/backtests/{backtestId}", Roles.TenantAdmin | Roles.PortfolioManager | Roles.ApiUser),
        new("GET", "/api/v1/ideas", Members),
        new("GET", "/api/v1/ideas/{ideaId}", Members),
        new("GET", "/api/v1/ideas/{ideaId}/approval", Members),
        new("POST", "/api/v1/ideas/{ideaId}/approve", Roles.PortfolioManager, "{}"),
        new("POST", "/api/v1/ideas/{ideaId}/reject", Roles.PortfolioManager, """{"reason":"no"}"""),
        new("GET", "/api/v1/accounts", Members),
        new("POST", "/api/v1/accounts", Roles.TenantAdmin, """{"name":"Two","currency":"EUR"}"""),
        new("GET", "/api/v1/accounts/{accountId}", Members),
        new("GET", "/api/v1/accounts/{accountId}/terms", Members),
        new("PUT", "/api/v1/accounts/{accountId}/terms", Roles.TenantAdmin, """{"terms":{},"reason":"why"}"""),
        new("POST", "/api/v1/accounts/{accountId}/splits", Roles.TenantAdmin, """{"symbol":"AAPL","shares":2,"of":1,"reason":"split"}"""),
        new("GET", "/api/v1/accounts/{accountId}/ledger", Members),
        new("GET", "/api/v1/accounts/{accountId}/equity-curve", Members),
        new("POST", "/api/v1/accounts/{accountId}/withdrawals", Roles.TenantAdmin, """{"amount":1,"currency":"USD"}"""),
        new("POST", "/api/v1/accounts/{accountId}/adjustments", Roles.TenantAdmin, """{"amount":-1,"currency":"USD","reason":"fee"}"""),
        new("POST", "/api/v1/accounts/{accountId}/deposits", Roles.TenantAdmin, """{"amount":1,"currency":"USD"}"""),
        new("PUT", "/api/v1/accounts/{accountId}/autonomy", Roles.TenantAdmin, Reason),
        new("GET", "/api/v1/accounts/{accountId}/risk", Members),
        new(
            "PUT", "/api/v1/accounts/{accountId}/risk/limits", Roles.TenantAdmin,
            """{"limits":{"positionMax":1,"dailyLossMax":1,"openIdeasMax":1,"quoteAgeSecondsMax":1},"reason":"why"}"""),
        new("POST", "/api/v1/accounts/{accountId}/risk/halt", Stoppers, Reason),
        new("POST", "/api/v1/accounts/{accountId}/risk/reduce", Stoppers, Reason),
        new("POST", "/api/v1/accounts/{accountId}/risk/resume", Stoppers, Reason),
        new("GET", "/api/v1/orders", Members),
        new("GET", "/api/v1/accounts/{accountId}/orders/{orderId}", Members),
        new(
            "POST", "/api/v1/orders", Roles.PortfolioManager | Roles.ApiUser,
            """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1000}"""),
        new(
            "POST", "/api/v1/orders/bracket", Roles.PortfolioManager | Roles.ApiUser,
            """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1000,"stop":1.3}"""),
        new(
            "POST", "/api/v1/orders/oco", Roles.PortfolioManager | Roles.ApiUser,
            """{"accountId":"a-1","orders":[{"symbol":"EURUSD","side":"buy","quantity":1},{"symbol":"EURUSD","side":"buy","quantity":1}]}"""),
        new("PATCH", "/api/v1/accounts/{accountId}/orders/{orderId}", Roles.PortfolioManager | Roles.ApiUser, """{"quantity":1}"""),
        new("POST", "/api/v1/accounts/{accountId}/orders/{orderId}/cancel", Roles.PortfolioManager | Roles.ApiUser, "{}"),
        new("POST", "/api/v1/accounts/{accountId}/orders/cancel", Roles.PortfolioManager | Roles.ApiUser, "{}"),
        new("POST", "/api/v1/accounts/{accountId}/positions/{positionId}/close", Roles.PortfolioManager | Roles.ApiUser, "{}"),
        new("POST", "/api/v1/accounts/{accountId}/flatten", Roles.PortfolioManager | Roles.ApiUser, "{}"),
        new("GET", "/api/v1/executions", Members),
        new("GET", "/api/v1/trades", Members),
        new("GET", "/api/v1/positions", Members),
        new(
            "POST", "/api/v1/risk/what-if", Members,
            """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1000}"""),
        new("GET", "/api/v1/risk", Members),
        new("PUT", "/api/v1/risk/limits", Roles.TenantAdmin, Limits),
        new("PUT", "/api/v1/risk/blackouts", Roles.TenantAdmin, Blackouts),
        new("PUT", "/api/v1/risk/calendar-blackouts", Roles.TenantAdmin, CalendarBlackouts),
        new("POST", "/api/v1/risk/halt", Stoppers, Reason),
        new("POST", "/api/v1/risk/reduce", Stoppers, Reason),
        new("POST", "/api/v1/risk/resume", Stoppers, Reason),
        new("GET", "/api/v1/risk/changes", Members),
        new("GET", "/api/v1/platform/tenants", Roles.PlatformAdmin),
        new("GET", "/api/v1/platform/tenants/{tenantId}", Roles.PlatformAdmin),
        new(
            "POST", "/api/v1/platform/tenants", Roles.PlatformAdmin, """{"tenantId":"t-new","name":"New","administrator":"admin@new"}"""),
        new("POST", "/api/v1/platform/tenants/{tenantId}/invitation", Roles.PlatformAdmin, """{"administrator":"a@b"}"""),
        new("PUT", "/api/v1/platform/tenants/{tenantId}/quotas", Roles.PlatformAdmin, """{"membersMax":5,"apiKeysMax":5}"""),
        new("POST", "/api/v1/platform/tenants/{tenantId}/suspend", Roles.PlatformAdmin, Reason),
        new("POST", "/api/v1/platform/tenants/{tenantId}/resume", Roles.PlatformAdmin),
        new("POST", "/api/v1/platform/tenants/{tenantId}/retire", Roles.PlatformAdmin, Reason),
        new("POST", "/api/v1/platform/tenants/{tenantId}/erase", Roles.PlatformAdmin, """{"confirm":"t-demo"}"""),
        new("GET", "/api/v1/platform/history/imports", Roles.PlatformAdmin),
        new("POST", "/api/v1/platform/history/imports", Roles.PlatformAdmin, """{"fileName":"eurusd.csv"}"""),
        new("GET", "/api/v1/platform/history/imports/{importId}", Roles.PlatformAdmin),
        new("PUT", "/api/v1/platform/history/imports/{importId}/content/{offset}", Roles.PlatformAdmin, """{"text":"a"}"""),
        new("DELETE", "/api/v1/platform/history/imports/{importId}", Roles.PlatformAdmin),
        new("GET", "/api/v1/platform/risk", Roles.PlatformAdmin),
        new("PUT", "/api/v1/platform/risk/limits", Roles.PlatformAdmin, Limits),
        new("PUT", "/api/v1/platform/risk/blackouts", Roles.PlatformAdmin, Blackouts),
        new("PUT", "/api/v1/platform/risk/calendar-blackouts", Roles.PlatformAdmin, CalendarBlackouts),
        new("POST", "/api/v1/platform/risk/halt", Roles.PlatformAdmin, Reason),
        new("POST", "/api/v1/platform/risk/reduce", Roles.PlatformAdmin, Reason),
        new("POST", "/api/v1/platform/risk/resume", Roles.PlatformAdmin, Reason),
        new("GET", "/api/v1/decisions", Members),
        new("GET", "/api/v1/decisions/{decisionId}/replay", Members),
        new("GET", "/api/v1/snapshots", Members),
        new("GET", "/api/v1/snapshots/{snapshotId}", Members),
        new("GET", "/api/v1/audit/verify", Roles.TenantAdmin | Roles.PortfolioManager | Roles.Analyst),
        new("GET", "/api/v1/live", Members),
        new("GET", "/api/v1/webhooks", Roles.TenantAdmin),
        new("POST", "/api/v1/webhooks", Roles.TenantAdmin, """{"url":"https://hooks.invalid/desk","topics":["orders"]}"""),
        new("GET", "/api/v1/webhooks/{webhookId}", Roles.TenantAdmin),
        new("PUT", "/api/v1/webhooks/{webhookId}", Roles.TenantAdmin, """{"url":"https://hooks.invalid/desk","topics":["ideas"]}"""),
        new("DELETE", "/api/v1/webhooks/{webhookId}", Roles.TenantAdmin),
        new("POST", "/api/v1/webhooks/{webhookId}/rotate", Roles.TenantAdmin, "{}"),
        new("POST", "/api/v1/webhooks/{webhookId}/test", Roles.TenantAdmin),
        new("POST", "/api/v1/webhooks/{webhookId}/replay", Roles.TenantAdmin),
        new("GET", "/api/v1/webhooks/{webhookId}/deliveries", Roles.TenantAdmin),
        new("POST", "/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver", Roles.TenantAdmin),
    ];
}
