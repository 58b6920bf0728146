using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Audit;
using Countersign.Tests.Fixtures;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>What the lists of orders, executions, ledger entries and controls say, held against the state.</summary>
public abstract class TradingListContract : IAsyncLifetime
{
    private static readonly PageRequest All = new(PageRequest.LimitMax, null);

    protected abstract JournalRig Rig { get; }

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Order_ThatRestsIsAmendedFilledAndCancelled_SaysAfterEachStepWhatTheStateSays()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        var at = Noon;
        var limit = new OrderTicket(
            OrderId.Parse("o-1"), DeskScript.EurUsd, Side.Buy, new Quantity(10_000m), OrderType.Limit, TimeInForce.GoodTillCancelled,
            LimitPrice: new Price(1.38m));
        var amendment = new OrderAmendment(new Quantity(8_000.5m), new Price(1.385m));
        await desk.PlaceAsync(limit);
        await AgreesAsync(open, desk, OrderStatus.Submitted);
        await desk.ReplyAsync("o-1", new BrokerReport.Accepted(), at = at.AddSeconds(1));
        await AgreesAsync(open, desk, OrderStatus.Accepted);
        await desk.AmendAsync("o-1", amendment, at = at.AddSeconds(1));
        await AgreesAsync(open, desk, OrderStatus.PendingReplace);
        await desk.FillAsync("o-1", 0.7m, 1.38m);
        await AgreesAsync(open, desk, OrderStatus.PendingReplace);
        await desk.ReplyAsync("o-1", new BrokerReport.Amended(amendment), at = at.AddSeconds(1));
        await AgreesAsync(open, desk, OrderStatus.PartiallyFilled);
        await desk.CancelAsync("o-1", at = at.AddSeconds(1));
        await AgreesAsync(open, desk, OrderStatus.PendingCancel);
        await desk.ReplyAsync("o-1", new BrokerReport.CancelRejected("venue.busy", "Later."), at = at.AddSeconds(1));
        await AgreesAsync(open, desk, OrderStatus.PartiallyFilled);
        await desk.ReplyAsync("o-1", new BrokerReport.Cancelled("venue.requested", "Asked for."), at.AddSeconds(1));

