using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Countersign.Domain.Tenants;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Countersign.Silo.Tenants;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>
/// The whole desk in this process, on a free port and a new data directory, after it has played the recorded day. It starts with the first
/// request, so that a test without the recording is skipped and not failed.
/// </summary>
public sealed class RunningDesk : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> tokens = new();
    private readonly SemaphoreSlim starting = new(1);
    private readonly string data = Directory.CreateTempSubdirectory("countersign-desk-").FullName;
    private WebApplication? app;
    private HttpClient? http;
    private Dictionary<string, string> passwords = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (app is not null)
        {
            await app.StopAsync(TestContext.Current.CancellationToken);
            await app.DisposeAsync();
        }

        Directory.Delete(data, recursive: true);
    }

    /// <summary>What a user gets.</summary>
    internal Task<HttpResponseMessage> GetAsync(string login, string path) => SendAsync(login, HttpMethod.Get, path, null);

    /// <param name="key">The Idempotency-Key; null sends none.</param>
    internal Task<HttpResponseMessage> PostAsync(string login, string path, object body, string? key = null) =>
        SendAsync(login, HttpMethod.Post, path, body, key);

    /// <summary>What a user reads; the answer must be a success.</summary>
    internal async Task<JsonElement> ReadAsync(string login, string path)
    {
        using var response = await GetAsync(login, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ApiHost.ReadAsync(response);
    }

    private async Task StartedAsync()
    {
        await starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (app is null)
            {
                await StartAsync();
            }
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task StartAsync()
    {
        var recording = SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv");
        var options = new ServeOptions(new StoreOptions(data, null), 0, "127.0.0.1", new ReplayOptions(recording, null, null, null), 1);
        var printed = new StringWriter();
        app = DeskHost.Build(options, printed, services => services.AddLogging(l => l.ClearProviders()));
        await app.StartAsync(TestContext.Current.CancellationToken);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await app.Services.GetRequiredService<DeskReadiness>().SetUp;
        await app.Services.GetServices<IHostedService>().OfType<FeedService>().Single().ExecuteTask!;

        // Only now: the examples of a tenant that saw the same day would raise ideas with the same ids.
        var other = await app.Services.GetRequiredService<TenantSetup>()
            .CreateAsync(TenantId.Parse("t-other"), "other", TextWriter.Null, TestContext.Current.CancellationToken);
        passwords = printed.ToString().Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(w => w is [var login, _, _] && login.Contains('@')).ToDictionary(w => w[0], w => w[1]);
        foreach (var user in other.Users)
        {
            passwords[user.Login] = user.Password;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string login, HttpMethod method, string path, object? body, string? key = null)
    {
        await StartedAsync();
        using var request = new HttpRequestMessage(method, "/api/v1" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(login));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http!.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> TokenAsync(string login)
    {
        if (!tokens.TryGetValue(login, out var token))
        {
            using var response = await http!.PostAsJsonAsync(
                "/api/v1/login", new { login, password = passwords[login] }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            token = tokens[login] = (await ApiHost.ReadAsync(response)).GetProperty("accessToken").GetString()!;
        }

        return token;
    }
}
