using System.Text.RegularExpressions;
using Countersign.Silo.Hosting;
using Countersign.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Web.Hosting;

/// <summary>A whole desk in this process, on a free port and in a folder of its own, with the recorded day played to its end.</summary>
public sealed partial class RunningDesk : IAsyncLifetime
{
    private const string Recording = "data/fx/tick/eurusd_oanda_tick_2014-05-06.csv";
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-web-").FullName;
    private readonly StringWriter printed = new();
    private WebApplication? app;

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var file = SharedFiles.Require(Recording);
        var options = new ServeOptions(
            new StoreOptions(folder, null), 0, "127.0.0.1", new ReplayOptions(file, null, null, null), Seed: 1);
        app = DeskHost.Build(options, printed, services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)));
        await app.StartAsync();
        Address = new Uri(app.Urls.First());
        await WaitUntilPlayedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The password that the desk printed for a login.</summary>
    public string PasswordOf(string login) =>
        Printed().Matches(printed.ToString()).First(m => m.Groups[1].Value == login).Groups[2].Value;

    private async Task WaitUntilPlayedAsync()
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