        var row = await AgreesAsync(open, desk, OrderStatus.Cancelled);
        Assert.Equal((8_000.5m, 0.7m, true, "venue.requested"), (row.Ticket.Quantity.Value, row.Filled, row.IsAmended, row.RefusalCode));
        Assert.Equal(new Price(1.385m), row.Ticket.LimitPrice);
    }

    [Fact]
    public async Task Order_ThatExpiresAndIsFilledLate_SaysWhatTheStateSays()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        await desk.PlaceAsync(new OrderTicket(
            OrderId.Parse("o-1"), DeskScript.EurUsd, Side.Sell, new Quantity(1_000m), OrderType.Limit, TimeInForce.Day, LimitPrice: new Price(1.4m)));
        await desk.ReplyAsync("o-1", new BrokerReport.Accepted());
        await desk.ReplyAsync("o-1", new BrokerReport.Expired());
        await AgreesAsync(open, desk, OrderStatus.Expired);
        await desk.FillAsync("o-1", 1_000m, 1.4m);

        await AgreesAsync(open, desk, OrderStatus.Filled);
    }

    [Fact]
    public async Task Orders_Filtered_AreThoseThatTheFilterNames()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        var other = new DeskScript(open.Journal, ThisTenant, "a-other");
        await other.OpenAsync();
        await desk.SubmitAsync("o-filled", Side.Buy, 1_000m);
        await desk.FillAsync("o-filled", 1_000m, 1.39m);
        await desk.SubmitAsync("o-denied", Side.Buy, 99_000_000m, Noon.AddSeconds(11));
        await desk.SubmitAsync("o-open", Side.Buy, 2_000m, Noon.AddSeconds(12));
        await desk.SubmitAsync("o-rejected", Side.Buy, 2_000m, Noon.AddSeconds(13));
        await desk.ReplyAsync("o-rejected", new BrokerReport.Rejected("venue.closed", "Closed."));
        await other.SubmitAsync("o-other", Side.Buy, 1_000m);

        var any = new OrderFilter(null, null, null);
        var main = any with { Account = desk.AccountId };
        Assert.Equal(["o-rejected", "o-open", "o-denied", "o-filled"], await IdsAsync(open, main));
        Assert.Equal(["o-denied"], await IdsAsync(open, main with { Status = OrderStatus.Denied }));
        Assert.Equal(["o-denied"], await IdsAsync(open, any with { Status = OrderStatus.Denied }));
        Assert.Equal(["o-filled"], await IdsAsync(open, any with { Status = OrderStatus.Filled }));
        Assert.Equal(["o-open", "o-other"], await IdsAsync(open, any with { IsOpen = true }));
        Assert.Equal(["o-open", "o-other"], await IdsAsync(open, any with { Status = OrderStatus.Submitted, Symbol = DeskScript.EurUsd }));
        Assert.Equal(["o-open", "o-denied"], await IdsAsync(open, main with { From = Noon.AddSeconds(11), To = Noon.AddSeconds(13) }));
        Assert.Empty(await IdsAsync(open, main with { Symbol = Symbol.Parse("GBPUSD") }));
    }

    [Fact]
    public async Task Executions_AreTheFillsAsBooked_NewestFirstInPages()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        await desk.SubmitAsync("o-1", Side.Buy, 10_000m);
        await desk.FillAsync("o-1", 4_000m, 1.3902m, "x-1");
        await desk.FillAsync("o-1", 6_000m, 1.3904m, "x-2");
        await desk.SubmitAsync("o-2", Side.Sell, 4_000m);
        await desk.FillAsync("o-2", 4_000m, 1.3950m);

        var rows = new List<ExecutionRow>();
        string? cursor = null;
        do
        {
            var page = await open.Lists.ExecutionsAsync(ThisTenant, new(null, null, null), new PageRequest(1, cursor), CancellationToken.None);
            rows.Add(Assert.Single(page.Items));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["o-2x-1", "o-1x-2", "o-1x-1"], rows.Select(r => r.Id.Value));
        Assert.Equal(desk.State!.Totals.Realised, rows.Sum(r => r.RealisedPnl));
        Assert.Equal(desk.State.Totals.Commission, rows.Sum(r => r.Commission));
        Assert.Equal((4_000m, 1.3950m, Side.Sell, 4_000m, 4L), (rows[0].Quantity, rows[0].Price, rows[0].Side, rows[0].Closed, rows[0].Entry));
        Assert.All(rows, r => Assert.Equal(PositionId.Of(DeskScript.EurUsd), r.Position));
        var ofOrder = await open.Lists.ExecutionsAsync(
            ThisTenant, new(desk.AccountId, DeskScript.EurUsd, OrderId.Parse("o-1")), All, CancellationToken.None);
        Assert.Equal(["o-1x-2", "o-1x-1"], ofOrder.Items.Select(r => r.Id.Value));
        Assert.Empty((await open.Lists.ExecutionsAsync(ThisTenant, new(null, null, null, From: Noon.AddSeconds(1)), All, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Trades_AreTheFillsThatClosedSomething()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        await desk.SubmitAsync("o-1", Side.Buy, 10_000m);
        await desk.FillAsync("o-1", 10_000m, 1.3902m);
        await desk.SubmitAsync("o-2", Side.Sell, 4_000m);
        await desk.FillAsync("o-2", 4_000m, 1.3950m);
        await desk.SubmitAsync("o-3", Side.Sell, 8_000m);
        await desk.FillAsync("o-3", 8_000m, 1.3850m);

        var rows = (await open.Lists.TradesAsync(ThisTenant, new(desk.AccountId, DeskScript.EurUsd), All, CancellationToken.None)).Items;

        Assert.Equal(["o-3", "o-2"], rows.Select(r => r.Order.Value));
        Assert.Equal([6_000m, 4_000m], rows.Select(r => r.Trade.Quantity.Value));
        Assert.Equal(desk.State!.Totals.Realised, rows.Sum(r => r.Trade.Gross.Amount));
        Assert.All(rows, r => Assert.Equal(Side.Buy, r.Trade.Side));
        var first = await open.Lists.TradesAsync(ThisTenant, new(null, null), new PageRequest(1, null), CancellationToken.None);
        Assert.Equal(rows[0], Assert.Single(first.Items));
        Assert.Equal(rows[1], Assert.Single((await open.Lists.TradesAsync(
            ThisTenant, new(null, null), new PageRequest(1, first.Next), CancellationToken.None)).Items));
        Assert.Empty((await open.Lists.TradesAsync(ThisTenant, new(null, null, DeskScript.Noon.AddHours(1)), All, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Ledger_HasEveryEntryAndTheCashAfterIt()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        await desk.SubmitAsync("o-1", Side.Buy, 10_000.37m);
        await desk.FillAsync("o-1", 10_000.37m, 1.39017m);
        await desk.SubmitAsync("o-2", Side.Sell, 3_000m);
        await desk.FillAsync("o-2", 3_000m, 1.38001m);

        var rows = (await open.Lists.LedgerAsync(ThisTenant, new(desk.AccountId), All, CancellationToken.None)).Items;

        Assert.Equal([3L, 2L, 1L], rows.Select(r => r.Entry.Number));
        Assert.Equal(["fill", "fill", "deposit"], rows.Select(r => r.Kind));
        Assert.All(rows, r => Assert.True(r.Entry.IsBalanced));
        Assert.Equal(desk.State!.Ledger.Cash, rows[0].Cash);
        Assert.Equal(desk.State.Ledger.Balance(LedgerAccount.Commission), rows.Sum(r => r.Entry.Postings.Where(p => p.Account == LedgerAccount.Commission).Sum(p => p.Amount.Amount)));
        for (var i = 0; i < rows.Length; i++)
        {
            var before = i + 1 < rows.Length ? rows[i + 1].Cash : 0m;
            Assert.Equal(before + rows[i].Entry.Postings.Where(p => p.Account == LedgerAccount.Cash).Sum(p => p.Amount.Amount), rows[i].Cash);
        }

        var deposits = await open.Lists.LedgerAsync(ThisTenant, new(desk.AccountId, LedgerKinds.Deposit), All, CancellationToken.None);
        Assert.Equal([1L], deposits.Items.Select(r => r.Entry.Number));
        var second = await open.Lists.LedgerAsync(
            ThisTenant, new(desk.AccountId), new PageRequest(1, (await open.Lists.LedgerAsync(
                ThisTenant, new(desk.AccountId), new PageRequest(1, null), CancellationToken.None)).Next), CancellationToken.None);
        Assert.Equal([2L], second.Items.Select(r => r.Entry.Number));
    }

    [Fact]
    public async Task EquityCurve_HasAPointADayNewestFirst()
    {
        using var open = Rig.Open();
        var usd = Currency.Parse("USD");
        for (var day = 1; day <= 3; day++)
        {
            var point = new EquityRecorded(
                new DateOnly(2014, 5, day), new Money(1_000.5m * day, usd), new Money(900m, usd), new Money(100m, usd), new Money(5_000m, usd),
                Actor.Desk, Noon.AddDays(day));
            await open.Journal.AppendAsync(
                new JournalAppend(Stream("main"), day - 1, CommandId.Parse($"c{day}"), Actor.Desk, [point]), CancellationToken.None);
        }

        var account = AccountId.Parse("a-main");
        var first = await open.Lists.EquityAsync(ThisTenant, new(account), new PageRequest(2, null), CancellationToken.None);
        var rest = await open.Lists.EquityAsync(ThisTenant, new(account), new PageRequest(2, first.Next), CancellationToken.None);

        Assert.Equal([3_001.5m, 2_001m, 1_000.5m], first.Items.Concat(rest.Items).Select(r => r.Equity));
        Assert.Equal(
            new EquityRow(ThisTenant, account, new DateOnly(2014, 5, 1), Noon.AddDays(1), 1_000.5m, 900m, 100m, 5_000m), Assert.Single(rest.Items));
        Assert.Equal(2, (await open.Lists.EquityAsync(ThisTenant, new(account, Noon.AddDays(2)), All, CancellationToken.None)).Items.Length);
        Assert.Empty((await open.Lists.EquityAsync(OtherTenant, new(account), All, CancellationToken.None)).Items);
        await ListOrders.HoldAsync(p => open.Lists.EquityAsync(ThisTenant, new(account), p, CancellationToken.None), 3);
    }

    [Fact]
    public async Task Lists_InEitherOrder_HaveEachRowOnceAndCursorsOfTheirOwn()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        var other = new DeskScript(open.Journal, ThisTenant, "a-other");
        await other.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await desk.SubmitAsync($"o-buy-{i}", Side.Buy, 1_000m);
            await desk.FillAsync($"o-buy-{i}", 1_000m, 1.39m);
            await desk.SubmitAsync($"o-sell-{i}", Side.Sell, 1_000m);
            await desk.FillAsync($"o-sell-{i}", 1_000m, 1.40m);
            await other.SubmitAsync($"o-{i}", Side.Buy, 1_000m, Noon.AddSeconds(i));
            await other.RaiseAsync($"i-{i}", new Autonomy.ApproveEverything());
            await desk.LimitAsync(250m + i);
        }

        var stop = CancellationToken.None;
        await ListOrders.HoldAsync(p => open.Lists.OrdersAsync(ThisTenant, new(null, null, null), p, stop), 9);
        await ListOrders.HoldAsync(p => open.Lists.OrdersAsync(ThisTenant, new(desk.AccountId, null, OrderStatus.Filled), p, stop), 6);
        await ListOrders.HoldAsync(p => open.Lists.ExecutionsAsync(ThisTenant, new(null, null, null), p, stop), 6);
        await ListOrders.HoldAsync(p => open.Lists.TradesAsync(ThisTenant, new(null, null), p, stop), 3);
        await ListOrders.HoldAsync(p => open.Lists.TradeIdeasAsync(ThisTenant, new(null, null, null), p, stop), 3);
        await ListOrders.HoldAsync(p => open.Lists.DecisionsAsync(ThisTenant, new(null, null, null, null, null), p, stop), 6);
        await ListOrders.HoldAsync(p => open.Lists.LedgerAsync(ThisTenant, new(desk.AccountId), p, stop), 7, r => r.Entry.Number);
        await ListOrders.HoldAsync(p => open.Lists.ControlsAsync(ThisTenant, new(), p, stop), 3);
    }

    [Fact]
    public async Task Accounts_InEitherOrder_AreEachThereOnce()
    {
        using var open = Rig.Open();
        foreach (var id in (string[])["a-c", "a-a", "a-b", "a-d"])
        {
            await new DeskScript(open.Journal, ThisTenant, id).OpenAsync();
        }

        await ListOrders.HoldAsync(p => open.Lists.AccountsAsync(ThisTenant, p, CancellationToken.None), 4);
    }

    [Fact]
    public async Task Controls_SayWhoChangedWhatAndWhy()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        await desk.LimitAsync(250m);
        await desk.HaltAsync();

        var rows = (await open.Lists.ControlsAsync(ThisTenant, new(), All, CancellationToken.None)).Items;

        Assert.Equal([ControlKinds.TradingState, ControlKinds.Limits], rows.Select(r => r.Kind));
        Assert.All(rows, r => Assert.Equal((ControlLevels.Account, "a-main", DeskScript.Manager), (r.Level, r.Target, r.Actor)));
        Assert.Equal("Lunch.", rows[0].Reason);
        Assert.Equal(250m, JsonElement.Parse(rows[1].Change).GetProperty("limits").GetProperty("maxDailyLoss").GetDecimal());
        var limits = await open.Lists.ControlsAsync(
            ThisTenant, new(ControlLevels.Account, "a-main", ControlKinds.Limits), All, CancellationToken.None);
        Assert.Equal(rows[1], Assert.Single(limits.Items));
        Assert.Empty((await open.Lists.ControlsAsync(ThisTenant, new(ControlLevels.Strategy), All, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Unfinished_NamesAccountsThatHoldSomething()
    {
        using var open = Rig.Open();
        var desk = await OpenAsync(open);
        await desk.SubmitAsync("o-1", Side.Buy, 1_000m);
        await desk.FillAsync("o-1", 1_000m, 1.39m);

        Assert.Equal([desk.AccountId], (await open.Lists.UnfinishedAsync(Noon, 10, CancellationToken.None)).Select(u => u.Account!.Value));

        await desk.SubmitAsync("o-2", Side.Sell, 1_000m);
        await desk.FillAsync("o-2", 1_000m, 1.39m);

        Assert.Empty(await open.Lists.UnfinishedAsync(Noon, 10, CancellationToken.None));
    }

    private static async Task<DeskScript> OpenAsync(OpenJournal open)
    {
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        return desk;
    }

    private static async Task<IEnumerable<string>> IdsAsync(OpenJournal open, OrderFilter filter) =>
        (await open.Lists.OrdersAsync(ThisTenant, filter, All, CancellationToken.None)).Items.Select(r => r.Id.Value);

    private static async Task<OrderRow> AgreesAsync(OpenJournal open, DeskScript desk, OrderStatus status)
    {
        var row = Assert.Single((await open.Lists.OrdersAsync(ThisTenant, new(null, null, null), All, CancellationToken.None)).Items);
        var order = desk.State!.Orders.Find(row.Id)!;
        Assert.Equal(status, order.Status);
        Assert.Equal(
            (order.Status, order.Working, order.Filled.Value, order.FillPrice?.Value, order.PlacedAt, order.ChangedAt, order.Amended is not null),
            (row.Status, row.Ticket, row.Filled, row.FillPrice, row.CreatedAt, row.ChangedAt, row.IsAmended));
        var isOpen = (await open.Lists.OrdersAsync(ThisTenant, new(null, null, null, IsOpen: true), All, CancellationToken.None)).Items.Length == 1;
        Assert.Equal(!order.IsFinal, isOpen);
        return row;
    }
}

public sealed class SqliteTradingListTests : TradingListContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresTradingListTests(PostgresServer server) : TradingListContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
