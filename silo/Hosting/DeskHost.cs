using System.Collections.Immutable;
using Countersign.Api;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Backtests;
using Countersign.Silo.Execution;
using Countersign.Silo.Markets;
using Countersign.Silo.Markets.History;
using Countersign.Silo.Notifications;
using Countersign.Silo.Tenants;
using Countersign.Web;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Hosting;

/// <summary>Puts the desk together: all roles in one process.</summary>
internal static class DeskHost
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(20);

    public static string JournalFile(StoreOptions store) => Path.Combine(store.DataFolder, "desk.db");

    public static JournalOptions JournalOptionsOf(StoreOptions store) =>
        new() { SqlitePath = JournalFile(store), PostgresConnection = store.Postgres };

    /// <summary>The desk with its feed, its API and its pages.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="output">Where the demo tenant's passwords are printed, once.</param>
    /// <param name="customise">Changes services before the desk is built; for tests.</param>
    /// <exception cref="ReplayException">The recording cannot be played.</exception>
    public static WebApplication Build(ServeOptions options, TextWriter output, Action<IServiceCollection>? customise = null)
    {
        if (options.Api is { } api)
        {
            return BuildPages(options, api, customise);
        }

        var builder = NewBuilder(options.Store);
        builder.WebHost.UseUrls(UrlOf(options)).ConfigureKestrel(server => server.AddServerHeader = false);
        if (options.Web)
        {
            builder.WebHost.UseStaticWebAssets();
            builder.Services.AddCountersignWeb(builder.Configuration);
        }

        AddMarket(builder.Services, options);
        builder.Services.AddSingleton<DeskStart>(s => ActivatorUtilities.CreateInstance<DeskStart>(s, output));
        builder.Services.AddHostedService(s => s.GetRequiredService<DeskStart>());
        builder.Services.AddHostedService<FeedService>();
        builder.Services.AddHostedService<SnapshotService>();
        builder.Services.AddHostedService<WebhookPump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<TenantEraser>());
        builder.Services.AddHostedService(s => s.GetRequiredService<HistoryImports>());
        builder.Services.AddHostedService(s => s.GetRequiredService<BacktestWorkers>());
        builder.Services.AddOptions<CalendarOptions>()
            .Bind(builder.Configuration.GetSection(CalendarOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CalendarOptions>, CalendarOptionsValidator>();
        builder.Services.AddHostedService<CalendarPoller>();
        builder.Services.AddHealthChecks().AddCheck<DeskReadinessCheck>("desk", tags: [JournalServices.ReadyTag]);
        customise?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseTrustedProxies();
        if (options.Web)
        {
            app.UseCountersignWeb();
        }

        app.UseCountersignApi();
        app.MapCountersignApi();
        if (options.Web)
        {
            app.MapCountersignWeb();
        }

        return app;
    }

    /// <summary>The pages alone, on the API of another process.</summary>
    private static WebApplication BuildPages(ServeOptions options, Uri api, Action<IServiceCollection>? customise)
    {
        var builder = NewBareBuilder();
        builder.WebHost.UseUrls(UrlOf(options)).ConfigureKestrel(server => server.AddServerHeader = false).UseStaticWebAssets();
        builder.Configuration[$"{WebOptions.Section}:{nameof(WebOptions.ApiAddress)}"] = api.ToString();
        builder.Services.AddSigningKey(options.Store.DataFolder);
        builder.Services.AddCountersignWeb(builder.Configuration);
        builder.Services.AddHealthChecks();
        customise?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseCountersignWeb();
        app.UseRouting().UseAuthentication().UseAuthorization();
        app.MapHealthChecks("/health/live");
        app.MapCountersignWeb();
        return app;
    }

    /// <summary>The desk without a feed and without a port, for a command that needs its grains.</summary>
    public static WebApplication BuildWithoutFeed(StoreOptions store, Action<IServiceCollection>? customise = null)
    {
        var builder = NewBuilder(store);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IMarketClock, SystemMarketClock>();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        customise?.Invoke(builder.Services);
        return builder.Build();
    }

    private static WebApplicationBuilder NewBareBuilder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Where this runs inside a test, the static files are still this program's.
            ApplicationName = typeof(DeskHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning);

        // It warns at every first start that its keys are not encrypted themselves; the folder is the owner's alone, as the docs say.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // A probe that asks too early is answered "not ready"; it would be logged as an error each time.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWait);
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }

    private static WebApplicationBuilder NewBuilder(StoreOptions store)
    {
        var builder = NewBareBuilder();
        var journal = JournalOptionsOf(store);
        builder.Configuration.GetSection("Journal").Bind(journal, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddJournal(journal);
        var history = new MarketHistoryOptions();
        builder.Configuration.GetSection("History").Bind(history, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddMarketHistory(journal, history);
        builder.Services.AddHistoryImports(store.DataFolder);
        builder.Services.AddMarketRecords();
        var backtests = new BacktestOptions();
        builder.Configuration.GetSection(BacktestOptions.Section).Bind(backtests, binder => binder.ErrorOnUnknownConfiguration = true);
        builder.Services.AddBacktests(journal, backtests);
        builder.Services.AddSigningKey(store.DataFolder);
        builder.Services.AddCountersignApi(builder.Configuration);
        builder.Services.AddSingleton<IBroker, PaperBroker>();
        builder.Services.AddSingleton(PaperRules.Default);
        builder.Services.AddSingleton<INotifier, LogNotifier>();
        builder.Services.AddWebhooks(builder.Configuration);
        builder.Services.AddSingleton<DeskReadiness>();
        builder.Services.AddSingleton<TenantSetup>().AddSingleton<PlatformSetup>();
        builder.Services.AddSingleton<TenantEraser>().AddSingleton<ITenantEraser>(s => s.GetRequiredService<TenantEraser>());
        builder.UseDeskGrains();
        return builder;
    }

    // "localhost" is two addresses, which cannot share a port that the system chooses.
    private static string UrlOf(ServeOptions options) =>
        options is { Port: 0, Address: "localhost" } ? "http://127.0.0.1:0" : $"http://{options.Address}:{options.Port}";

    private static void AddMarket(IServiceCollection services, ServeOptions options)
    {
        if (options.Replay is { } replay)
        {
            var feed = ReplayFeed.Open(replay.File, replay.Symbol, replay.Format, replay.Speed, TimeProvider.System);
            services.AddSingleton<IMarketClock>(new ReplayMarketClock(feed.Start));
            services.AddSingleton<IMarketFeed>(feed);
        }
        else
        {
            services.AddSingleton<IMarketClock, SystemMarketClock>();
            services.AddSingleton(s => LiveFeed(s, options));
            if (!options.Feeds.IsEmpty)
            {
                // Only a venue's bars are stored: a desk without one must not open the history at its start.
                services.AddHostedService<HistoryWriter>();
            }
        }
    }

    private static IMarketFeed LiveFeed(IServiceProvider services, ServeOptions options)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var log = services.GetRequiredService<ILoggerFactory>();
        ImmutableArray<IMarketFeed> feeds =
        [
            .. options.Feeds.Select((name, rank) => new KrakenFeed(
                KrakenOptions.Of(name, options.Symbols), time, new Random(unchecked((options.Seed * 31) + rank)), log.CreateLogger<KrakenFeed>())),
        ];
        return feeds switch
        {
            [] => new SimulatedFeed(options.Seed, time),
            [var single] => single,
            _ => new MergedFeed(feeds, FailoverRules.Default, time, log.CreateLogger<MergedFeed>()),
        };
    }
}
