#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Embedded.Simulation;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Countersign.Silo.Markets;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Desk;

/// <summary>
/// The desk's own grains on one thread, in virtual time: a market that wanders, two strategies, a manager who trades and countersigns, a disk and
/// a venue that fail, and a process that dies now and then. Everything follows from the seed.
/// </summary>
internal sealed class SimulatedDesk
{
    public static readonly AccountId AccountId = AccountId.Parse("a-one");

    private const int Batches = 60;
    private const int TicksOfABatch = 12;
    private const int TriesMax = 200;

    private static readonly TenantId Tenant = TenantId.Parse("t-sim");
    private static readonly Symbol Symbol = Symbol.Parse("EURUSD");
    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly FeedSession Session = new("simulated", Symbol, new FeedDescription("simulated", Simulated: true, Recorded: true));

    private static readonly (StrategyId Id, Autonomy Autonomy)[] Strategies =
    [
        (StrategyId.Parse("s-alone"), new Autonomy.AutoUnder(new Quantity(5_000m))),
        (StrategyId.Parse("s-asks"), new Autonomy.ApproveEverything()),
    ];

    private readonly Random random;
    private readonly SimulatedFaults faults;
    private readonly SimulatedCluster cluster;

    public SimulatedDesk(int seed)
    {
        random = new Random(seed);
        SimulatedFaults? made = null;
        cluster = new SimulatedCluster(seed, (simulated, silo) =>
        {
            made ??= new SimulatedFaults(seed, simulated.TimeProvider) { LatencyMax = TimeSpan.FromMilliseconds(2), Crash = simulated.RequestCrash };
            silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
            silo.AddCountersignGrains();
            new MemoryRecords().AddTo(silo.Services);
            silo.Services.AddSingleton<IMarketClock>(new ReplayMarketClock(Start));
            silo.Services.AddSingleton<IJournal>(new SimulatedJournal(Disk, made, simulated.TimeProvider));
            silo.Services.AddSingleton<IReadModels>(new SimulatedLists(Disk));
            silo.Services.AddSingleton<INotifier>(Messenger);
            silo.Services.AddSingleton(PaperRules.Default);
            silo.Services.AddSingleton<IBroker>(s => new SimulatedVenue(
                Venue, made, s.GetRequiredService<IGrainFactory>(), s.GetRequiredService<IMarketClock>()));
        });
        faults = made!;
    }

    public SimulatedDisk Disk { get; } = new();

    public UnreliableMessenger Messenger { get; } = new();

    public VenueBooks Venue { get; } = new();

    /// <summary>Orders of the manager whose answer arrived.</summary>
    public Dictionary<OrderId, Order> Acknowledged { get; } = [];

    public int Crashes { get; private set; }

    public int Faults => faults.Injected;

    public string TraceHash => cluster.Trace.Hash;

    /// <summary>The account at the end, when all faults are over and everything left over is finished.</summary>
    public Account Account { get; private set; } = null!;

    /// <summary>Runs the scenario to its end.</summary>
    public SimulatedDesk Run()
    {
        Insist(SetUpAsync);
        faults.FailureRate = 0.02;
        faults.CrashRate = 0.002;
        var sent = new List<OrderTicket>();
        var price = 1.1000m;
        for (var batch = 0; batch < Batches; batch++)
        {
            if (random.Next(8) == 0)
            {
                cluster.CrashAfter(random.Next(1, 600));
            }

            var ticks = Ticks(batch, ref price);
            Try(client => SendAsync(client, ticks));
            Try(_ => Task.Delay(TimeSpan.FromSeconds(1), cluster.TimeProvider));
            var ticket = new OrderTicket(
                OrderId.Parse($"o-manual-{batch}"), Symbol, random.Next(2) == 0 ? Side.Buy : Side.Sell, new Quantity(1_000m * random.Next(1, 4)));
            sent.Add(ticket);
            Try(client => PlaceAsync(client, ticket));
            foreach (var idea in Disk.Ideas().Where(i => i.Status == TradeIdeaStatus.NeedsApproval).Select(i => i.Id).ToList())
            {
                Try(client => ApproveAsync(client, idea));
            }
        }

        Finish(sent);
        return this;
    }

    /// <summary>
    /// No more faults; the process starts once more, finishes what is left over, and the manager repeats what was not answered. Decided ideas from which
    /// the market has gone away keep their order back until their time is over: at the end it is.
    /// </summary>
    private void Finish(List<OrderTicket> sent)
    {
        faults.FailureRate = faults.CrashRate = 0;
        cluster.Restart();
        Insist(RecoverAsync);
        foreach (var ticket in sent.Where(t => !Acknowledged.ContainsKey(t.Id)))
        {
            Insist(client => PlaceAsync(client, ticket));
        }

        Insist(client => SettleAsync(client, Start.AddDays(1)));
        Insist(async client =>
        {
            Act(Roles.TenantAdmin);
            Account = ((Reply<AccountView>.Done)await AccountOf(client).GetAsync(CancellationToken.None)).Value.Account;
        });
    }

