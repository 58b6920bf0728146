#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
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
using Countersign.Tests.Grains.Desk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Countersign.Tests.Simulation;

/// <summary>
/// The whole desk on one thread, in virtual time, from one seed: two tenants that use the same order ids, a strategy that trades alone, people who
/// send commands of every kind (some twice, late and out of order), a market that wanders and jumps, a venue, a line to it, a disk and a process
/// that fail.
/// </summary>
internal sealed partial class TradingDesk
{
    public static readonly Symbol Symbol = Symbol.Parse("EURUSD");

    private const int Rounds = 12;
    private const int TicksOfARound = 8;
    private const int TriesMax = 200;
    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly FeedSession Session = new("simulated", Symbol, new FeedDescription("simulated", Simulated: true, Recorded: true));
    private static readonly StrategyId StrategyId = StrategyId.Parse("s-alone");

    private static readonly StrategyDefinition Definition = ((StrategyParseResult.Valid)StrategyJson.Parse("""
        {
          "name": "Crossing", "symbols": ["EURUSD"], "timeframe": "M1",
          "entry": { "long": { "crossesAbove": ["close", "sma(3)"] }, "short": { "crossesBelow": ["close", "sma(3)"] } },
          "stop": { "pips": 12 }, "target": { "pips": 9 }, "reverse": true,
          "size": { "units": 2000 }, "ideaTimeToLive": "4h", "maxOpenIdeas": 50, "costs": { "commissionRate": 0.00002 }
        }
        """)).Definition;

    private readonly Random random;
    private readonly Defect defect;
    private readonly SimulatedFaults faults;
    private readonly SimulatedCluster cluster;
    private readonly List<Func<IClusterClient, Task>> past = [];
    private readonly List<(TenantAccount Tenant, OrderTicket Ticket)> sent = [];
    private decimal price = 1.1000m;
    private int orders;
    private int commands;

    public TradingDesk(int seed, Defect defect = Defect.None)
    {
        random = new Random(seed);
        Venue = new ExternalVenue(Instruments.Find(Symbol)!, seed, defect);
        this.defect = defect;
        var disk = defect is Defect.JournalLosesAnAppend or Defect.JournalForgetsCommands or Defect.JournalLosesAHalt ? new DefectiveDisk(defect) : null;
        SimulatedFaults? made = null;
        cluster = new SimulatedCluster(seed, (simulated, silo) =>
        {
            made ??= new SimulatedFaults(seed, simulated.TimeProvider) { LatencyMax = TimeSpan.FromMilliseconds(2), Crash = simulated.RequestCrash };
            silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
            silo.AddCountersignGrains();
            new MemoryRecords().AddTo(silo.Services);
            if (defect == Defect.BoundaryIsOpen)
            {
                silo.Services.RemoveAll<IIncomingGrainCallFilter>();
            }

            silo.Services.AddSingleton<IMarketClock>(new ReplayMarketClock(Venue.Now == default ? Start : Venue.Now));
            IJournal journal = new SimulatedJournal(Disk, made, simulated.TimeProvider);
            silo.Services.AddSingleton(disk?.Around(journal) ?? journal);
            silo.Services.AddSingleton<IReadModels>(new SimulatedLists(Disk));
            silo.Services.AddSingleton<INotifier>(new UnreliableMessenger());
            silo.Services.AddSingleton(PaperRules.Default);
            silo.Services.AddSingleton<IBroker>(new ExternalBroker(Venue, made));
        });
        faults = made!;
        Tenants =
        [
            new(TenantId.Parse("t-one"), AccountId.Parse("a-main"), PositionMode.Netting),
            new(TenantId.Parse("t-two"), AccountId.Parse("a-main"), random.Next(2) == 0 ? PositionMode.Netting : PositionMode.Hedging),
        ];
    }

    public ImmutableArray<TenantAccount> Tenants { get; }

    public SimulatedDisk Disk { get; } = new();

    public ExternalVenue Venue { get; }

    public int Crashes { get; private set; }

    public int Faults => faults.Injected;

    public string TraceHash => cluster.Trace.Hash;

    /// <summary>What ran when.</summary>
    public IReadOnlyList<string> Trace => cluster.Trace.Lines;

