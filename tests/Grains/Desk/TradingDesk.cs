#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Embedded.Simulation;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Execution;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Execution;
using Countersign.Silo.Markets;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.Desk;

/// <summary>
/// Accounts of two tenants with 100,000 USD each, on the desk's own grains in virtual time: at the paper venue, or at one that a test brings. The
/// desk's clock is the last tick's.
/// </summary>
internal sealed class TradingDesk
{
    public static readonly DateTimeOffset Start = new(2024, 1, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly TenantId North = TenantId.Parse("t-north");
    public static readonly TenantId South = TenantId.Parse("t-south");
    public static readonly AccountId One = AccountId.Parse("a-one");
    public static readonly AccountId Two = AccountId.Parse("a-two");
    public static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    public static readonly Currency Usd = Currency.Parse("USD");
    public static readonly Actor Anna = Actor.Parse("user:u-anna");

    private readonly SimulatedCluster cluster;
    private readonly ReplayMarketClock clock = new(Start);
    private int commands;

    public TradingDesk(Func<IMarketClock, IBroker>? broker = null, AccountTerms? terms = null, int seed = 1)
    {
        cluster = new SimulatedCluster(seed, (simulated, silo) =>
        {
            silo.AddMemoryGrainStorage("PubSubStore").AddMemoryGrainStorage(MarketStorage.Name).AddMemoryStreams(DeskStreams.Provider);
            silo.AddCountersignGrains();
            new MemoryRecords().AddTo(silo.Services);
            silo.Services.AddSingleton<IMarketClock>(clock);
            silo.Services.AddSingleton<IJournal>(
                new SimulatedJournal(Disk, new SimulatedFaults(seed, simulated.TimeProvider), simulated.TimeProvider));
            silo.Services.AddSingleton<IReadModels>(new SimulatedLists(Disk));
            silo.Services.AddSingleton<IJournalAudit>(new NoAudit());
            silo.Services.AddSingleton<INotifier>(new UnreliableMessenger());
            silo.Services.AddSingleton(PaperRules.Default);
            if (broker is null)
            {
                silo.Services.AddSingleton<IBroker, PaperBroker>();
            }
            else
            {
                silo.Services.AddSingleton(broker(clock));
            }
        });
        foreach (var (tenant, account) in (ReadOnlySpan<(TenantId, AccountId)>)[(North, One), (North, Two), (South, One)])
        {
            On(account, a => a.OpenAsync(
                new OpenAccount(Next(), Anna, account, account.Value, Usd, RiskLimits.Default, CommissionModel.None, terms), default), tenant, Roles.TenantAdmin);
            On(account, a => a.DepositAsync(new DepositFunds(Next(), Anna, new Money(100_000m, Usd)), default), tenant, Roles.TenantAdmin);
        }

        Tick(1.1000m, 0);
    }

    public SimulatedDisk Disk { get; } = new();

    public CommandId Next() => CommandId.Parse($"c-{++commands}");

    /// <summary>A quote of EURUSD one pip wide, so many seconds after the start.</summary>
    public void Tick(decimal bid, double seconds) => Run(async client =>
    {
        var session = new FeedSession("desk", EurUsd, new FeedDescription("desk", Simulated: true, Recorded: true));
        var sink = new StreamTickSink(client, cluster.TimeProvider);
        await sink.BeginAsync(session, default);
        var tick = new Tick(Start.AddSeconds(seconds), new Price(bid), new Price(bid + 0.0001m));
        await sink.SendAsync(new TickBatch(session, [tick], null), default);
        await sink.DrainAsync(session, default);
        return true;
    });

    /// <summary>Lets what is under way come to rest.</summary>
    public void Settle(double seconds = 1) => cluster.RunFor(TimeSpan.FromSeconds(seconds));

    /// <summary>The process dies and starts again, and finishes what is left over, as at every start.</summary>
    public void Restart()
    {
        cluster.Restart();
        foreach (var (tenant, account) in (ReadOnlySpan<(TenantId, AccountId)>)[(North, One), (North, Two), (South, One)])
        {
            On(account, async a =>
            {
                await a.RecoverAsync(default);
                return true;
            }, tenant, Roles.Desk);
        }
    }

    public T On<T>(AccountId account, Func<IAccountGrain, Task<T>> act, TenantId? tenant = null, Roles roles = Roles.PortfolioManager) => Run(client =>
    {
        CallerContext.Set(new Caller(tenant ?? North, Anna, roles));
        return act(client.GetGrain<IAccountGrain>(GrainKeys.Account(tenant ?? North, account)));
    });

    public T Run<T>(Func<IClusterClient, Task<T>> scenario) => cluster.Run(scenario);

    public Order Place(OrderTicket ticket, AccountId? account = null, TenantId? tenant = null) =>
        Done(On(account ?? One, a => a.PlaceOrderAsync(ticket, default), tenant));

    public Order Order(string id, AccountId? account = null, TenantId? tenant = null) =>
        Done(On(account ?? One, a => a.GetOrderAsync(OrderId.Parse(id), default), tenant));

    public Account Account(AccountId? account = null, TenantId? tenant = null) =>
        Done(On(account ?? One, a => a.GetAsync(default), tenant)).Account;

    /// <summary>The venue tells an account of something by itself.</summary>
    public void Report(AccountId account, BrokerMessages messages, TenantId? tenant = null)
    {
        Run(async client =>
        {
            await client.GetStreamProvider(DeskStreams.Provider)
                .GetStream<BrokerMessages>(StreamId.Create(DeskStreams.BrokerReports, GrainKeys.Account(tenant ?? North, account)))
                .OnNextAsync(messages);
            return true;
        });
        Settle();
    }

    /// <summary>The account's events of a kind, oldest first.</summary>
    public IReadOnlyList<T> Events<T>(AccountId? account = null, TenantId? tenant = null) where T : AccountEvent =>
        [.. Disk.Events(new JournalStream(tenant ?? North, $"account/{account ?? One}")).Select(e => e.Event).OfType<T>()];

    public static OrderTicket Buy(string id, decimal quantity = 10_000m) => new(OrderId.Parse(id), EurUsd, Side.Buy, new Quantity(quantity));

    public static OrderTicket BuyLimit(string id, decimal limit, decimal quantity = 10_000m) => Buy(id, quantity) with
    {
        Type = OrderType.Limit, TimeInForce = TimeInForce.GoodTillCancelled, LimitPrice = new Price(limit),
    };

    public static T Done<T>(Reply<T> reply) => reply is Reply<T>.Done done
        ? done.Value
        : throw new InvalidOperationException(string.Join("; ", ((Reply<T>.Refused)reply).Refusals));

    public static string[] Codes<T>(Reply<T> reply) => [.. Assert.IsType<Reply<T>.Refused>(reply).Refusals.Select(r => r.Code)];

    private sealed class NoAudit : IJournalAudit
    {
        public ValueTask<AuditReport> VerifyAsync(TenantId? tenant, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The journal of these tests has no hashes.");
    }
}
#endif
