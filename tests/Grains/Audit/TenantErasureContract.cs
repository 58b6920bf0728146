using System.Text;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Countersign.Silo.Audit.Settings;
using Countersign.Tests.Fixtures;
using Orleans;
using Orleans.Runtime;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>What is left in the journal's database of a tenant that is erased, and of the others.</summary>
public abstract class TenantErasureContract : IAsyncLifetime
{
    private const string Secret = "a-very-private-reason";

    protected abstract JournalRig Rig { get; }

    /// <summary>The names of all tables with a column <c>tenant</c>.</summary>
    protected abstract string TablesOfTenants { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Tables_ThatNameATenant_AreAllErased()
    {
        using var open = Rig.Open();
        var tables = await open.Database.QueryAsync(TablesOfTenants, r => r.GetString(0), Stop);

        Assert.Equal(TenantErasing.Tables.Append("chains").Append("streams").Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Erase_ATenant_LeavesItsHashesAndTheOthersWhole()
    {
        using var open = Rig.Open();
        await FillAsync(open);
        await BeginAsync(open);

        var counts = await new TenantErasing(open.Database, open.Writer).EraseAsync(ThisTenant, Stop);

        Assert.Equal(8, counts.Events);
        Assert.Equal(11, counts.Rows);
        var report = await open.Audit.VerifyAsync(null, Stop);
        Assert.True(report.Intact, string.Join('\n', report.Defects));
        Assert.Equal((12, 8), (report.Events, report.Erased));
        Assert.Empty(await open.Journal.ReadAsync(Stream("main"), 0, 1_000, Stop));
        Assert.Empty(await open.Journal.FindCommandAsync(Stream("main"), CommandId.Parse(Secret), Stop));
        Assert.Null(await open.Journal.ReadSnapshotAsync(Stream("main"), Stop));
        Assert.IsType<TenantErasureBegun>(Assert.Single(await open.Journal.ReadAsync(Record, 0, 1_000, Stop)).Event);
        var other = Stream("main") with { Tenant = OtherTenant };
        Assert.Equal(["c1/1", "c1/2", "c1/3"], await open.Journal.ReasonsAsync(other));
        Assert.NotNull(await open.Journal.ReadSnapshotAsync(other, Stop));
        foreach (var (table, column) in await TextsAsync(open))
        {
            Assert.False(column.Contains(Secret, StringComparison.Ordinal), $"{table} has {column}");
        }

        var grains = await open.Database.QueryAsync("SELECT grain FROM grain_states", r => r.GetString(0), Stop);
        Assert.Equal(["thing/t-one-more/a-main", "thing/t-two/a-main"], grains.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Erase_Again_FindsNothing()
    {
        using var open = Rig.Open();
        await FillAsync(open);
        await BeginAsync(open);
        var erasing = new TenantErasing(open.Database, open.Writer);
        await erasing.EraseAsync(ThisTenant, Stop);

        Assert.Equal(new ErasedCounts(0, 0), await erasing.EraseAsync(ThisTenant, Stop));
    }

    [Fact]
    public async Task Append_ForAnErasedTenant_IsRefusedButForItsRecord()
    {
        using var open = Rig.Open();
        await FillAsync(open);
        await BeginAsync(open);

        await Assert.ThrowsAsync<TenantErasedException>(() => open.Journal.AppendAsync(Stream("main"), 5, "late"));
        await Assert.ThrowsAsync<TenantErasedException>(() => open.Journal.AppendAsync(Stream("new"), 0, "late"));
        Assert.Equal([(ThisTenant, false)], await new TenantErasing(open.Database, open.Writer).ListAsync(Stop));
        var done = new TenantErased(ThisTenant, 8, 11, Noon);
        Assert.IsType<AppendResult.Appended>(
            await open.Journal.AppendAsync(new JournalAppend(Record, 1, CommandId.Parse("erased"), Actor.Desk, [done]), Stop));
        Assert.Equal([(ThisTenant, true)], await new TenantErasing(open.Database, open.Writer).ListAsync(Stop));
        Assert.IsType<AppendResult.Appended>(await open.Journal.AppendAsync(Stream("main") with { Tenant = OtherTenant }, 3, "c9"));
    }

    [Fact]
    public async Task Erase_CutShort_IsFinishedByTheNextProcess()
    {
        using (var open = Rig.Open())
        {
            await FillAsync(open);
            await BeginAsync(open);
        }

        await Rig.ExecuteAsync("DELETE FROM snapshots WHERE tenant = 't-one'");
        using var next = Rig.Open();
        var erasing = new TenantErasing(next.Database, next.Writer);
        var (tenant, isDone) = Assert.Single(await erasing.ListAsync(Stop));

        Assert.False(isDone);
        Assert.Equal(new ErasedCounts(8, 10), await erasing.EraseAsync(tenant, Stop));
    }

    [Theory]
    [InlineData("t-one")]
    [InlineData("t-two")]
    public async Task Verify_OfAContentThatSomebodyTookOut_NamesIt(string tenant)
    {
        using (var open = Rig.Open())
        {
            await FillAsync(open);
        }

        await Rig.ExecuteAsync(
            $"UPDATE events SET body = {Empty}, actor = '', command_id = '', starts_command = 0 "
            + $"WHERE version = 2 AND stream_id = (SELECT id FROM streams WHERE tenant = '{tenant}' AND name = 'account/a-main')");
        await Rig.ExecuteAsync($"UPDATE chains SET erasure = 2 WHERE tenant = '{tenant}'");
        using var after = Rig.Open();
        var report = await after.Audit.VerifyAsync(null, Stop);

        Assert.Contains(report.Defects, d => d.Stream == $"{tenant}/account/a-main" && d.Problem.Contains("content is gone", StringComparison.Ordinal));
    }

    protected abstract string Empty { get; }

    private protected static JournalStream Record => new(ThisTenant, "tenant/t-one");

    private protected static async Task FillAsync(OpenJournal open)
    {
        await open.Journal.AppendAsync(Stream("other"), 0, "c1", events: 3);
        await open.Journal.AppendAsync(Stream("main"), 0, Secret, events: 2);
        await open.Journal.AppendAsync(Stream("main"), 2, "c2", events: 3);
        await open.Journal.AppendAsync(Stream("main") with { Tenant = OtherTenant }, 0, "c1", events: 3);
        var state = Encoding.UTF8.GetBytes($$"""{"reason":"{{Secret}}"}""");
        await open.Journal.WriteSnapshotAsync(Stream("main"), new JournaledSnapshot(5, "account.v1", state), Stop);
        await open.Journal.WriteSnapshotAsync(Stream("main") with { Tenant = OtherTenant }, new JournaledSnapshot(3, "account.v1", "{}"u8.ToArray()), Stop);
        var grains = new GrainStateStore(open.Database, open.Writer, "desk");
        foreach (var grain in new[] { "t-one", "t-one/a-main", "t-one-more/a-main", "t-two/a-main" })
        {
            await grains.WriteStateAsync("note", GrainId.Create("thing", grain), new GrainState<Note> { State = new Note { Text = grain[..5] == "t-one" && grain[5..] is "" or "/a-main" ? Secret : "" } });
        }
    }

    private protected static Task BeginAsync(OpenJournal open) => open.Journal.AppendAsync(
        new JournalAppend(Record, 0, CommandId.Parse("erase"), Actor.Desk, [new TenantErasureBegun(ThisTenant, Actor.Desk, Noon)]), Stop).AsTask();

    private static async Task<List<(string Table, string Text)>> TextsAsync(OpenJournal open)
    {
        List<(string, string)> found = [];
        foreach (var (table, columns) in new (string, string[])[]
        {
            ("events", ["body", "command_id", "actor"]), ("snapshots", ["state"]), ("grain_states", ["state"]), ("controls", ["reason", "change"]),
        })
        {
            foreach (var column in columns)
            {
                found.AddRange(await open.Database.QueryAsync(
                    $"SELECT {column} FROM {table} WHERE {column} IS NOT NULL",
                    r => (table, r.GetValue(0) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : r.GetString(0)), Stop));
            }
        }

        return found;
    }

    public sealed class Note
    {
        public string Text { get; set; } = "";
    }
}

public sealed class SqliteTenantErasureTests : TenantErasureContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    protected override string Empty => "x''";

    protected override string TablesOfTenants =>
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'tenant' WHERE m.type = 'table'";

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task File_AfterAnErasure_HasNothingReadableOfIt()
    {
        using (var open = Rig.Open())
        {
            await FillAsync(open);
        }

        Assert.True(Holds("a-very-private-reason"));
        using (var open = Rig.Open())
        {
            await BeginAsync(open);
            await new TenantErasing(open.Database, open.Writer).EraseAsync(ThisTenant, TestContext.Current.CancellationToken);
        }

        await rig.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.False(Holds("a-very-private-reason"));
    }

    private bool Holds(string text) => new[] { rig.FilePath, rig.FilePath + "-wal" }.Where(File.Exists)
        .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}

public sealed class PostgresTenantErasureTests(PostgresServer server) : TenantErasureContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    protected override string Empty => "''";

    protected override string TablesOfTenants => "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'tenant' AND table_schema = 'public'";

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
