using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Countersign.Silo.Audit.ReadModels;
using Countersign.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>A database of an earlier schema is opened: its lists are there, in today's shape, with everything that happened.</summary>
public abstract class ListRebuildContract : IAsyncLifetime
{
    protected static readonly PageRequest All = new(PageRequest.LimitMax, null);

    // The tables that a schema from before had, or that today's has besides; the journal's own stay.
    private const string DropLists =
        """
        DROP TABLE accounts; DROP TABLE strategies; DROP TABLE trade_ideas; DROP TABLE orders; DROP TABLE executions; DROP TABLE positions;
        DROP TABLE ledger_entries; DROP TABLE controls; DROP TABLE trades; DROP TABLE equity_points; DROP TABLE decisions; DROP TABLE logins;
        DROP TABLE economic_releases; DROP TABLE news; DROP TABLE snapshot_contents; DROP TABLE snapshot_times; DROP TABLE backtests;
        DROP TABLE webhook_cursors; DROP TABLE webhook_deliveries; DROP TABLE webhook_failures;
        ALTER TABLE chains DROP COLUMN erasure;
        DELETE FROM journal_schema WHERE version > 3;
        """;

    protected abstract JournalRig Rig { get; }

    protected abstract string InItsWords(string step);

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Start_OnASchemaFromBefore_ListsWhatHappenedAndForgetsWhatDidNot()
    {
        string before;
        using (var open = Rig.Open())
        {
            await TradeAsync(open);
            before = await DescribeAsync(open.Lists, ThisTenant);
        }

        await Rig.ExecuteAsync(DropLists);
        await Rig.ExecuteAsync(InItsWords(Migrations.Steps[2]));
        await Rig.ExecuteAsync(
            "INSERT INTO accounts (tenant, id, name, currency, trading_state, cash_units, cash_fraction) VALUES ('t-one', 'a-main', 'Main', 'USD', 'active', 5, 0)");

        using var after = Rig.Open();
        Assert.Equal(before, await DescribeAsync(after.Lists, ThisTenant));
        Assert.True((await after.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
    }

    [Fact]
    public async Task Start_OnTodaysSchema_LeavesTheListsAlone()
    {
        using (Rig.Open())
        {
        }

        await Rig.ExecuteAsync("INSERT INTO logins (login, tenant, user_id) VALUES ('kept@example.com', 't-one', 'u-kept')");

        using var again = Rig.Open();
        Assert.NotNull(await again.Lists.FindLoginAsync("kept@example.com", CancellationToken.None));
    }

    private static async Task TradeAsync(OpenJournal open)
    {
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            await desk.SubmitAsync($"o-{i}", i % 2 == 0 ? Side.Buy : Side.Sell, 1_000.25m + i);
            await desk.FillAsync($"o-{i}", i % 5 == 0 ? 0.5m : 1_000.25m + i, 1.39m + (0.0001m * i));
        }

        await desk.SubmitAsync("o-denied", Side.Buy, 99_000_000m);
        await desk.RaiseAsync("i-1", new Autonomy.ApproveEverything());
        await desk.ApproveAsync("i-1");
        await desk.LimitAsync(250m);
        await desk.HaltAsync();
    }

    protected static async Task<string> DescribeAsync(IReadModels lists, TenantId tenant)
    {
        var stop = CancellationToken.None;
        var accounts = (await lists.AccountsAsync(tenant, All, stop)).Items;
        List<object> rows =
        [
            .. accounts, .. (await lists.OrdersAsync(tenant, new(null, null, null), All, stop)).Items,
            .. (await lists.ExecutionsAsync(tenant, new(null, null, null), All, stop)).Items,
            .. (await lists.TradesAsync(tenant, new(null, null), All, stop)).Items,
            .. (await lists.PositionsAsync(tenant, new(null), All, stop)).Items, .. (await lists.ControlsAsync(tenant, new(), All, stop)).Items,
            .. (await lists.TradeIdeasAsync(tenant, new(null, null, null), All, stop)).Items,
            .. (await lists.DecisionsAsync(tenant, new(null, null, null, null, null), All, stop)).Items,
        ];
        foreach (var account in accounts)
        {
            rows.AddRange((await lists.LedgerAsync(tenant, new(account.Id), All, stop)).Items.Select(r => (object)(r.Entry.Number, r.Kind, r.Cash)));
        }

        return string.Join('\n', rows);
    }
}

public sealed class SqliteListRebuildTests : ListRebuildContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    protected override string InItsWords(string step) => Migrations.ForSqlite(step);

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Start_OnTheFirstReleasesOwnFile_ShowsItsHistory()
    {
        var dump = await File.ReadAllTextAsync(Path.Combine(SharedFiles.RepositoryRoot, "tests", "Grains", "Audit", "first-release.sql"));
        await rig.ExecuteAsync(dump);

        using var open = rig.Open();
        var tenant = TenantId.Parse("t-demo");
        var orders = (await open.Lists.OrdersAsync(tenant, new(null, null, null), All, CancellationToken.None)).Items;
        Assert.Equal(
            ["o-old-6 Denied", "o-old-5 Denied", "o-old-4 Filled", "o-old-7 Filled", "o-old-3 Filled", "o-old-2 Filled", "o-old-1 Filled"],
            orders.Select(o => $"{o.Id} {o.Status}"));
        Assert.Equal(
            [99_997.4319984m, 99_999.9167446m],
            (await open.Lists.AccountsAsync(tenant, All, CancellationToken.None)).Items.Select(a => a.Cash));
        Assert.Equal(
            [("p-eurusd", -8_000m, 1.38745m), ("p-eurusd", 3_000m, 1.38759m)],
            (await open.Lists.PositionsAsync(tenant, new(null), All, CancellationToken.None)).Items.Select(p => (p.Id.Value, p.Quantity, p.AveragePrice)));
        var fills = (await open.Lists.ExecutionsAsync(tenant, new(null, null, null), All, CancellationToken.None)).Items;
        Assert.Equal(5, fills.Length);
        Assert.Equal(-0.28m, fills.Single(f => f.Order == OrderId.Parse("o-old-7")).RealisedPnl);
        Assert.True((await open.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
    }

    [Theory]
    [InlineData("orders_account", "account = $2")]
    [InlineData("orders_symbol", "symbol = $2")]
    [InlineData("orders_open", "account = $2 AND is_open = 1")]
    [InlineData("orders_unfilled", "status = $2 AND status IN ('Denied', 'Rejected', 'Cancelled', 'Expired')")]
    public void Orders_Filtered_AreReadFromAnIndexInTheirOrder(string index, string condition)
    {
        using (rig.Open())
        {
        }

        using var connection = new SqliteConnection("Data Source=" + rig.FilePath + ";Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"EXPLAIN QUERY PLAN SELECT ticket FROM orders WHERE tenant = $1 AND {condition} ORDER BY created_at DESC, account DESC, id DESC LIMIT 50";
        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        Assert.Contains(index, Assert.Single(plan));
    }

    [Fact]
    public void Query_WithEveryFilter_NamesOnlyWhatWasAsked()
    {
        var (none, _) = OrderRows.Query(ThisTenant, new(null, null, null), new(1, null)).Take(1);
        var (denied, cells) = OrderRows.Query(ThisTenant, new(null, null, OrderStatus.Denied), new(1, null)).Take(1);

        Assert.DoesNotContain("AND", none);
        Assert.Contains("AND status = $2 AND status IN ('Denied', 'Rejected', 'Cancelled', 'Expired') ORDER BY", denied);
        Assert.Equal(3, cells.Length);
    }
}

public sealed class PostgresListRebuildTests(PostgresServer server) : ListRebuildContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    protected override string InItsWords(string step) => Migrations.ForPostgres(step);

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
