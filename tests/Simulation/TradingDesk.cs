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
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Countersign.Tests.Simulation;

/// <summary>
/// The whole desk on one thread, in virtual time, from one seed: two tenants that use the same order ids, a strategy that trades alone, people who
/// send commands of every kind (some twice, late and out of order), a market that wanders and jumps, a venue, a line to it, a disk and a process
/// that fail.
/// </summary>
internal sealed class TradingDesk
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
        var disk = defect is Defect.JournalLosesAnAppend or Defect.JournalForgetsCommands ? new DefectiveDisk(defect) : null;
        SimulatedFaults? made = null;
        cluster = new SimulatedCluster(seed, (simulated, silo) =>
        {
            made ??= new SimulatedFaults(seed, simulated.TimeProvider) { LatencyMax = TimeSpan.FromMilliseconds(2), Crash = simulated.RequestCrash };
            silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
            silo.AddCountersignGrains();
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

    /// <summary>A command of a person, drawn at random; what it is about is drawn too, so that it often meets an order that is over.</summary>
    private Func<IClusterClient, Task> Command(TenantAccount tenant)
    {
        var id = CommandId.Parse($"c-{++commands}");
        var some = OrderId.Parse($"o-{random.Next(1, orders + 2)}");
        switch (random.Next(12))
        {
            case 0 or 1 or 2 or 3 or 4:
                var ticket = Ticket(tenant);
                sent.Add((tenant, ticket));
                return client => PlaceAsync(client, tenant, ticket);
            case 5:
                var amendment = new OrderAmendment(Quantity: new Quantity(1_000m * random.Next(1, 5)));
                return client => AccountOf(client, tenant).AmendOrderAsync(new AmendOrder(id, Actor.Desk, some, amendment), CancellationToken.None);
            case 6:
                return client => AccountOf(client, tenant).CancelOrderAsync(new CancelOrder(id, Actor.Desk, some, "Not any more."), CancellationToken.None);
            case 7:
                return client => AccountOf(client, tenant).CancelAllOrdersAsync(
                    new CancelAllOrders(id, Actor.Desk, Symbol, KeepReduceOnly: random.Next(2) == 0, "Enough."), CancellationToken.None);
            case 8:
                return client => AccountOf(client, tenant).ClosePositionAsync(
                    new ClosePosition(OrderId.Parse("o-close-" + id.Value), PositionId.Of(Symbol)), CancellationToken.None);
            case 9:
                return client => DepositAsync(client, tenant, id);
            default:
                return random.Next(2) == 0
                    ? client => HaltAsync(client, tenant, id)
                    : client => SetStateAsync(client, tenant, id, TradingState.Active);
        }
    }

    private OrderTicket Ticket(TenantAccount tenant)
    {
        // Both tenants count through the same ids.
        var id = OrderId.Parse($"o-{(tenant == Tenants[0] ? ++orders : Math.Max(1, orders))}");
        if (sent.Any(s => s.Tenant == tenant && s.Ticket.Id == id))
        {
            id = OrderId.Parse($"o-{++orders}");
        }

        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var (away, sign) = (0.0001m * random.Next(1, 25), side.Sign());
        var plain = new OrderTicket(
            id, Symbol, side, new Quantity(1_000m * random.Next(1, 4)), TimeInForce: (TimeInForce)random.Next(0, 4),
            Stop: random.Next(3) == 0 ? Price(-sign * 0.0015m) : null, Target: random.Next(3) == 0 ? Price(sign * 0.0015m) : null);
        return random.Next(8) switch
        {
            0 or 1 or 2 => plain,
            3 or 4 => plain with { Type = OrderType.Limit, LimitPrice = Price(-sign * away), Stop = null, Target = null, TimeInForce = TimeInForce.GoodTillCancelled },
            5 => plain with { Type = OrderType.Stop, TriggerPrice = Price(sign * away), Stop = null, Target = null, TimeInForce = TimeInForce.Day },
            6 => plain with
            {
                Type = OrderType.TrailingStop, Trail = new Trail(0.0010m, TrailUnit.Distance), Stop = null, Target = null,
                TimeInForce = TimeInForce.GoodTillCancelled,
            },
            _ => plain with
            {
                Type = OrderType.Limit, LimitPrice = Price(-sign * away), Stop = null, Target = null, OcoGroup = "g-" + random.Next(3),
                TimeInForce = TimeInForce.GoodTillCancelled,
            },
        };
    }

    private Price Price(decimal from) => new(Math.Round(price + from, 5));

    private static async Task PlaceAsync(IClusterClient client, TenantAccount tenant, OrderTicket ticket)
    {
        Act(tenant, Roles.PortfolioManager);
        var isNew = tenant.Tried.Add(ticket.Id);
        var halt = tenant.HaltedSince;
        if (await AccountOf(client, tenant).PlaceOrderAsync(ticket, CancellationToken.None) is not Reply<Order>.Done { Value: var order })
        {
            return;
        }

        if (isNew && halt is not null && order.Status != OrderStatus.Denied)
        {
            throw new InvariantException($"{tenant.Tenant}: {ticket.Id} was taken while trading was halted: it is {order.Status}, {ticket}.");
        }

        tenant.Acknowledged[order.Id] = order;
    }

    private static async Task DepositAsync(IClusterClient client, TenantAccount tenant, CommandId id)
    {
        Act(tenant, Roles.TenantAdmin);
        tenant.DepositsSent.Add(id);
        if (await AccountOf(client, tenant).DepositAsync(new DepositFunds(id, Actor.Desk, new Money(100m, Usd)), CancellationToken.None)
            is Reply<AccountView>.Done)
        {
            tenant.Deposits.Add(id);
        }
    }

    private static async Task HaltAsync(IClusterClient client, TenantAccount tenant, CommandId id)
    {
        await SetStateAsync(client, tenant, id, TradingState.Halted);
    }

    private static async Task SetStateAsync(IClusterClient client, TenantAccount tenant, CommandId id, TradingState state)
    {
        Act(tenant, Roles.PortfolioManager);

        // Whatever becomes of the command, from here on it may have been carried out.
        tenant.HaltedSince = null;
        if (await AccountOf(client, tenant).SetTradingStateAsync(
            new SetTradingState(id, Actor.Parse("user:u-pm"), state, "As a person says."), CancellationToken.None) is Reply<AccountView>.Done done)
        {
            tenant.HaltedSince = done.Value.Account.TradingState == TradingState.Halted ? id : null;
        }
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

/// <summary>A tenant's account, and what the people of that tenant know of it.</summary>
internal sealed class TenantAccount(TenantId tenant, AccountId account, PositionMode mode)
{
    public TenantId Tenant { get; } = tenant;

    public AccountId Account { get; } = account;

    public PositionMode Mode { get; } = mode;

    public VenueAccount AtTheVenue => ExternalBroker.Key(Tenant, Account);

    /// <summary>Orders whose answer arrived, as it was then.</summary>
    public Dictionary<OrderId, Order> Acknowledged { get; } = [];

    /// <summary>Orders that were sent and not answered: they may have been taken at any time since.</summary>
    public HashSet<OrderId> Tried { get; } = [];

    /// <summary>Deposits whose answer arrived.</summary>
    public HashSet<CommandId> Deposits { get; } = [];

    public HashSet<CommandId> DepositsSent { get; } = [];

    /// <summary>The halt that was acknowledged and that no later command may have lifted.</summary>
    public CommandId? HaltedSince { get; set; }

    public ImmutableArray<Order> WaitsAtTheEnd { get; set; } = [];
}

/// <summary>What must hold does not.</summary>
internal sealed class InvariantException(string message) : Exception(message);
#endif