    /// <summary>Runs the scenario to its end and checks what must hold.</summary>
    /// <exception cref="InvariantException">Something does not hold.</exception>
    public TradingDesk Run()
    {
        Insist(SetUpAsync);
        faults.FailureRate = 0.02;
        faults.CrashRate = 0.002;
        for (var round = 0; round < Rounds; round++)
        {
            if (random.Next(3) == 0)
            {
                cluster.CrashAfter(random.Next(1, 900));
            }

            PassTicks(round);
            foreach (var tenant in Tenants)
            {
                for (var i = random.Next(3); i >= 0; i--)
                {
                    Send(Command(tenant));
                }
            }

            if (past.Count > 0)
            {
                Try(past[random.Next(past.Count)]);
            }

            Push(lossy: true);
        }

        Finish();
        return this;
    }

    private void Finish()
    {
        faults.FailureRate = faults.CrashRate = 0;
        cluster.Restart();
        Insist(RecoverAsync);
        PassTicks(Rounds);
        foreach (var (tenant, ticket) in sent.Where(s => !s.Tenant.Acknowledged.ContainsKey(s.Ticket.Id)))
        {
            Insist(client => PlaceAsync(client, tenant, ticket));
        }

        Push(lossy: false);
        Insist(RecoverAsync);
        foreach (var tenant in Tenants)
        {
            tenant.WaitsAtTheEnd = [.. Fetch(tenant).Account.Orders.Open.Values];
            Insist(async client =>
            {
                Act(tenant, Roles.PortfolioManager);
                await AccountOf(client, tenant).CancelAllOrdersAsync(
                    new CancelAllOrders(CommandId.Parse("cancel-at-the-end"), Actor.Desk, null, KeepReduceOnly: false, "The day is over."),
                    CancellationToken.None);
            });
        }

        Push(lossy: false);
        Insist(RecoverAsync);
        foreach (var tenant in Tenants)
        {
            Invariants.Check(this, tenant, Fetch(tenant));
        }

        if (defect == Defect.DiskIsWrittenOver)
        {
            var (stream, events) = Disk.Streams().First();
            Disk.Overwrite(stream, 1, events[0].Event with { At = events[0].Event.At.AddTicks(1) });
        }

        JournalInvariants.Check(this);
        Knock();
    }

    /// <summary>Everybody tries the other tenant's account, which has the same name.</summary>
    private void Knock()
    {
        foreach (var tenant in Tenants)
        {
            var other = Tenants.Single(t => t != tenant);
            var isShut = false;
            Insist(async client =>
            {
                Act(tenant, Roles.TenantAdmin | Roles.PortfolioManager);
                try
                {
                    await client.GetGrain<IAccountGrain>(GrainKeys.Account(other.Tenant, other.Account)).GetAsync(CancellationToken.None);
                }
                catch (ForeignTenantException)
                {
                    isShut = true;
                }
            });
            if (!isShut)
            {
                throw new InvariantException($"{tenant.Tenant}: read another tenant's account.");
            }
        }
    }

    private AccountView Fetch(TenantAccount tenant)
    {
        AccountView? view = null;
        Insist(async client =>
        {
            Act(tenant, Roles.TenantAdmin);
            view = ((Reply<AccountView>.Done)await AccountOf(client, tenant).GetAsync(CancellationToken.None)).Value;
        });
        return view!;
    }

    private void Send(Func<IClusterClient, Task> command)
    {
        Try(command);
        past.Add(command);
        if (random.Next(6) == 0)
        {
            Try(command);
        }
    }

    private void PassTicks(int round)
    {
        var ticks = ImmutableArray.CreateBuilder<Tick>(TicksOfARound);
        var jump = random.Next(10) == 0 ? 0.0001m * random.Next(-40, 41) : 0m;
        for (var i = 0; i < TicksOfARound; i++)
        {
            price += (0.0001m * random.Next(-4, 5)) + (i == 0 ? jump : 0m);
            ticks.Add(new Tick(
                Start.AddSeconds(20 * ((round * TicksOfARound) + i)), new Price(price), new Price(price + (0.0001m * random.Next(1, 3)))));
        }

        // The feed insists: where the process died it sends again.
        var batch = new TickBatch(Session, ticks.ToImmutable(), null);
        Insist(client => SendAsync(client, batch));
        foreach (ref readonly var tick in batch.Ticks.AsSpan())
        {
            Venue.Quote(in tick);
        }

        Push(lossy: true);
        Try(_ => Task.Delay(TimeSpan.FromSeconds(1), cluster.TimeProvider));
    }

