using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Tests.Fixtures;
using Countersign.Tests.Grains.Audit;
using Xunit;
using static Countersign.Tests.Grains.Backtests.BacktestSamples;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>The lists of backtests say what their events say.</summary>
public abstract class BacktestListContract : IAsyncLifetime
{
    private static readonly StrategyId Follow = StrategyId.Parse("s-follow");

    protected abstract JournalRig Rig { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Backtests_OfEveryFate_AreListedNewestFirstAndByStrategyAndStatus()
    {
        using var open = Rig.Open();
        await WriteAsync(open, North, "b-queued", 0, Follow);
        await WriteAsync(open, North, "b-running", 1, null, new BacktestStarted(1, Start));
        await WriteAsync(open, North, "b-again", 2, null, new BacktestStarted(1, Start), new BacktestInterrupted(1, Start));
        await WriteAsync(
            open, North, "b-done", 3, Follow, new BacktestStarted(1, Start), new BacktestFinished(1, Summary, new string('a', 64), 9, Start.AddHours(1)));
        await WriteAsync(open, North, "b-failed", 4, null, new BacktestStarted(1, Start), new BacktestFailed(1, BacktestRefusals.NotEnded, Start));
        await WriteAsync(open, North, "b-cancelled", 5, null, new BacktestCancelled(Anna, Start));
        await WriteAsync(open, North, "b-removed", 6, null, new BacktestCancelled(Anna, Start), new BacktestRemoved(Anna, Start));
        await WriteAsync(open, South, "b-other", 7, Follow);

        Assert.Equal(["b-cancelled", "b-failed", "b-done", "b-again", "b-running", "b-queued"], await IdsAsync(open, new BacktestFilter()));
        Assert.Equal(["b-done", "b-queued"], await IdsAsync(open, new BacktestFilter(Follow)));
        Assert.Equal(["b-again", "b-queued"], await IdsAsync(open, new BacktestFilter(Status: BacktestStatus.Queued)));
        Assert.Equal(
            ["b-queued", "b-running", "b-again"],
            (await open.Lists.UnfinishedBacktestsAsync(North, 10, Stop)).Select(r => r.Id.Value));
        Assert.Equal(
            [North, North, North, South], (await open.Lists.UnfinishedBacktestsAsync(null, 10, Stop)).Select(r => r.Tenant));

        var rows = (await open.Lists.BacktestsAsync(North, new BacktestFilter(), new PageRequest(50, null), Stop)).Items.ToDictionary(r => r.Id.Value);
        var done = rows["b-done"];
        Assert.Equal((Summary, Start, Start.AddHours(1), "single", Follow, 3), (done.Summary, done.StartedAt, done.EndedAt, done.Kind, done.Strategy, done.Version));
        Assert.Equal(("Follow", "H1", Start, Start.AddHours(100)), (done.Name, done.Timeframe, done.From, done.To));
        Assert.Equal("backtest.not_ended", rows["b-failed"].FailureCode);
        Assert.Equal((null, null), (rows["b-running"].Strategy, rows["b-running"].Summary));
    }

    [Fact]
    public async Task Backtests_PageByPage_AreAllOfThem()
    {
        using var open = Rig.Open();
        for (var i = 0; i < 5; i++)
        {
            await WriteAsync(open, North, $"b-{i}", 0, null);
        }

        var first = await open.Lists.BacktestsAsync(North, new BacktestFilter(), new PageRequest(3, null), Stop);
        var second = await open.Lists.BacktestsAsync(North, new BacktestFilter(), new PageRequest(3, first.Next), Stop);

        Assert.Equal(["b-4", "b-3", "b-2", "b-1", "b-0"], first.Items.Concat(second.Items).Select(r => r.Id.Value));
        Assert.Null(second.Next);
        var turned = await open.Lists.BacktestsAsync(North, new BacktestFilter(), new PageRequest(3, null, Reversed: true), Stop);
        var last = await open.Lists.BacktestsAsync(North, new BacktestFilter(), new PageRequest(3, turned.Next, Reversed: true), Stop);
        Assert.Equal(["b-0", "b-1", "b-2", "b-3", "b-4"], turned.Items.Concat(last.Items).Select(r => r.Id.Value));
    }

    private static async Task<IEnumerable<string>> IdsAsync(OpenJournal open, BacktestFilter filter) =>
        (await open.Lists.BacktestsAsync(North, filter, new PageRequest(50, null), Stop)).Items.Select(r => r.Id.Value);

    private static async Task WriteAsync(OpenJournal open, TenantId tenant, string id, int minute, StrategyId? strategy, params BacktestEvent[] then)
    {
        var terms = Terms() with { Symbols = [EurUsd] };
        var of = new TestedStrategy(Definition(), strategy, strategy is null ? null : 3);
        ImmutableArray<DomainEvent> events = [new BacktestRequested(BacktestJobId.Parse(id), of, terms, Anna, Start.AddMinutes(minute)), .. then];
        var append = new JournalAppend(new JournalStream(tenant, $"backtest/{id}"), 0, CommandId.Parse("c-" + id), Anna, events);
        Assert.IsType<AppendResult.Appended>(await open.Journal.AppendAsync(append, Stop));
    }
}

public sealed class SqliteBacktestListTests : BacktestListContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresBacktestListTests(PostgresServer server) : BacktestListContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
