using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Markets;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Countersign.Tests.Benchmarks.Desk;

/// <summary>The desk's grains on a new SQLite journal in a temporary folder, without a feed and without the API.</summary>
internal sealed class BenchmarkDesk : IAsyncDisposable
{
    private readonly string folder;
    private readonly WebApplication app;

    private BenchmarkDesk(string folder, WebApplication app)
    {
        this.folder = folder;
        this.app = app;
        Grains = app.Services.GetRequiredService<IGrainFactory>();
        Sink = new StreamTickSink(app.Services.GetRequiredService<IClusterClient>(), TimeProvider.System);
    }

    public static TenantId Tenant { get; } = TenantId.Parse("t-bench");

    public IGrainFactory Grains { get; }

    public StreamTickSink Sink { get; }

    public static async Task<BenchmarkDesk> StartAsync(Action<IServiceCollection>? customise = null)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
        var app = DeskHost.BuildWithoutFeed(new StoreOptions(folder, null), customise);
        await app.StartAsync();
        return new BenchmarkDesk(folder, app);
    }

    public static void ActAs(Roles roles) => CallerContext.Set(new Caller(Tenant, Actor.Desk, roles));

    public async Task<IAccountGrain> OpenAccountAsync(int number)
    {
        ActAs(Roles.TenantAdmin);
        var id = AccountId.Parse($"a-{number}");
        var account = Grains.GetGrain<IAccountGrain>(GrainKeys.Account(Tenant, id));
        var usd = Currency.Parse("USD");
        var limits = RiskLimits.Default with { MaxPosition = new Quantity(1_000_000_000m), MaxOpenIdeas = 1000, QuoteAgeMax = TimeSpan.FromHours(1) };
        await account.OpenAsync(
            new OpenAccount(CommandId.Parse("open"), Actor.Desk, id, $"Account {number}", usd, limits, CommissionModel.Default), default);
        await account.DepositAsync(new DepositFunds(CommandId.Parse("deposit"), Actor.Desk, new Money(1_000_000m, usd)), default);
        return account;
    }

    public async Task ActivateStrategyAsync(string id, string json, int account)
    {
        ActAs(Roles.PortfolioManager);
        var definition = StrategyJson.Parse(json) switch
        {
            StrategyParseResult.Valid valid => valid.Definition,
            StrategyParseResult.Invalid invalid => throw new InvalidDataException(string.Join('\n', invalid.Errors)),
            var other => throw new InvalidOperationException(other.ToString()),
        };
        var strategyId = StrategyId.Parse(id);
        var strategy = Grains.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenant, strategyId));
        await strategy.CreateAsync(new CreateStrategy(CommandId.Parse("create"), Actor.Desk, strategyId, definition), default);
        await strategy.ActivateAsync(
            new ActivateStrategy(
                CommandId.Parse("activate"), Actor.Desk, AccountId.Parse($"a-{account}"), new Autonomy.ApproveEverything()),
            default);
    }

    /// <summary>A feed session whose ticks are taken whatever their time.</summary>
    public static FeedSession Recording(string id, Symbol symbol) => new(id, symbol, new FeedDescription("benchmark", Simulated: true, Recorded: true));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
