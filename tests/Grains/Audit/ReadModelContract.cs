using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Tests.Fixtures;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>The lists say what the state says, as soon as an append is acknowledged.</summary>
public abstract class ReadModelContract : IAsyncLifetime
{
    private static readonly PageRequest All = new(PageRequest.LimitMax, null);

    private static readonly OrderFilter AnyOrder = new(null, null, null);

    private static readonly TradeIdeaFilter AnyIdea = new(null, null, null);

    private static readonly DecisionFilter AnyDecision = new(null, null, null, null, null);

    protected abstract JournalRig Rig { get; }

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Account_AfterDepositsAndFills_HasTheStatesCashToTheLastDigit()
    {
        using var open = Rig.Open();
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        for (var i = 1; i <= 20; i++)
        {
            await desk.SubmitAsync($"o-{i}", i % 3 == 0 ? Side.Sell : Side.Buy, 10_000.37m * i);
            await desk.FillAsync($"o-{i}", 10_000.37m * i, 1.39017m + (0.00013m * i));
        }

        var row = Assert.Single((await open.Lists.AccountsAsync(ThisTenant, All, CancellationToken.None)).Items);

        Assert.Equal(new AccountRow(ThisTenant, desk.AccountId, "Main", Currency.Parse("USD"), "active", desk.State!.Ledger.Cash), row);
    }

    [Fact]
    public async Task Orders_AfterEachOutcome_SayWhatTheAccountKnows()
    {
        using var open = Rig.Open();
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        await desk.SubmitAsync("o-filled", Side.Buy, 10_000m);
        await desk.FillAsync("o-filled", 4_000m, 1.3902m, "x-1");
        await desk.FillAsync("o-filled", 6_000m, 1.3904m, "x-2");
        await desk.SubmitAsync("o-partial", Side.Sell, 10_000.5m);
        await desk.FillAsync("o-partial", 0.7m, 1.39m);
        await desk.SubmitAsync("o-rejected", Side.Buy, 1_000m);
        await desk.ReplyAsync("o-rejected", new BrokerReport.Rejected("venue.closed", "Closed."));
        await desk.SubmitAsync("o-unknown", Side.Buy, 1_000m);
        await desk.ReplyAsync("o-unknown", new BrokerReport.Unknown("No answer."));
        await desk.SubmitAsync("o-denied", Side.Buy, 99_000_000m);

        var rows = (await open.Lists.OrdersAsync(ThisTenant, AnyOrder, All, CancellationToken.None)).Items.ToDictionary(r => r.Id.Value);

        Assert.Equal(5, rows.Count);
        foreach (var row in rows.Values)
        {
            var order = desk.State!.Orders.Find(row.Id)!;
            Assert.Equal((order.Status, order.PlacedAt, order.Working), (row.Status, row.CreatedAt, row.Ticket));
            Assert.Equal(order.FillPrice?.Value, row.FillPrice);
            Assert.Equal((order.Filled.Value, order.ChangedAt), (row.Filled, row.ChangedAt));
            Assert.Equal(order.Refusals.FirstOrDefault()?.Code, row.RefusalCode);
        }

        Assert.Equal(1.39032m, rows["o-filled"].FillPrice);
    }

