using System.Buffers.Text;
using System.Net;
using System.Net.ServerSentEvents;
using Countersign.Api.Notifications;
using Countersign.Api.Tenants;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Tests.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

/// <summary>An open stream ends with what let its caller in, not with the access token.</summary>
public sealed class LiveRevocationTests : IAsyncLifetime
{
    private readonly ApiHost host = new();

    public ValueTask InitializeAsync()
    {
        host.Desk.Services = new FakeStreams().ToServices();
        return host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Live_CallerSignsOut_IsCutAtOnce()
    {
        await using var live = await OpenAsync(host.Token(Roles.Analyst));
        Standing(null);

        using var answer = await host.SendAsync("POST", "/api/v1/logout", host.Token(Roles.Analyst));

        Assert.Equal("""{"reason":"revoked"}""", await live.CutAsync());
    }

    [Fact]
    public async Task Live_StampOfTheUserChanges_IsCutAtOnce()
    {
        await using var live = await OpenAsync(host.Token(Roles.Analyst));
        Standing(new SessionStanding(Stamp: 7, DateTimeOffset.MaxValue));

        host.Services.GetRequiredService<SessionGate>().Forget(ApiHost.Tenant, ApiHost.User);

        Assert.Equal("""{"reason":"revoked"}""", await live.CutAsync());
    }

    [Fact]
    public async Task Live_TenantIsSuspended_IsCutAtOnce()
    {
        await using var live = await OpenAsync(host.Token(Roles.Analyst));
        host.Desk.On<ITenantGrain>(nameof(ITenantGrain.GetStandingAsync), _ => TenantStanding.Closed);

        host.Services.GetRequiredService<TenantGates>().Forget(ApiHost.Tenant);

        Assert.Equal("""{"reason":"revoked"}""", await live.CutAsync());
    }

    [Fact]
    public async Task Live_SessionIsEndedByAnotherProcess_IsCutWhenItsStandingIsAskedAgain()
    {
        await using var live = await OpenAsync(host.Token(Roles.Analyst));
        Standing(null);

        host.Time.Now = host.Time.Now.AddSeconds(6);

        Assert.Equal("""{"reason":"revoked"}""", await live.CutAsync());
    }

    [Fact]
    public async Task Live_KeyIsRevoked_IsCutAtOnceAndTheUsersStreamsGoOn()
    {
        var secret = new HandedSecret(HandedSecret.ApiKey, ApiHost.Tenant, "k-one", Base64Url.EncodeToString(new byte[32]));
        var key = new ApiKey("k-one", "Robot", secret.Hash, null, Permissions.Read, [], null, null, Actor.Desk, host.Time.Now, null);
        host.Desk.On<IApiKeysGrain>(nameof(IApiKeysGrain.OpenAsync), _ => key);
        await using var robot = await OpenAsync(secret.ToString());
        await using var person = await OpenAsync(host.Token(Roles.Analyst));
        host.Desk.On<IApiKeysGrain>(nameof(IApiKeysGrain.OpenAsync), _ => null);

        host.Services.GetRequiredService<ApiKeyGate>().Forget(ApiHost.Tenant);

        Assert.Equal("""{"reason":"revoked"}""", await robot.CutAsync());
        using var stillOpen = await host.GetAsync("/api/v1/accounts");
        Assert.Equal(HttpStatusCode.OK, stillOpen.StatusCode);
        Assert.True(host.Services.GetRequiredService<LiveHub>().IsLooking);
    }

    [Fact]
    public async Task Live_GateCannotBeAsked_GoesOn()
    {
        await using var live = await OpenAsync(host.Token(Roles.Analyst));
        host.Desk.On<IUserGrain>(nameof(IUserGrain.GetStandingAsync), _ => throw new JournalUnavailableException("no disk"));
        host.Services.GetRequiredService<SessionGate>().Forget(ApiHost.Tenant, ApiHost.User);
        Standing(null);

        host.Services.GetRequiredService<SessionGate>().Forget(ApiHost.Tenant, ApiHost.User);

        Assert.Equal("""{"reason":"revoked"}""", await live.CutAsync());
    }

    [Fact]
    public async Task Hub_WithoutAClient_DoesNotLookAtTheClock()
    {
        var hub = host.Services.GetRequiredService<LiveHub>();
        Assert.False(hub.IsLooking);
        var live = await OpenAsync(host.Token(Roles.Analyst));
        Assert.True(hub.IsLooking);
        Standing(null);
        host.Services.GetRequiredService<SessionGate>().Forget(ApiHost.Tenant, ApiHost.User);
        await live.CutAsync();
        await live.EndAsync();
        await live.DisposeAsync();

        Assert.True(SpinWait.SpinUntil(() => !hub.IsLooking, TimeSpan.FromMinutes(1)));
    }

    private void Standing(SessionStanding? standing) => host.Desk.On<IUserGrain>(nameof(IUserGrain.GetStandingAsync), _ => standing);

    private async Task<OpenStream> OpenAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live?topics=ideas");
        request.Headers.Authorization = new("Bearer", token);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var stream = new OpenStream(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await stream.BeginAsync();
        return stream;
    }

    private sealed class OpenStream(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> items = SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator();

        public async Task BeginAsync()
        {
            Assert.True(await items.MoveNextAsync());
            Assert.Equal("heartbeat", items.Current.EventType);
        }

        /// <summary>Why the stream was cut; heartbeats before it are passed over.</summary>
        public async Task<string> CutAsync()
        {
            while (await items.MoveNextAsync())
            {
                if (items.Current.EventType == "cut")
                {
                    return items.Current.Data;
                }

                Assert.Equal("heartbeat", items.Current.EventType);
            }

            throw new EndOfStreamException("The stream ended without a reason.");
        }

        public async Task EndAsync() => Assert.False(await items.MoveNextAsync());

        public async ValueTask DisposeAsync()
        {
            await body.DisposeAsync();
            response.Dispose();
        }
    }
}
