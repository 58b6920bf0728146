using System.Net;
using Countersign.Api.Tenants;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>Which endpoints ask for a fresh proof. Those that stop trading never do.</summary>
public sealed class StepUpTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Unasked = ["GET", "/risk/halt", "/risk/reduce", "/risk/resume", "/platform/calendar", "/platform/history/imports", "/imports/{importId}", "/content/{offset}"];

    public static TheoryData<string> Administration =>
        [.. Catalogue.All.Where(e => e.Allowed is Roles.TenantAdmin or Roles.PlatformAdmin && !IsUnasked(e)).Select(e => e.ToString())];

    [Theory]
    [MemberData(nameof(Administration))]
    public async Task Administration_LongAfterTheProof_IsRefusedAndCallsNoGrain(string endpoint)
    {
        var entry = Catalogue.All.Single(e => e.ToString() == endpoint);
        host.Desk.Reset();
        host.Desk.On<IUserGrain>(nameof(IUserGrain.GetStandingAsync), _ => new SessionStanding(0, host.Time.Now.AddMinutes(-15.1)));
        host.Time.Now = host.Time.Now.AddSeconds(6);

        using var answer = await host.SendAsync(
            entry.Method, entry.Path, host.Token(entry.Allowed), entry.Body is null ? null : ApiHost.Json(entry.Body));

        await ProblemAssert.IsAsync(answer, HttpStatusCode.Forbidden, "step_up.required");
        Assert.Empty(host.Desk.Calls);
    }

    [Fact]
    public void KillSwitches_OfEveryLevel_AskForNoProof() => Assert.All(
        host.Endpoints.Where(e => e.RoutePattern.RawText!.EndsWith("/halt", StringComparison.Ordinal)),
        e => Assert.Null(e.Metadata.GetMetadata<RequiresStrong>()));

    [Fact]
    public void Strategies_TheirAutonomy_AsksForProof() => Assert.All(
        host.Endpoints.Where(e => e.RoutePattern.RawText!.EndsWith("/autonomy", StringComparison.Ordinal)
            && e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == false),
        e => Assert.NotNull(e.Metadata.GetMetadata<RequiresStrong>()));

    private static bool IsUnasked(CatalogueEntry entry) => Unasked.Any(u =>
        u.StartsWith('/') ? entry.Route.EndsWith(u, StringComparison.Ordinal) : entry.Method == u);
}