    [Fact]
    public async Task Positions_AreTheOpenOnesOfTheState()
    {
        using var open = Rig.Open();
        var main = new DeskScript(open.Journal, ThisTenant);
        var flat = new DeskScript(open.Journal, ThisTenant, "a-flat");
        foreach (var desk in new[] { main, flat })
        {
            await desk.OpenAsync();
            await desk.SubmitAsync("o-1", Side.Buy, 10_000m);
            await desk.FillAsync("o-1", 10_000m, 1.3902m);
            await desk.SubmitAsync("o-2", Side.Sell, desk == flat ? 10_000m : 4_000m);
            await desk.FillAsync("o-2", desk == flat ? 10_000m : 4_000m, 1.3950m);
        }

        var row = Assert.Single((await open.Lists.PositionsAsync(ThisTenant, new(null), All, CancellationToken.None)).Items);

        var position = main.State!.Positions[PositionId.Of(DeskScript.EurUsd)];
        Assert.Equal(
            new PositionRow(
                ThisTenant, main.AccountId, PositionId.Of(DeskScript.EurUsd), DeskScript.EurUsd, position.Quantity.Value,
                position.AveragePrice!.Value.Value, main.State.Totals.Realised, position.OpenedAt, DeskScript.Noon),
            row);
        Assert.Empty((await open.Lists.PositionsAsync(ThisTenant, new(flat.AccountId), All, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Ideas_AfterEachOutcome_SayWhatTheStateSays()
    {
        using var open = Rig.Open();
        var desk = await DecideFourAsync(open);

        var rows = (await open.Lists.TradeIdeasAsync(ThisTenant, AnyIdea, All, CancellationToken.None)).Items;

        Assert.Equal(["i-waiting", "i-rejected", "i-auto", "i-approved"], rows.Select(r => r.Id.Value));
        Assert.All(rows, row =>
        {
            var idea = desk.Idea(row.Id.Value);
            Assert.Equal(
                (idea.Status, idea.RaisedAt, idea.ExpiresAt, idea.OrderId, idea.Proposal.Confidence),
                (row.Status, row.RaisedAt, row.ExpiresAt, row.Order, row.Confidence));
        });
        var waiting = await open.Lists.TradeIdeasAsync(
            ThisTenant, AnyIdea with { Status = TradeIdeaStatus.NeedsApproval }, All, CancellationToken.None);
        Assert.Equal(["i-waiting"], waiting.Items.Select(r => r.Id.Value));
    }

    [Fact]
    public async Task Decisions_AreOnePerEventAndLeadToIt()
    {
        using var open = Rig.Open();
        await DecideFourAsync(open);

        var rows = (await open.Lists.DecisionsAsync(ThisTenant, AnyDecision with { Idea = TradeIdeaId.Parse("i-approved") }, All, CancellationToken.None)).Items;

        Assert.Equal(["executed", "approved", "routed", "raised"], rows.Select(r => r.Action));
        Assert.Equal("Approved: Looks right.", rows[1].Summary);
        Assert.Equal(DeskScript.Manager, rows[1].Actor);
        Assert.All(rows, r => Assert.Equal(DeskScript.EurUsd, r.Symbol));
        var found = await open.Lists.FindDecisionAsync(ThisTenant, rows[1].Id, CancellationToken.None);
        Assert.Equal("Looks right.", Assert.IsType<TradeIdeaApproved>(found!.Event).Note);
        Assert.Null(await open.Lists.FindDecisionAsync(OtherTenant, rows[1].Id, CancellationToken.None));
        Assert.Null(await open.Lists.FindDecisionAsync(ThisTenant, "account/a-main@1", CancellationToken.None));
        Assert.Null(await open.Lists.FindDecisionAsync(ThisTenant, "nonsense", CancellationToken.None));
        var inTime = await open.Lists.DecisionsAsync(
            ThisTenant, AnyDecision with { From = DeskScript.Noon.AddSeconds(1), To = DeskScript.Noon.AddSeconds(2) }, All, CancellationToken.None);
        Assert.Equal(["approved", "rejected"], inTime.Items.Where(r => r.Action is "approved" or "rejected").Select(r => r.Action).Order());
    }

    [Fact]
    public async Task Decisions_BySomebody_AreTheirsAlone()
    {
        using var open = Rig.Open();
        await DecideFourAsync(open);

        Task<string[]> ByAsync(Actor actor) => IdsAsync(AnyDecision with { By = actor });
        async Task<string[]> IdsAsync(DecisionFilter filter) =>
            [.. (await open.Lists.DecisionsAsync(ThisTenant, filter, All, CancellationToken.None)).Items.Select(r => $"{r.Idea} {r.Action}")];

        // The script records executions in the manager's name.
        Assert.Equal(
            ["i-auto executed", "i-approved executed", "i-rejected rejected", "i-approved approved"], await ByAsync(DeskScript.Manager));
        Assert.Equal(4, (await ByAsync(Actor.Parse("strategy:s-cross"))).Length);
        Assert.All(await ByAsync(Actor.Gate), d => Assert.EndsWith(" routed", d, StringComparison.Ordinal));
        Assert.Equal(["i-approved approved"], await IdsAsync(AnyDecision with { By = DeskScript.Manager, Action = "approved" }));
        Assert.Empty(await ByAsync(Actor.Parse("user:u-nobody")));
    }

    [Fact]
    public async Task Decisions_OfTwoPeople_NameTheFirstToo()
    {
        using var open = Rig.Open();
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        await desk.RaiseAsync("i-large", new Autonomy.ApproveEverything());
        await desk.ApproveFirstAsync("i-large");
        await desk.ApproveAsync("i-large");

        var rows = (await open.Lists.DecisionsAsync(ThisTenant, AnyDecision, All, CancellationToken.None)).Items;

        Assert.Equal(["approved", "first-approved", "routed", "raised"], rows.Select(r => r.Action));
        Assert.Equal((DeskScript.Colleague, "Approved by the first of two people: Fine by me."), (rows[1].Actor, rows[1].Summary));
        Assert.Equal(DeskScript.Manager, rows[0].Actor);
    }

    [Fact]
    public async Task Unfinished_NamesWhatWaitsForTheDesk()
    {
        using var open = Rig.Open();
        var desk = await DecideFourAsync(open);
        Assert.Empty(await open.Lists.UnfinishedAsync(DeskScript.Noon, 100, CancellationToken.None));

        await desk.SubmitAsync("o-sent", Side.Buy, 1_000m);
        await desk.RaiseAsync("i-going", new Autonomy.AutoUnder(new Quantity(10_000m)));

        var unfinished = await open.Lists.UnfinishedAsync(DeskScript.Noon.AddHours(1), 100, CancellationToken.None);
        Assert.Equal(
            [(null, "a-main"), ("i-going", null), ("i-waiting", null)],
            unfinished.Select(u => (Idea: u.Idea?.Value, Account: u.Account?.Value)).OrderBy(u => u.Idea, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lists_InPages_GiveEachRowOnceNewestFirst()
    {
        using var open = Rig.Open();
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        for (var i = 0; i < 23; i++)
        {
            await desk.SubmitAsync($"o-{i:00}", Side.Buy, 1_000m, DeskScript.Noon.AddSeconds(i / 5));
        }

        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await open.Lists.OrdersAsync(ThisTenant, AnyOrder, new PageRequest(5, cursor), CancellationToken.None);
            Assert.InRange(page.Items.Length, 1, 5);
            ids.AddRange(page.Items.Select(r => r.Id.Value));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal([.. Enumerable.Range(0, 23).Reverse().Select(i => $"o-{i:00}")], ids);
        await Assert.ThrowsAsync<FormatException>(
            async () => await open.Lists.OrdersAsync(ThisTenant, AnyOrder, new PageRequest(5, "x!"), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await open.Lists.OrdersAsync(ThisTenant, AnyOrder, new PageRequest(201, null), CancellationToken.None));
    }

    [Fact]
    public async Task Lists_OfAnotherTenant_HoldNothingOfThisOne()
    {
        using var open = Rig.Open();
        var desk = await DecideFourAsync(open);
        await desk.SubmitAsync("o-1", Side.Buy, 1_000m);
        await desk.FillAsync("o-1", 1_000m, 1.39m);
        await desk.HaltAsync();

        Assert.Empty((await open.Lists.AccountsAsync(OtherTenant, All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.OrdersAsync(OtherTenant, AnyOrder, All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.PositionsAsync(OtherTenant, new(null), All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.ExecutionsAsync(OtherTenant, new(null, null, null), All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.LedgerAsync(OtherTenant, new(desk.AccountId), All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.ControlsAsync(OtherTenant, new(), All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.TradeIdeasAsync(OtherTenant, AnyIdea, All, CancellationToken.None)).Items);
        Assert.Empty((await open.Lists.DecisionsAsync(OtherTenant, AnyDecision, All, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task Strategies_SayWhatTheirEventsMade_AndTheActiveOnesAreFoundOverAllTenants()
    {
        using var open = Rig.Open();
        var definition = DeskScript.Definition;
        foreach (var (id, last) in new (string, StrategyEvent?)[]
        {
            ("s-active", null), ("s-paused", new StrategyPaused(Actor.Desk, Noon)),
            ("s-retired", new StrategyRetired("It lost.", Actor.Desk, Noon)), ("s-revised", new StrategyRevised(definition, 2, Actor.Desk, Noon)),
        })
        {
            StrategyEvent[] events =
            [
                new StrategyCreated(StrategyId.Parse(id), definition, Actor.Desk, Noon),
                new StrategyActivated(AccountId.Parse("a-main"), new Autonomy.ApproveEverything(), Actor.Desk, Noon),
                .. last is null ? Array.Empty<StrategyEvent>() : [last],
            ];
            await open.Journal.AppendAsync(
                new JournalAppend(new JournalStream(ThisTenant, "strategy/" + id), 0, CommandId.Parse("c1"), Actor.Desk, [.. events]),
                CancellationToken.None);
        }

        var rows = (await open.Lists.StrategiesAsync(ThisTenant, All, CancellationToken.None)).Items;

        Assert.Equal(
            [("s-active", "active", 1), ("s-paused", "paused", 1), ("s-retired", "retired", 1), ("s-revised", "active", 2)], rows.Select(r => (r.Id.Value, r.Status, r.Version)));
        Assert.All(rows, r => Assert.Equal(
            (definition.Name, AccountId.Parse("a-main"), definition.Timeframe.ToString()), (r.Name, r.Account!.Value, r.Timeframe)));
        Assert.All(rows, r => Assert.Equal(definition.Symbols, r.Symbols));
        var active = await open.Lists.ActiveStrategiesAsync(10, CancellationToken.None);
        Assert.Equal(["s-active", "s-revised"], active.Select(r => r.Id.Value));
        Assert.Empty((await open.Lists.StrategiesAsync(OtherTenant, All, CancellationToken.None)).Items);
        await Assert.ThrowsAsync<FormatException>(async () => await open.Lists.StrategiesAsync(ThisTenant, new PageRequest(2, "~x"), CancellationToken.None));
        var turned = await open.Lists.StrategiesAsync(ThisTenant, new PageRequest(3, null, Reversed: true), CancellationToken.None);
        Assert.Equal(["s-revised", "s-retired", "s-paused"], turned.Items.Select(r => r.Id.Value));
        var end = await open.Lists.StrategiesAsync(ThisTenant, new PageRequest(3, turned.Next, Reversed: true), CancellationToken.None);
        Assert.Equal("s-active", Assert.Single(end.Items).Id.Value);
    }

    [Fact]
    public async Task Tenants_WithAHistory_AreListedInPartsWithoutThePlatform()
    {
        using var open = Rig.Open();
        foreach (var id in (string[])["t-c", "t-platform", "t-a", "t-b"])
        {
            var tenant = TenantId.Parse(id);
            await open.Journal.AppendAsync(
                new JournalAppend(
                    new JournalStream(tenant, $"tenant/{id}"), 0, CommandId.Parse("c1"), Actor.Desk, [new TenantCreated(tenant, id, Actor.Desk, Noon)]),
                CancellationToken.None);
        }

        var first = await open.Lists.TenantsAsync(new PageRequest(2, null), CancellationToken.None);
        var second = await open.Lists.TenantsAsync(new PageRequest(2, first.Next), CancellationToken.None);

        Assert.Equal(["t-a", "t-b"], first.Items.Select(t => t.Value));
        Assert.Equal(["t-c"], second.Items.Select(t => t.Value));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Login_OfARegisteredUser_IsFoundOverAllTenants()
    {
        using var open = Rig.Open();
        var registered = new UserRegistered(
            UserId.Parse("u-pm"), OtherTenant, "pm@example.com", "Pat", Roles.PortfolioManager, "hash", Actor.Desk, Noon);
        await open.Journal.AppendAsync(
            new JournalAppend(new JournalStream(OtherTenant, "user/u-pm"), 0, CommandId.Parse("c1"), Actor.Desk, [registered]),
            CancellationToken.None);

        Assert.Equal(
            new LoginRow(OtherTenant, UserId.Parse("u-pm"), "pm@example.com"),
            await open.Lists.FindLoginAsync("pm@example.com", CancellationToken.None));
        Assert.Null(await open.Lists.FindLoginAsync("eve@example.com", CancellationToken.None));
    }

    private static async Task<DeskScript> DecideFourAsync(OpenJournal open)
    {
        var desk = new DeskScript(open.Journal, ThisTenant);
        await desk.OpenAsync();
        await desk.RaiseAsync("i-approved", new Autonomy.ApproveEverything());
        await desk.ApproveAsync("i-approved");
        await desk.ExecutedAsync("i-approved");
        await desk.RaiseAsync("i-auto", new Autonomy.AutoUnder(new Quantity(10_000m)));
        await desk.ExecutedAsync("i-auto");
        await desk.RaiseAsync("i-rejected", new Autonomy.ApproveEverything());
        await desk.RejectAsync("i-rejected");
        await desk.RaiseAsync("i-waiting", new Autonomy.ApproveEverything());
        return desk;
    }
}

public sealed class SqliteReadModelTests : ReadModelContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresReadModelTests(PostgresServer server) : ReadModelContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
