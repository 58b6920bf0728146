using System.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Grains.Audit;

/// <summary>Snapshots in the journal's database.</summary>
public abstract class SnapshotContract : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2024, 3, 8, 13, 0, 0, TimeSpan.Zero);
    private static readonly TenantId One = TenantId.Parse("t-one");
    private static readonly TenantId Two = TenantId.Parse("t-two");

    protected abstract JournalRig Rig { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Snapshot_TakenTwice_IsStoredOnceAndFoundAfterARestart()
    {
        SnapshotId id;
        using (var before = Rig.Open())
        {
            id = await KeepAsync(before, Taken(One, SnapshotKind.Account, "{\"equity\":1}", 0));
            Assert.Equal(id, await KeepAsync(before, Taken(One, SnapshotKind.Account, "{\"equity\":1}", 5)));
        }

        using var open = Rig.Open();
        Assert.Equal(new SnapshotContent(id, SnapshotKind.Account, "{\"equity\":1}"), await Store(open).FindAsync(One, id, Stop));
        var counted = await open.Database.QueryAsync("SELECT COUNT(*) FROM snapshot_contents", r => r.GetInt64(0), Stop);
        Assert.Equal(1, counted.Single());
        var times = await Store(open).ListAsync(One, new SnapshotFilter(), new PageRequest(50, null), Stop);
        Assert.Equal([At.AddMinutes(5), At], times.Items.Select(r => r.At));
    }

    [Fact]
    public async Task Snapshot_OfATenant_IsHiddenFromOthersAndThatOfTheMarketIsNot()
    {
        using var open = Rig.Open();
        var own = await KeepAsync(open, Taken(One, SnapshotKind.Account, "{}", 0));
        var market = await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, "{}", 1));

        Assert.NotEqual(own, market);
        Assert.Null(await Store(open).FindAsync(Two, own, Stop));
        Assert.NotNull(await Store(open).FindAsync(Two, market, Stop));
        Assert.Equal([market], (await Store(open).ListAsync(Two, new SnapshotFilter(), new PageRequest(50, null), Stop)).Items.Select(r => r.Id));
    }

    [Fact]
    public async Task Snapshots_Listed_ComeNewestFirstByKindAndTimeInPages()
    {
        using var open = Rig.Open();
        for (var minute = 0; minute < 5; minute++)
        {
            await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, $"[{minute}]", minute));
            await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Calendar, "[]", minute));
        }

        var filter = new SnapshotFilter(SnapshotKind.Market, At.AddMinutes(1), At.AddMinutes(4));
        var first = await Store(open).ListAsync(One, filter, new PageRequest(2, null), Stop);
        var second = await Store(open).ListAsync(One, filter, new PageRequest(2, first.Next), Stop);

        Assert.Equal([At.AddMinutes(3), At.AddMinutes(2), At.AddMinutes(1)], first.Items.Concat(second.Items).Select(r => r.At));
        Assert.Null(second.Next);
        await ListOrders.HoldAsync(async p => await Store(open).ListAsync(One, new SnapshotFilter(), p, Stop), 10);
    }

    [Fact]
    public async Task Snapshots_OfLongAgo_AreForgottenUnlessADecisionRefersToThem()
    {
        using var open = Rig.Open();
        var old = await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, "[1]", 0));
        var decided = await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, "[2]", 0) with { ForDecision = true });
        await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, "[2]", 1));
        var fresh = await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, "[3]", 0));
        await KeepAsync(open, Taken(TenantId.Platform, SnapshotKind.Market, "[3]", 60));

        await Store(open).ForgetAsync(At.AddMinutes(30), Stop);

        Assert.Null(await Store(open).FindAsync(One, old, Stop));
        Assert.NotNull(await Store(open).FindAsync(One, decided, Stop));
        Assert.NotNull(await Store(open).FindAsync(One, fresh, Stop));
        var left = await Store(open).ListAsync(One, new SnapshotFilter(), new PageRequest(50, null), Stop);
        Assert.Equal([fresh, decided, decided], left.Items.Select(r => r.Id));
    }

    private static SnapshotStore Store(OpenJournal open) => new(open.Database, open.Writer);

    private static async Task<SnapshotId> KeepAsync(OpenJournal open, SnapshotTaken taken)
    {
        await Store(open).KeepAsync(taken, Stop);
        return taken.Id;
    }

    private static SnapshotTaken Taken(TenantId owner, SnapshotKind kind, string content, int minute)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new SnapshotTaken(SnapshotId.Of(kind, bytes), owner, kind, At.AddMinutes(minute), bytes, ForDecision: false);
    }
}

public sealed class SqliteSnapshotTests : SnapshotContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresSnapshotTests(PostgresServer server) : SnapshotContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
