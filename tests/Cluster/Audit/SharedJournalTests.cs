using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Countersign.Silo.Tenants;
using Countersign.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Countersign.Tests.Cluster.Audit;

/// <summary>
/// Two desks that both believe to hold an account, as when a cluster is cut in two: the journal's key decides between them, nobody's order is
/// lost and none is booked twice.
/// </summary>
public sealed class SharedJournalTests(PostgresServer server)
{
    private const int OrdersEach = 20;
    private const int OrdersOfBoth = 10;
    private const int TriesMax = 100;
    private const decimal Units = 1_000m;

    private static readonly TenantId Tenant = TenantId.Parse("t-demo");
    private static readonly AccountId Account = AccountId.Parse("a-paper-1");
    private static readonly Symbol Symbol = Symbol.Parse("EURUSD");
    private static readonly string Key = GrainKeys.Account(Tenant, Account);

    [Fact]
    public async Task TwoDesks_TradingOneAccountAtOnce_BookEveryOrderExactlyOnce()
    {
        var connection = server.CreateDatabase();
        var stop = TestContext.Current.CancellationToken;
        await using var first = await RunningHost.StartAsync(connection);
        await first.Services.GetRequiredService<TenantSetup>().CreateDemoAsync(TextWriter.Null, stop);
        await using var second = await RunningHost.StartAsync(connection);
        await first.QuoteAsync(Symbol, 1.1000m, 1.1002m);
        await second.QuoteAsync(Symbol, 1.1000m, 1.1002m);

        // Both hold the account's state before either changes it, so whoever is second must find out.
        RunningHost.ActAs(Tenant, Roles.PortfolioManager);
        await first.Grain<IAccountGrain>(Key).GetAsync(stop);
        await second.Grain<IAccountGrain>(Key).GetAsync(stop);

        await Task.WhenAll(TradeAsync(first, "first"), TradeAsync(second, "second"));
        await SettleAsync((first, "first"), (second, "second"));

        Assert.True(first.Conflicts + second.Conflicts > 0, "The desks never got in each other's way, so this showed nothing.");

        // A third desk knows nothing but the journal.
        await using var third = await RunningHost.StartAsync(connection);
        RunningHost.ActAs(Tenant, Roles.PortfolioManager);
        var account = Assert.IsType<Reply<AccountView>.Done>(await third.Grain<IAccountGrain>(Key).GetAsync(stop)).Value.Account;
        Assert.Equal(2 * OrdersEach + OrdersOfBoth, account.Totals.Fills);
        Assert.Equal(new Quantity(Units * (2 * OrdersEach + OrdersOfBoth)), account.Positions[PositionId.Of(Symbol)].Quantity);
        var reads = third.Services.GetRequiredService<IReadModels>();
        var orders = await reads.OrdersAsync(Tenant, new OrderFilter(Account, null, null), new PageRequest(PageRequest.LimitMax, null), stop);
        Assert.Equal(2 * OrdersEach + OrdersOfBoth, orders.Items.Length);
        Assert.All(orders.Items, o => Assert.Equal(OrderStatus.Filled, o.Status));
        Assert.Empty((await third.Services.GetRequiredService<IJournalAudit>().VerifyAsync(null, stop)).Defects);
    }

    [Fact]
    public async Task SecondDesk_StartingOnAUsedJournal_FindsTheTenantAndMakesNoOther()
    {
        var connection = server.CreateDatabase();
        await using (var first = await RunningHost.StartAsync(connection))
        {
            Assert.NotNull(await first.Services.GetRequiredService<TenantSetup>().CreateDemoAsync(TextWriter.Null, TestContext.Current.CancellationToken));
        }

        await using var second = await RunningHost.StartAsync(connection);

        Assert.Null(await second.Services.GetRequiredService<TenantSetup>().CreateDemoAsync(TextWriter.Null, TestContext.Current.CancellationToken));
    }

    // Own orders and those that the other desk is sent too, one after the other.
    private static async Task TradeAsync(RunningHost desk, string name)
    {
        RunningHost.ActAs(Tenant, Roles.PortfolioManager);
        for (var i = 0; i < OrdersEach; i++)
        {
            await PlaceAsync(desk, string.Create(CultureInfo.InvariantCulture, $"o-{name}-{i}"));
            if (i < OrdersOfBoth)
            {
                await PlaceAsync(desk, string.Create(CultureInfo.InvariantCulture, $"o-both-{i}"));
            }
        }
    }

    // A desk whose try kept losing says so and the client sends the order again, with the same id.
    private static async Task PlaceAsync(RunningHost desk, string id)
    {
        var ticket = new OrderTicket(OrderId.Parse(id), Symbol, Side.Buy, new Quantity(Units));
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var reply = await desk.Grain<IAccountGrain>(Key).PlaceOrderAsync(ticket, TestContext.Current.CancellationToken);
                Assert.False(Assert.IsType<Reply<Order>.Done>(reply).Value.Status is OrderStatus.Denied or OrderStatus.Rejected);
                break;
            }
            catch (JournalConflictException) when (attempt < TriesMax)
            {
            }
        }

        // Nothing fills at a quote from before the order.
        await desk.QuoteAsync(Symbol, 1.1000m, 1.1002m);
    }

    /// <summary>
    /// Quotes until each desk has filled the orders that it was sent. Of an order that only the other one was sent it may know less: it reads what
    /// others wrote when it writes itself.
    /// </summary>
    private static async Task SettleAsync(params (RunningHost Desk, string Name)[] desks)
    {
        List<string> left = ["not asked"];
        for (var attempt = 1; attempt <= TriesMax && left.Count > 0; attempt++)
        {
            left.Clear();
            foreach (var (desk, name) in desks)
            {
                await desk.QuoteAsync(Symbol, 1.1000m, 1.1002m);
                try
                {
                    RunningHost.ActAs(Tenant, Roles.Desk);
                    await desk.Grain<IAccountGrain>(Key).RecoverAsync(TestContext.Current.CancellationToken);
                }
                catch (JournalConflictException)
                {
                }

                RunningHost.ActAs(Tenant, Roles.PortfolioManager);
                var view = await desk.Grain<IAccountGrain>(Key).GetAsync(TestContext.Current.CancellationToken);
                left.AddRange(Assert.IsType<Reply<AccountView>.Done>(view).Value.Account.Orders.Open.Values
                    .Where(o => o.Id.Value.StartsWith("o-" + name, StringComparison.Ordinal) || o.Id.Value.StartsWith("o-both", StringComparison.Ordinal))
                    .Select(o => $"{o.Id} is {o.Status} at the {name} desk"));
            }
        }

        Assert.True(left.Count == 0, string.Join("; ", left));
    }
}
