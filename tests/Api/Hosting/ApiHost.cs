using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Countersign.Api;
using Countersign.Api.Tenants;
using Countersign.Domain.Tenants;
using Countersign.Tests.Api.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Xunit;

namespace Countersign.Tests.Api.Hosting;

/// <summary>The API on a free loopback port, with grains that the test plays.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    internal static readonly TenantId Tenant = TenantId.Parse("t-demo");
    internal static readonly UserId User = UserId.Parse("u-someone");

    private readonly Dictionary<string, string?> settings;
    private readonly EcdsaTokenKey key = EcdsaTokenKey.Create();
    private WebApplication? app;

    public ApiHost()
        : this([])
    {
    }

    internal ApiHost(Dictionary<string, string?> settings)
    {
        this.settings = new Dictionary<string, string?>
        {
            ["Api:Passwords:Iterations"] = "1000",
            ["Api:Passwords:RefusalMillisecondsMin"] = "0",
            ["Api:RateLimits:SignInPerMinute"] = "100000",
        };
        foreach (var (name, value) in settings)
        {
            this.settings[name] = value;
        }
    }

    internal FakeDesk Desk { get; } = new();

    /// <summary>What the host's one readiness check says; null for no check.</summary>
    internal bool? Ready { get; init; }

    internal ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));

    internal SteppedRandomness Randomness { get; } = new();

    internal HttpClient Http { get; private set; } = null!;

    internal IServiceProvider Services => app!.Services;

    internal IEnumerable<RouteEndpoint> Endpoints => app!.Services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>();

    /// <summary>Opens a WebSocket as a program does.</summary>
    internal async Task<ClientWebSocket> ConnectAsync(string path, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        try
        {
            await socket.ConnectAsync(new Uri(Http.BaseAddress!.AbsoluteUri.Replace("http://", "ws://", StringComparison.Ordinal).TrimEnd('/') + path), TestContext.Current.CancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseSetting("AllowedHosts", "*");
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IAccessTokenKey>(key);
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddSingleton<IRandomness>(Randomness);
        builder.Services.AddSingleton(Desk.Client);
        builder.Services.AddSingleton<IGrainFactory>(Desk.Client);
        builder.Services.AddCountersignApi(builder.Configuration);
        if (Ready is { } ready)
        {
            builder.Services.AddHealthChecks().AddCheck(
                "journal", () => ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("disk full"), ["ready"]);
        }

        app = builder.Build();
        app.UseCountersignApi();
        app.MapCountersignApi();
        await app.StartAsync(TestContext.Current.CancellationToken);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        key.Dispose();
    }

    internal Task StopAsync() => app!.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>A good token of someone with these roles.</summary>
    /// <param name="roles">Which.</param>
    /// <param name="narrowed">What a permission set leaves of them; null where there is none.</param>
    internal string Token(Roles roles, Permissions? narrowed = null) =>
        Services.GetRequiredService<AccessTokens>().Issue(Tenant, User, "s1", roles, narrowed);

    /// <summary>A token that ran out a second ago.</summary>
    internal string ExpiredToken(Roles roles)
    {
        var options = Services.GetRequiredService<IOptions<ApiOptions>>();
        var before = new ManualTime(Time.Now.AddMinutes(-options.Value.Tokens.AccessMinutes).AddSeconds(-1));
        return new AccessTokens(key, options, before).Issue(Tenant, User, "s1", roles);
    }

    internal Task<HttpResponseMessage> SendAsync(string method, string path, string? token, HttpContent? body = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal Task<HttpResponseMessage> GetAsync(string path, Roles roles = Roles.Analyst) => SendAsync("GET", path, Token(roles));

    internal Task<HttpResponseMessage> PostAsync(string path, string json, Roles roles = Roles.PortfolioManager, string? idempotencyKey = null) =>
        SendAsync("POST", path, Token(roles), Json(json), idempotencyKey);

    internal static StringContent Json(string text) => new(text, new MediaTypeHeaderValue("application/json"));

    internal static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
