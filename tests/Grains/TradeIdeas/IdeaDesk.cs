#if !ORLEANS
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
using Countersign.Grains.Risk;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Countersign.Silo.Markets;
using Countersign.Tests.Grains.Desk;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.TradeIdeas;

/// <summary>
/// One account with 100,000 USD, ideas to buy EURUSD around 1.1000, people who decide them, and a venue that does as told, on the desk's own
/// grains in virtual time. The desk's clock is the last tick's.
/// </summary>
internal sealed class IdeaDesk
{
    public static readonly DateTimeOffset Start = new(2024, 1, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly Actor Anna = Actor.Parse("user:u-anna");
    public static readonly Actor Bert = Actor.Parse("user:u-bert");
    public static readonly StrategyId StrategyId = StrategyId.Parse("s-cross");
    public static readonly AccountId AccountId = AccountId.Parse("a-one");

    private static readonly TenantId Tenant = TenantId.Parse("t-ideas");
    private static readonly Symbol Symbol = Symbol.Parse("EURUSD");
    private static readonly FeedSession Session = new("ideas", Symbol, new FeedDescription("ideas", Simulated: true, Recorded: true));

    private readonly ReplayMarketClock clock = new(Start);
    private readonly SimulatedDisk disk = new();
    private readonly Damage damage = new();
    private readonly SimulatedCluster cluster;
    private int commands;

    public MemoryRecords Records { get; } = new();

    public IdeaDesk(int seed = 1)
    {
        Venue = new ScriptedVenue(clock);
        cluster = new SimulatedCluster(seed, (simulated, silo) =>
        {
            silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
            silo.AddCountersignGrains();
            Records.AddTo(silo.Services);
            silo.Services.AddSingleton<IMarketClock>(clock);
            silo.Services.AddSingleton<IJournal>(new DamagedJournal(
                new SimulatedJournal(disk, new SimulatedFaults(seed, simulated.TimeProvider), simulated.TimeProvider), damage));
            silo.Services.AddSingleton<IReadModels>(new SimulatedLists(disk));
            silo.Services.AddSingleton<INotifier>(Messenger);
            silo.Services.AddSingleton<IBroker>(Venue);
            silo.Services.AddSingleton(PaperRules.Default);
        });
        Run(async client =>
        {
            Act(Actor.Desk, Roles.TenantAdmin);
            Done(await Account(client).OpenAsync(
                new OpenAccount(Next(), Actor.Desk, AccountId, "One", Currency.Parse("USD"), RiskLimits.Default, CommissionModel.None),
                CancellationToken.None));
            Done(await Account(client).DepositAsync(
                new DepositFunds(Next(), Actor.Desk, new Money(100_000m, Currency.Parse("USD"))), CancellationToken.None));
            return true;
        });
        Tick(1.1000m, 1.1001m, TimeSpan.Zero);
    }

    public ScriptedVenue Venue { get; }

    public UnreliableMessenger Messenger { get; } = new();

    public DateTimeOffset Now => clock.Now;

    public CommandId Next() => CommandId.Parse($"c-{++commands}");

    /// <summary>A quote, so long after the start.</summary>
    public void Tick(decimal bid, decimal ask, TimeSpan after) => Tick(Session, bid, ask, after);

    /// <summary>A quote of another symbol, so long after the start.</summary>
    /// <param name="recording">Another one is another session: what was before is dropped.</param>
    public void Tick(string symbol, decimal bid, TimeSpan after, string recording = "ideas") =>
        Tick(Session with { Id = recording, Symbol = Symbol.Parse(symbol) }, bid, bid + 0.0001m, after);

    private void Tick(FeedSession session, decimal bid, decimal ask, TimeSpan after) => Run(async client =>
    {
        var sink = new StreamTickSink(client, cluster.TimeProvider);
        await sink.BeginAsync(session, CancellationToken.None);
        await sink.SendAsync(new TickBatch(session, [new Tick(Start + after, new Price(bid), new Price(ask))], null), CancellationToken.None);
        await sink.DrainAsync(session, CancellationToken.None);
        return true;
    });

    /// <summary>Lets what is under way come to rest.</summary>
    public void Settle() => cluster.RunFor(TimeSpan.FromSeconds(1));

    /// <summary>The process dies and starts again; the venue and the disk stay.</summary>
    public void Restart()
    {
        damage.AccountsFail = false;
        cluster.Restart();
    }

    /// <summary>From now to the next restart nothing of an account can be written.</summary>
    public void FailOrders() => damage.AccountsFail = true;

    /// <summary>A strategy proposes to buy, stop 100 pips below and target 200 above; it lives an hour.</summary>
    public TradeIdeaId Raise(string id = "i-one", decimal quantity = 10_000m, Autonomy? autonomy = null) => Run(async client =>
    {
        Act(Actor.Strategy(StrategyId), Roles.Desk);
        var idea = TradeIdeaId.Parse(id);
        var quote = (await client.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(Symbol)).GetQuoteAsync())!;
        var command = new RaiseTradeIdea(Next(), Actor.Strategy(StrategyId), idea, Proposal(quote, quantity), quote.Time.AddHours(1));
        Done(await Idea(client, idea).RaiseAsync(
            new RaiseIdea(command, autonomy ?? new Autonomy.ApproveEverything(), 0, quote), CancellationToken.None));
        return idea;
    });

