using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>
/// The store dies before each of the writer's statements in turn. Whatever it was: an append is wholly there or wholly absent, what was
/// acknowledged is there, and the journal works again without a restart.
/// </summary>
public abstract class JournalCrashContract : IAsyncLifetime
{
    private const int StepsMax = 200;

    protected abstract JournalRig Rig { get; }

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Append_WhileTheStoreFailsBeforeAnyStatement_IsWholeOrAbsent()
    {
        var failures = 0;
        for (var step = 1; step <= StepsMax; step++)
        {
            var stream = Stream($"step{step}");
            var plan = new FaultPlan(this);
            using var open = Rig.Open(plan.Gate);
            await open.Journal.AppendAsync(stream, 0, "before", events: 2);

            plan.Arm(step);
            var acknowledged = await TryAppendAsync(open.Journal, stream);
            var fired = plan.Fired;
            plan.Disarm();
            await open.RecoverAsync();

            await AssertWholeAsync(open, stream, acknowledged);
            Assert.IsNotType<AppendResult.VersionConflict>(await open.Journal.AppendAsync(stream, 2, "victim", events: 3));
            Assert.Equal(["before/1", "before/2", "victim/1", "victim/2", "victim/3"], await open.Journal.ReasonsAsync(stream));
            if (!fired)
            {
                Assert.InRange(failures, 4, StepsMax);
                Assert.True((await open.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
                return;
            }

            failures++;
        }

        Assert.Fail("The append never came to its end.");
    }

    /// <summary>What dies at the chosen statement: by default the statement itself.</summary>
    protected virtual void Fault(string statement) => throw new IOException("The disk is gone, says the test, before: " + statement);

    private static async Task<bool> TryAppendAsync(IJournal journal, JournalStream stream)
    {
        try
        {
            Assert.Equal(new AppendResult.Appended(5), await journal.AppendAsync(stream, 2, "victim", events: 3));
            return true;
        }
        catch (JournalUnavailableException)
        {
            return false;
        }
    }

    private static async Task AssertWholeAsync(OpenJournal open, JournalStream stream, bool acknowledged)
    {
        var reasons = await open.Journal.ReasonsAsync(stream);
        Assert.Equal(["before/1", "before/2"], reasons[..2]);
        Assert.True(reasons.Length is 2 or 5, $"{reasons.Length} events are there");
        Assert.True(!acknowledged || reasons.Length == 5, "An acknowledged append is gone.");
        var report = await open.Audit.VerifyAsync(null, CancellationToken.None);
        Assert.True(report.Intact, string.Join('\n', report.Defects));
    }

    private sealed class FaultPlan(JournalCrashContract contract)
    {
        private volatile int left;

        public bool Fired { get; private set; }

        public void Arm(int step) => left = step;

        public void Disarm() => left = 0;

        public void Gate(string statement)
        {
            if (left > 0 && --left == 0)
            {
                Fired = true;
                contract.Fault(statement);
            }
        }
    }
}

public sealed class SqliteCrashTests : JournalCrashContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Process_KilledBeforeAnyStatement_LeavesWholeAppendsAndAllAcknowledgedOnes()
    {
        var copies = new List<(SqliteRig Rig, int Acknowledged)>();
        var acknowledged = 0;
        using (var open = rig.Open(_ => copies.Add((rig.CopyAsKilled(), Volatile.Read(ref acknowledged)))))
        {
            for (var command = 0; command < 4; command++)
            {
                await open.Journal.AppendAsync(Stream("main"), command * 3, $"c{command}", events: 3);
                Volatile.Write(ref acknowledged, (command + 1) * 3);
            }
        }

        Assert.InRange(copies.Count, 20, 1_000);
        foreach (var (copy, known) in copies)
        {
            using (var open = copy.Open())
            {
                var events = (await open.Journal.ReasonsAsync(Stream("main"))).Length;
                Assert.True(events % 3 == 0 && events >= known, $"{events} events are there, {known} were acknowledged.");
                Assert.True((await open.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
            }

            await copy.DisposeAsync();
        }
    }

    [Fact]
    public async Task Append_OnAFullDisk_IsRefusedAtOnceAndGoesOnWhenThereIsRoom()
    {
        using var full = new ManualResetEventSlim();
        using var open = rig.Open(statement =>
        {
            if (full.IsSet && statement == "COMMIT")
            {
                throw new SqliteFailure(SQLitePCL.raw.SQLITE_FULL, "SQLite: database or disk is full.");
            }
        });
        await open.Journal.AppendAsync(Stream("main"), 0, "c1");
        full.Set();

        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(() => open.Journal.AppendAsync(Stream("main"), 1, "c2"));
        var next = await Assert.ThrowsAsync<JournalUnavailableException>(() => open.Journal.AppendAsync(Stream("main"), 1, "c3"));
        Assert.Contains("disk is full", refused.Message, StringComparison.Ordinal);
        Assert.Contains("disk is full", next.Message, StringComparison.Ordinal);
        Assert.False(open.Health.IsWriting);
        full.Reset();
        await open.RecoverAsync();

        Assert.Equal(new AppendResult.Appended(2), await open.Journal.AppendAsync(Stream("main"), 1, "c2"));
        Assert.Equal(["c1/1", "c2/1"], await open.Journal.ReasonsAsync(Stream("main")));
    }
}

public sealed class SqliteAuditTests : JournalAuditContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}