    private async Task SendAsync(IClusterClient client, TickBatch batch)
    {
        var sink = new StreamTickSink(client, cluster.TimeProvider);
        await sink.BeginAsync(Session, CancellationToken.None);
        await sink.SendAsync(batch, CancellationToken.None);
        await sink.DrainAsync(Session, CancellationToken.None);
    }

    /// <summary>The venue's messages go to the accounts; on a lossy line some are lost, some come twice.</summary>
    private void Push(bool lossy)
    {
        foreach (var (account, messages) in Venue.Push())
        {
            if (lossy && random.Next(4) == 0)
            {
                continue;
            }

            for (var times = lossy && random.Next(4) == 0 ? 2 : 1; times > 0; times--)
            {
                Try(client => client.GetStreamProvider(DeskStreams.Provider)
                    .GetStream<BrokerMessages>(StreamId.Create(DeskStreams.BrokerReports, account.Key)).OnNextAsync(messages));
            }
        }
    }

    private async Task SetUpAsync(IClusterClient client)
    {
        foreach (var tenant in Tenants)
        {
            Act(tenant, Roles.TenantAdmin);
            var limits = RiskLimits.Default with { QuoteAgeMax = TimeSpan.FromHours(1), MaxOpenIdeas = 1_000 };
            await AccountOf(client, tenant).OpenAsync(
                new OpenAccount(
                    CommandId.Parse("open"), Actor.Desk, tenant.Account, "Main", Usd, limits, CommissionModel.Default,
                    new AccountTerms(tenant.Mode, random.Next(2) == 0 ? CostMethod.WeightedAverage : CostMethod.FirstInFirstOut)),
                CancellationToken.None);
            await DepositAsync(client, tenant, CommandId.Parse("first-deposit"));
        }

        Act(Tenants[0], Roles.PortfolioManager);
        var strategy = client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenants[0].Tenant, StrategyId));
        await strategy.CreateAsync(new CreateStrategy(CommandId.Parse("create"), Actor.Desk, StrategyId, Definition), CancellationToken.None);
        await strategy.ActivateAsync(
            new ActivateStrategy(CommandId.Parse("activate"), Actor.Desk, Tenants[0].Account, new Autonomy.AutoUnder(new Quantity(5_000m))),
            CancellationToken.None);
    }

    /// <summary>What the desk does at every start.</summary>
    private async Task RecoverAsync(IClusterClient client)
    {
        foreach (var tenant in Tenants)
        {
            Act(tenant, Roles.Desk);
            await AccountOf(client, tenant).RecoverAsync(CancellationToken.None);
        }

        Act(Tenants[0], Roles.Desk);
        foreach (var idea in Disk.Ideas().ToList())
        {
            await client.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(Tenants[0].Tenant, idea.Id)).SettleAsync(Venue.Now, CancellationToken.None);
        }

        await client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenants[0].Tenant, StrategyId)).WakeAsync(CancellationToken.None);
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

        throw new InvariantException("The desk does not get it done, however often it is asked.");
    }

    /// <summary>Tries once; a process that died on the way starts again. What was being done may or may not have happened.</summary>
    private bool Try(Func<IClusterClient, Task> scenario)
    {
        try
        {
            cluster.Run(async client =>
            {
                Act(Tenants[0], Roles.PortfolioManager);
                await scenario(client);
            });
            return true;
        }
        catch (SimulatedCrashException)
        {
            Crashes++;
            cluster.Restart();
            Insist(RecoverAsync);
            return false;
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalConflictException or OrleansException or TimeoutException)
        {
            return false;
        }
    }

    private static IAccountGrain AccountOf(IClusterClient client, TenantAccount tenant)
    {
        if (CallerContext.Current?.Tenant != tenant.Tenant)
        {
            Act(tenant, Roles.PortfolioManager);
        }

        return client.GetGrain<IAccountGrain>(GrainKeys.Account(tenant.Tenant, tenant.Account));
    }

    private static void Act(TenantAccount tenant, Roles roles) => CallerContext.Set(new Caller(tenant.Tenant, Actor.Desk, roles));
}
#endif