    private async Task SetUpAsync(IClusterClient client)
    {
        Act(Roles.TenantAdmin);
        var limits = RiskLimits.Default with { QuoteAgeMax = TimeSpan.FromHours(1), MaxOpenIdeas = 1_000 };
        await AccountOf(client).OpenAsync(
            new OpenAccount(CommandId.Parse("open"), Actor.Desk, AccountId, "One", Usd, limits, CommissionModel.Default), CancellationToken.None);
        await AccountOf(client).DepositAsync(
            new DepositFunds(CommandId.Parse("deposit"), Actor.Desk, new Money(100_000m, Usd)), CancellationToken.None);
        Act(Roles.PortfolioManager);
        var definition = ((StrategyParseResult.Valid)StrategyJson.Parse("""
            {
              "name": "Crossing", "symbols": ["EURUSD"], "timeframe": "M1",
              "entry": { "long": { "crossesAbove": ["close", "sma(5)"] }, "short": { "crossesBelow": ["close", "sma(5)"] } },
              "exit": { "long": { "crossesBelow": ["close", "sma(5)"] }, "short": { "crossesAbove": ["close", "sma(5)"] } },
              "size": { "units": 2000 }, "ideaTimeToLive": "4h", "maxOpenIdeas": 50, "costs": { "commissionRate": 0.00002 }
            }
            """)).Definition;
        foreach (var (id, autonomy) in Strategies)
        {
            var strategy = client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenant, id));
            await strategy.CreateAsync(new CreateStrategy(CommandId.Parse("create"), Actor.Desk, id, definition), CancellationToken.None);
            await strategy.ActivateAsync(
                new ActivateStrategy(CommandId.Parse("activate"), Actor.Desk, AccountId, autonomy), CancellationToken.None);
        }
    }

    /// <summary>What the desk does at every start.</summary>
    private async Task RecoverAsync(IClusterClient client)
    {
        Act(Roles.Desk);
        await AccountOf(client).RecoverAsync(CancellationToken.None);
        await SettleAsync(client, Start);
        foreach (var (id, _) in Strategies)
        {
            await client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenant, id)).WakeAsync(CancellationToken.None);
        }
    }

    private async Task SettleAsync(IClusterClient client, DateTimeOffset now)
    {
        Act(Roles.Desk);
        foreach (var idea in Disk.Ideas().ToList())
        {
            await client.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(Tenant, idea.Id)).SettleAsync(now, CancellationToken.None);
        }
    }

    private async Task SendAsync(IClusterClient client, ImmutableArray<Tick> ticks)
    {
        var sink = new StreamTickSink(client, cluster.TimeProvider);
        await sink.BeginAsync(Session, CancellationToken.None);
        await sink.SendAsync(new TickBatch(Session, ticks, null), CancellationToken.None);
        await sink.DrainAsync(Session, CancellationToken.None);
    }

    private async Task PlaceAsync(IClusterClient client, OrderTicket ticket)
    {
        Act(Roles.PortfolioManager);
        if (await AccountOf(client).PlaceOrderAsync(ticket, CancellationToken.None) is Reply<Order>.Done { Value: var order })
        {
            Acknowledged[order.Id] = order;
        }
    }

    private static async Task ApproveAsync(IClusterClient client, TradeIdeaId idea)
    {
        Act(Roles.PortfolioManager);
        await client.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(Tenant, idea))
            .ApproveAsync(new ApproveTradeIdea(CommandId.Parse("approve/" + idea), Actor.Desk, null), CancellationToken.None);
    }

    private ImmutableArray<Tick> Ticks(int batch, ref decimal price)
    {
        var ticks = ImmutableArray.CreateBuilder<Tick>(TicksOfABatch);
        for (var i = 0; i < TicksOfABatch; i++)
        {
            price += 0.0001m * random.Next(-3, 4);
            var time = Start.AddSeconds(10 * ((batch * TicksOfABatch) + i));
            ticks.Add(new Tick(time, new Price(price), new Price(price + 0.0001m)));
        }

        return ticks.ToImmutable();
    }

    private void Insist(Func<IClusterClient, Task> scenario)
    {
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            if (Try(scenario))
            {
                return;
            }
        }

        throw new InvalidOperationException("The desk does not get it done.");
    }

    /// <summary>Tries once; a process that died on the way starts again. What was being done may or may not have happened.</summary>
    private bool Try(Func<IClusterClient, Task> scenario)
    {
        try
        {
            cluster.Run(scenario);
            return true;
        }
        catch (SimulatedCrashException)
        {
            Crashes++;
            cluster.Restart();
            Insist(RecoverAsync);
            return false;
        }
        catch (Exception e) when (e is JournalUnavailableException or OrleansException or TimeoutException)
        {
            return false;
        }
    }

    private static IAccountGrain AccountOf(IClusterClient client) => client.GetGrain<IAccountGrain>(GrainKeys.Account(Tenant, AccountId));

    private static void Act(Roles roles) => CallerContext.Set(new Caller(Tenant, Actor.Desk, roles));
}
#endif
