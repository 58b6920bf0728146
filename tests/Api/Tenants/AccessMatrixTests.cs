using System.Net;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

public sealed class AccessMatrixTests(ApiHost host) : IClassFixture<ApiHost>
{
    public static TheoryData<string> Endpoints => [.. Catalogue.All.Select(e => e.ToString())];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_WithoutAToken_Answers401AndCallsNoGrain(string endpoint) =>
        await RefusedAsync(endpoint, null, HttpStatusCode.Unauthorized, "token.missing");

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_WithAnExpiredToken_Answers401AndCallsNoGrain(string endpoint) =>
        await RefusedAsync(endpoint, host.ExpiredToken(Catalogue.Members), HttpStatusCode.Unauthorized, "token.expired");

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_WithAGarbageToken_Answers401AndCallsNoGrain(string endpoint)
    {
        await RefusedAsync(endpoint, "garbage", HttpStatusCode.Unauthorized, "token.invalid");
        await RefusedAsync(endpoint, host.Token(Catalogue.Members) + "x", HttpStatusCode.Unauthorized, "token.invalid");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_ForEachRole_LetsInExactlyTheAllowed(string endpoint)
    {
        var entry = Entry(endpoint);
        foreach (var role in Catalogue.EachRole)
        {
            if (role == Roles.None ? Catalogue.WhoeverIsSignedIn.Contains(endpoint) : (entry.Allowed & role) != 0)
            {
                using var allowed = await SendAsync(entry, host.Token(role));
                Assert.True(
                    allowed.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{role} is let in, not {allowed.StatusCode}");
            }
            else
            {
                await RefusedAsync(endpoint, host.Token(role), HttpStatusCode.Forbidden, "role.denied");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_ForAPermissionSet_LetsInExactlyWhoHasItsPermission(string endpoint)
    {
        var entry = Entry(endpoint);
        if (entry.Needs is not { } needed)
        {
            using var free = await SendAsync(entry, host.Token(entry.Allowed, Permissions.None));
            Assert.True(free.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"Nothing narrows it, not {free.StatusCode}");
            return;
        }

        using var allowed = await SendAsync(entry, host.Token(Catalogue.Members, needed));
        Assert.True(allowed.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{needed} is enough, not {allowed.StatusCode}");
        host.Desk.Reset();
        using var refused = await SendAsync(entry, host.Token(Catalogue.Members, Permissions.All & ~needed));
        await ProblemAssert.IsAsync(refused, HttpStatusCode.Forbidden, "role.denied");
        Assert.Empty(host.Desk.Calls);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_WhenItCallsTenantGrains_CallsThoseOfTheTokenForItsCaller(string endpoint)
    {
        host.Desk.Reset();
        using var response = await SendAsync(Entry(endpoint), host.Token(Catalogue.Members));

        foreach (var call in host.Desk.Calls)
        {
            Assert.True(call.Key.StartsWith("m-") || call.Key.StartsWith("t-demo") || call.Key == "p-risk", $"{call.Method} was called on {call.Key}");
            Assert.NotNull(call.Caller);
            Assert.Equal(ApiHost.User, UserId.Parse(call.Caller.Actor.Value["user:".Length..]));
            Assert.True(call.Caller.Tenant == ApiHost.Tenant || call.Caller.Roles == Roles.SignIn);
        }
    }

    [Fact]
    public async Task Endpoint_WithTwoAuthorizationHeaders_Answers401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts");
        request.Headers.TryAddWithoutValidation("Authorization", ["Bearer " + host.Token(Roles.Analyst), "Bearer " + host.Token(Roles.Analyst)]);

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, "token.invalid");
    }

    [Fact]
    public async Task Endpoint_WithoutAToken_SaysHowToAuthenticate()
    {
        using var response = await host.SendAsync("GET", "/api/v1/me", null);

        Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    private async Task RefusedAsync(string endpoint, string? token, HttpStatusCode status, string code)
    {
        host.Desk.Reset();
        using var response = await SendAsync(Entry(endpoint), token);

        await ProblemAssert.IsAsync(response, status, code);
        Assert.Empty(host.Desk.Calls);
    }

    private Task<HttpResponseMessage> SendAsync(CatalogueEntry entry, string? token) =>
        entry.Route == "/api/v1/live"
            ? host.SendAsync(entry.Method, entry.Path + "?symbols=,bad", token)
            : host.SendAsync(entry.Method, entry.Path, token, entry.Body is null ? null : ApiHost.Json(entry.Body));

    private static CatalogueEntry Entry(string endpoint) => Catalogue.All.Single(e => e.ToString() == endpoint);
}