    public Reply<TradeIdea> Approve(TradeIdeaId idea, Actor by, CommandId? command = null) => Run(client =>
    {
        Act(by, Roles.PortfolioManager);
        return Idea(client, idea).ApproveAsync(new ApproveTradeIdea(command ?? Next(), by, null), CancellationToken.None);
    });

    public Reply<TradeIdea> Reject(TradeIdeaId idea, Actor by) => Run(client =>
    {
        Act(by, Roles.PortfolioManager);
        return Idea(client, idea).RejectAsync(new RejectTradeIdea(Next(), by, "Not today."), CancellationToken.None);
    });

    public Reply<TradeIdea> ApproveInTheNameOf(Actor name, TradeIdeaId idea, Actor by) => Run(client =>
    {
        Act(by, Roles.PortfolioManager);
        return Idea(client, idea).ApproveAsync(new ApproveTradeIdea(Next(), name, null), CancellationToken.None);
    });

    /// <summary>Two people press the button in the same moment.</summary>
    public Reply<TradeIdea>[] ApproveAtOnce(TradeIdeaId idea, Actor one, Actor other) => Run(client =>
    {
        Act(one, Roles.PortfolioManager);
        var first = Idea(client, idea).ApproveAsync(new ApproveTradeIdea(Next(), one, null), CancellationToken.None);
        Act(other, Roles.PortfolioManager);
        var second = Idea(client, idea).ApproveAsync(new ApproveTradeIdea(Next(), other, null), CancellationToken.None);
        return Task.WhenAll(first, second);
    });

    public ApprovalPreview Preview(TradeIdeaId idea, Actor by) => Done(Run(client =>
    {
        Act(by, Roles.Analyst);
        return Idea(client, idea).PreviewApprovalAsync(CancellationToken.None);
    }));

    public TradeIdea Get(TradeIdeaId idea) => Done(Run(client =>
    {
        Act(Anna, Roles.Analyst);
        return Idea(client, idea).GetAsync(CancellationToken.None);
    }));

    public TradeIdeaProgress SettleIdea(TradeIdeaId idea) => Run(client =>
    {
        Act(Actor.Desk, Roles.Desk);
        return Idea(client, idea).SettleAsync(clock.Now, CancellationToken.None);
    })!;

    public void Halt() => Run(async client =>
    {
        Act(Anna, Roles.TenantAdmin);
        return Done(await Account(client).SetTradingStateAsync(
            new SetTradingState(Next(), Anna, TradingState.Halted, "The news."), CancellationToken.None));
    });

    public void HaltStrategy() => Run(async client =>
    {
        Act(Anna, Roles.PortfolioManager);
        return Done(await client.GetGrain<IRiskPolicyGrain>(GrainKeys.StrategyRisk(Tenant, StrategyId)).SetTradingStateAsync(
            new ChangeTradingState(Next(), Anna, "It went astray.", TradingState.Halted), CancellationToken.None));
    });

