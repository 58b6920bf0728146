using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Tenants;
using Countersign.Silo.Hosting;
using Countersign.Silo.Notifications;
using Countersign.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Web.Hosting;

/// <summary>A whole desk in this process, on a free port and in a folder of its own.</summary>
public abstract partial class RunningDesk : IAsyncLifetime
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-web-").FullName;
    private readonly StringWriter printed = new();
    private WebApplication? app;

    /// <summary>What it plays, below the shared folder; null for the simulated market.</summary>
    protected abstract string? Recording { get; }

    /// <summary>The desk's clock; null for the system's.</summary>
    protected virtual TimeProvider? Time => null;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var replay = Recording is { } recording ? new ReplayOptions(SharedFiles.Require(recording), null, null, null) : null;
        var options = new ServeOptions(new StoreOptions(folder, null), Address?.Port ?? 0, "127.0.0.1", replay, Seed: 1);
        app = DeskHost.Build(options, printed, services =>
        {
            services.AddLogging(l => l.SetMinimumLevel(LogLevel.Warning));
            services.Configure<WebhookOptions>(o => o.AllowLoopback = true);
            if (Time is { } time)
            {
                services.AddSingleton(time);
            }
        });
        await app.StartAsync();
        Address = new Uri(app.Urls.First());
        await WaitUntilReadyAsync();
    }

    /// <summary>Sees to it that there are a position, a working order, a trade and a ledger to show. Asked for again it changes nothing.</summary>
    public async Task TradeAsync()
    {
        using var http = await ApiAsync("pm@demo");
        var client = new CountersignClient(new HttpClientTransport(http));
        var account = (await client.ListAccountsAsync()).Value.Items[0].Id;
        foreach (var order in new[]
        {
            new PlaceOrderRequest { AccountId = account, ClientOrderId = "o-shown-buy", Symbol = "EURUSD", Side = "buy", Quantity = 50_000 },
            new PlaceOrderRequest { AccountId = account, ClientOrderId = "o-shown-sell", Symbol = "EURUSD", Side = "sell", Quantity = 10_000 },
            new PlaceOrderRequest
            {
                AccountId = account, ClientOrderId = "o-shown-rest", Symbol = "EURUSD", Side = "buy", Quantity = 10_000, Type = "limit", LimitPrice = 0.5m,
            },
        })
        {
            (await client.PlaceOrderAsync(order)).ThrowIfRefused();
        }
    }

    /// <summary>The API for somebody who has signed in.</summary>
    public async Task<HttpClient> ApiAsync(string login)
    {
        var http = new HttpClient { BaseAddress = Address };
        var tokens = await new CountersignClient(new HttpClientTransport(http)).SignInAsync(new SignInRequest { Login = login, Password = PasswordOf(login) });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Value.AccessToken);
        return http;
    }

    /// <summary>Gives the stopped desk a command, as an operator does on the command line; what it prints.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        var said = new StringWriter();
        var complained = new StringWriter();
        var code = await EntryPoint.RunAsync([.. arguments, "--data", folder], said, complained);
        return code == 0 ? said.ToString() : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {complained}");
    }

    /// <summary>Stops the desk as an operator does, and starts it again on the same files and the same port.</summary>
    /// <param name="whileDown">What happens in between.</param>
    public async Task RestartAsync(Func<Task> whileDown)
    {
        await StopAsync();
        await whileDown();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task StopAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }

    /// <summary>The password that the desk printed for a login.</summary>
    public string PasswordOf(string login) =>
        Printed().Matches(printed.ToString()).First(m => m.Groups[1].Value == login).Groups[2].Value;

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var patience = new CancellationTokenSource(StartMax);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(patience.Token))
        {
            using var ready = await client.GetAsync("/health/ready", patience.Token);
            if (ready.IsSuccessStatusCode && printed.ToString().Contains("@demo", StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    [GeneratedRegex(@"^\s+(\S+@\S+)\s+(\S+)\s", RegexOptions.Multiline)]
    private static partial Regex Printed();
}

/// <summary>Plays a recorded day at full speed.</summary>
public sealed class RecordedDesk : RunningDesk
{
    protected override string Recording => "data/fx/tick/eurusd_oanda_tick_2014-05-06.csv";
}

/// <summary>Makes its market up.</summary>
public sealed class SimulatedDesk : RunningDesk
{
    protected override string? Recording => null;
}

/// <summary>Makes its market up, and is stopped and started by its tests.</summary>
public sealed class RestartingDesk : RunningDesk
{
    protected override string? Recording => null;
}

/// <summary>Makes its market up, and its clock goes as its tests want.</summary>
public sealed class ClockedDesk : RunningDesk
{
    protected override string? Recording => null;

    public ShiftedTime Clock { get; } = new();

    protected override TimeProvider Time => Clock;
}
