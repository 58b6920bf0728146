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
using Countersign.Silo.Execution;
using Countersign.Silo.Markets;
using Countersign.Tests.Grains.Desk;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>The desk's own grains on virtual time, at the paper venue, with one strategy that needs nobody: a recorded day is played to them.</summary>
internal sealed class ParityDesk
{
    private static readonly TenantId Tenant = TenantId.Parse("t-parity");
    private static readonly AccountId AccountId = AccountId.Parse("a-parity");
    private static readonly StrategyId StrategyId = StrategyId.Parse("s-parity");

    private readonly SimulatedCluster cluster;
    private readonly FeedSession session;

    public ParityDesk(StrategyDefinition definition, decimal cash, DateTimeOffset start)
    {
        session = new FeedSession("recorded", definition.Symbols[0], new FeedDescription("recorded", Simulated: false, Recorded: true));
        cluster = new SimulatedCluster(1, (simulated, silo) =>
        {
            silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
            silo.AddCountersignGrains();
            new MemoryRecords().AddTo(silo.Services);
            silo.Services.AddSingleton<IMarketClock>(new ReplayMarketClock(start));
            silo.Services.AddSingleton<IJournal>(
                new SimulatedJournal(Disk, new SimulatedFaults(1, simulated.TimeProvider), simulated.TimeProvider));
            silo.Services.AddSingleton<IReadModels>(new SimulatedLists(Disk));
            silo.Services.AddSingleton<INotifier>(new UnreliableMessenger());
            silo.Services.AddSingleton(PaperRules.Default);
            silo.Services.AddSingleton<IBroker, PaperBroker>();
        });
        cluster.Run(async client =>
        {
            Act(Roles.TenantAdmin);
            var limits = new RiskLimits(new Quantity(100_000_000m), 100_000_000m, 1_000, TimeSpan.FromHours(1));
            var commission = new CommissionModel(definition.Costs.CommissionRate, 0m);
            await Account(client).OpenAsync(
                new OpenAccount(CommandId.Parse("open"), Actor.Desk, AccountId, "Parity", Currency.Parse("USD"), limits, commission), default);
            await Account(client).DepositAsync(new DepositFunds(CommandId.Parse("deposit"), Actor.Desk, new Money(cash, Currency.Parse("USD"))), default);
            Act(Roles.PortfolioManager);
            var strategy = client.GetGrain<IStrategyGrain>(GrainKeys.Strategy(Tenant, StrategyId));
            await strategy.CreateAsync(new CreateStrategy(CommandId.Parse("create"), Actor.Desk, StrategyId, definition), default);
            await strategy.ActivateAsync(
                new ActivateStrategy(CommandId.Parse("activate"), Actor.Desk, AccountId, new Autonomy.AutoUnder(new Quantity(100_000_000m))), default);
        });
    }

    public SimulatedDisk Disk { get; } = new();

    public IReadOnlyList<OrderFilled> Fills => [.. Events<OrderFilled>()];

    public IEnumerable<T> Events<T>() where T : AccountEvent =>
        Disk.Events(new JournalStream(Tenant, $"account/{AccountId}")).Select(e => e.Event).OfType<T>();

    public Account State() => cluster.Run(async client =>
    {
        Act(Roles.TenantAdmin);
        return ((Reply<AccountView>.Done)await Account(client).GetAsync(default)).Value.Account;
    });

    /// <summary>Plays ticks and lets everything that follows come to rest.</summary>
    public void Play(ImmutableArray<Tick> ticks)
    {
        if (ticks.IsEmpty)
        {
            return;
        }

        cluster.Run(async client =>
        {
            var sink = new StreamTickSink(client, cluster.TimeProvider);
            await sink.BeginAsync(session, default);
            await sink.SendAsync(new TickBatch(session, ticks, null), default);
            await sink.DrainAsync(session, default);
        });
        cluster.RunFor(TimeSpan.FromMilliseconds(300));
    }

    private static IAccountGrain Account(IClusterClient client) => client.GetGrain<IAccountGrain>(GrainKeys.Account(Tenant, AccountId));

    private static void Act(Roles roles) => CallerContext.Set(new Caller(Tenant, Actor.Desk, roles));
}
#endif