    public void SetAutonomy(Autonomy? autonomy) => Run(async client =>
    {
        Act(Anna, Roles.TenantAdmin);
        return Done(await Account(client).SetAutonomyAsync(new SetAccountAutonomy(Next(), Anna, autonomy, "As agreed."), CancellationToken.None));
    });

    /// <summary>From now on two people decide above this quantity.</summary>
    public void RequireTwoAbove(decimal quantity) => Run(async client =>
    {
        Act(Anna, Roles.TenantAdmin);
        var limits = RiskLimits.Default with { Caps = new RiskCaps { FourEyesQuantity = new Quantity(quantity) } };
        return Done(await Account(client).SetLimitsAsync(new SetRiskLimits(Next(), Anna, limits), CancellationToken.None));
    });

    public T OnStrategy<T>(Func<IStrategyGrain, Task<T>> act) => Run(client =>
    {
        Act(Anna, Roles.PortfolioManager);
        return act(client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenant, StrategyId)));
    });

    public T OnAccount<T>(Roles roles, Func<IAccountGrain, Task<T>> act) => Run(client =>
    {
        Act(Anna, roles);
        return act(Account(client));
    });

    /// <summary>The venue tells of something by itself, later than its answer.</summary>
    public void Report(BrokerOrder order, params BrokerReport[] reports)
    {
        Run(async client =>
        {
            await client.GetStreamProvider(DeskStreams.Provider)
                .GetStream<BrokerMessages>(StreamId.Create(DeskStreams.BrokerReports, GrainKeys.Account(Tenant, AccountId)))
                .OnNextAsync(Venue.Report(order, reports));
            return true;
        });
        cluster.RunFor(TimeSpan.FromSeconds(1));
    }

    /// <summary>A snapshot of the tenant or of the market, as JSON; null where there is none.</summary>
    public string? Snapshot(SnapshotId? id) => id is not { } known ? null : Run(client =>
    {
        Act(Anna, Roles.Analyst);
        return client.GetGrain<ISnapshotGrain>(GrainKeys.Snapshots(Tenant)).GetAsync(known, CancellationToken.None);
    })?.Content;

    /// <summary>Every idea there is, oldest first.</summary>
    public IReadOnlyList<TradeIdea> Ideas() => [.. disk.Ideas()];

    public static T Done<T>(Reply<T> reply) => reply is Reply<T>.Done done
        ? done.Value
        : throw new InvalidOperationException(string.Join("; ", ((Reply<T>.Refused)reply).Refusals));

    public static string[] Codes<T>(Reply<T> reply) => [.. Assert.IsType<Reply<T>.Refused>(reply).Refusals.Select(r => r.Code)];

    private static TradeProposal Proposal(Quote quote, decimal quantity)
    {
        var definition = ((StrategyParseResult.Valid)StrategyJson.Parse("""
            {
              "name": "Always", "symbols": ["EURUSD"], "timeframe": "M1", "entry": { "long": { "above": ["close", 1] } },
              "stop": { "pips": 100 }, "target": { "pips": 200 }, "size": { "units": 10000 }
            }
            """)).Definition;
        var (bid, ask) = (Flat(quote.Bid), Flat(quote.Ask));
        var start = quote.Time.AddMinutes(-1);
        var bar = new Bar(Timeframe.M1, start, quote.Time, DateOnly.FromDateTime(start.UtcDateTime), bid, ask, 1, new Quantity(1m));
        var signal = new StrategyEvaluator(definition, Instruments.Find(Symbol)!).OnBar(bar, default)!;
        return StrategyProposal.Of(signal, definition, quote, AccountId, StrategyId, 1, TradeIntent.Open, new Quantity(quantity));
    }

    private static Ohlc Flat(Price price) => new(price, price, price, price);

    private static IAccountGrain Account(IClusterClient client) => client.GetGrain<IAccountGrain>(GrainKeys.Account(Tenant, AccountId));

    private static ITradeIdeaGrain Idea(IClusterClient client, TradeIdeaId idea) =>
        client.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(Tenant, idea));

    private static void Act(Actor actor, Roles roles) => CallerContext.Set(new Caller(Tenant, actor, roles));

    private T Run<T>(Func<IClusterClient, Task<T>> scenario) => cluster.Run(scenario);
}
#endif
