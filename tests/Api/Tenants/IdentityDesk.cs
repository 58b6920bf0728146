using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Countersign.Api;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Silo.Hosting;
using Countersign.Silo.Tenants;
using Countersign.Tests.Api.Desk;
using Countersign.Tests.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

/// <summary>The whole desk with its journal on disk, a clock that the test moves, and randomness that is the same in every run.</summary>
internal sealed class IdentityDesk : IAsyncDisposable
{
    public const string Password = "a quite unlikely phrase";

    private readonly DataDirectory data = new();
    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly Dictionary<string, string> passwords = [];
    private int tenants;

    private IdentityDesk(string? postgres, Action<IServiceCollection>? customise)
    {
        var tick = data.Write("eurusd.csv", RecordedFormat.Ticks.Header + "\n2014-05-06T00:00:00.000Z,1.38740,1.38750\n");
        var options = new ServeOptions(new StoreOptions(data.Path, postgres), 0, "127.0.0.1", new ReplayOptions(tick, null, null, null), 1);
        app = DeskHost.Build(options, TextWriter.Null, services =>
        {
            services.AddLogging(l => l.ClearProviders().AddProvider(Errors));
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IRandomness, SteppedRandomness>();
            services.Configure<ApiOptions>(api =>
            {
                api.Passwords.Iterations = 1_000;
                api.Passwords.RefusalMillisecondsMin = 0;
                api.RateLimits.SignInPerMinute = 100_000;
                api.RateLimits.RequestsPerSecond = 100_000;
                api.RateLimits.RequestBurst = 100_000;
            });
            customise?.Invoke(services);
        });
        http = new HttpClient();
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => app.Services;

    /// <summary>Where its API stands.</summary>
    public Uri Root => http.BaseAddress!;

    /// <summary>The errors that it logged.</summary>
    public ErrorLog Errors { get; } = new();

    public static async Task<IdentityDesk> StartAsync(string? postgres, Action<IServiceCollection>? customise = null)
    {
        var desk = new IdentityDesk(postgres, customise);
        await desk.app.StartAsync(TestContext.Current.CancellationToken);
        await desk.app.Services.GetRequiredService<DeskReadiness>().SetUp;
        desk.http.BaseAddress = new Uri(new Uri(desk.app.Urls.Single()), "/api/v1/");
        return desk;
    }

    /// <summary>A tenant with its four users; its name, which their logins end with.</summary>
    public async Task<string> TenantAsync()
    {
        var name = $"x{++tenants}";
        var made = await app.Services.GetRequiredService<TenantSetup>().CreateAsync(
            TenantId.Parse($"t-{name}"), name, TextWriter.Null, TestContext.Current.CancellationToken);
        foreach (var user in made.Users)
        {
            passwords[user.Login] = user.Password;
        }

        return name;
    }

    public string PasswordOf(string login) => passwords[login];

    public void Remember(string login, string password) => passwords[login] = password;

    public Task<HttpResponseMessage> TrySignInAsync(string login, string password, string? code = null) =>
        SendAsync(HttpMethod.Post, "login", null, new { login, password, code });

    public async Task<Tokens> SignInAsync(string login, string? code = null)
    {
        using var answer = await TrySignInAsync(login, passwords[login], code);
        return Tokens.Of(await ReadAsync(answer));
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? bearer, object? body = null, string? key = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, string? bearer, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return http.SendAsync(request, completion, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string bearer) => SendAsync(HttpMethod.Get, path, bearer);

    public Task<HttpResponseMessage> PostAsync(string path, string? bearer, object? body = null) => SendAsync(HttpMethod.Post, path, bearer, body);

    public async Task<JsonElement> DoneAsync(HttpMethod method, string path, string? bearer, object? body = null)
    {
        using var answer = await SendAsync(method, path, bearer, body);
        return await ReadAsync(answer);
    }

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string? bearer, object? body = null)
    {
        using var answer = await SendAsync(method, path, bearer, body);
        return answer.StatusCode;
    }

    public async Task RefusedAsync(Task<HttpResponseMessage> asked, HttpStatusCode status, string code)
    {
        using var answer = await asked;
        await ProblemAssert.IsAsync(answer, status, code);
    }

    /// <summary>What a success answers; nothing where there is no content.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        return answer.StatusCode == HttpStatusCode.NoContent ? default : await ApiHost.ReadAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        data.Dispose();
    }

    internal sealed record Tokens(string Access, string Refresh)
    {
        public static Tokens Of(JsonElement body) =>
            new(body.GetProperty("accessToken").GetString()!, body.GetProperty("refreshToken").GetString()!);
    }
}
