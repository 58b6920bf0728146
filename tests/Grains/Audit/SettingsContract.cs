using Countersign.Silo.Audit.Settings;
using Countersign.Tests.Fixtures;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit;

namespace Countersign.Tests.Grains.Audit;

/// <summary>Grain settings and reminders in the journal's database.</summary>
public abstract class SettingsContract : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("desk", "t-one");

    protected abstract JournalRig Rig { get; }

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task State_Written_IsReadAfterARestart()
    {
        var written = new GrainState<Setting>(new Setting { Theme = "dark" });
        using (var before = Rig.Open())
        {
            await States(before).WriteStateAsync("theme", Grain, written);
        }

        using var open = Rig.Open();
        var read = new GrainState<Setting>();
        await States(open).ReadStateAsync("theme", Grain, read);
        var other = new GrainState<Setting>();
        await States(open).ReadStateAsync("other", Grain, other);

        Assert.Equal(("dark", written.ETag, true), (read.State!.Theme, read.ETag, read.RecordExists));
        Assert.Equal((null, false), (other.ETag, other.RecordExists));
        Assert.NotNull(other.State);
    }

    [Fact]
    public async Task State_WrittenFromAnOldVersion_IsRefused()
    {
        using var open = Rig.Open();
        var first = new GrainState<Setting>(new Setting { Theme = "a" });
        await States(open).WriteStateAsync("theme", Grain, first);
        var stale = new GrainState<Setting>(new Setting { Theme = "b" }, first.ETag);
        await States(open).WriteStateAsync("theme", Grain, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => States(open).WriteStateAsync("theme", Grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => States(open).ClearStateAsync("theme", Grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => States(open).WriteStateAsync("theme", Grain, new GrainState<Setting>(new Setting())));
    }

    [Fact]
    public async Task State_Cleared_IsGoneAndRefusesWhoHoldsTheOldVersion()
    {
        using var open = Rig.Open();
        var state = new GrainState<Setting>(new Setting { Theme = "a" });
        await States(open).WriteStateAsync("theme", Grain, state);
        var stale = new GrainState<Setting>(new Setting { Theme = "b" }, state.ETag);

        await States(open).ClearStateAsync("theme", Grain, state);

        Assert.False(state.RecordExists);
        await Assert.ThrowsAsync<InconsistentStateException>(() => States(open).WriteStateAsync("theme", Grain, stale));
        var read = new GrainState<Setting>();
        await States(open).ReadStateAsync("theme", Grain, read);
        Assert.False(read.RecordExists);
        read.State = new Setting { Theme = "c" };
        await States(open).WriteStateAsync("theme", Grain, read);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task Reminder_Kept_IsReadByGrainAndByRangeUntilItIsRemoved()
    {
        using var open = Rig.Open();
        var table = new ReminderStore(open.Database, open.Writer, "desk");
        var entry = new ReminderEntry
        {
            GrainId = Grain, ReminderName = "expire", StartAt = new DateTime(2014, 5, 6, 12, 0, 0, DateTimeKind.Utc), Period = TimeSpan.FromMinutes(1),
        };

        var etag = await table.UpsertRow(entry);

        var row = await table.ReadRow(Grain, "expire");
        Assert.Equal((entry.StartAt, entry.Period, etag), (row!.StartAt, row.Period, row.ETag));
        var hash = Grain.GetUniformHashCode();
        Assert.Single((await table.ReadRows(Grain)).Reminders);
        Assert.Single((await table.ReadRows(unchecked(hash - 1), hash)).Reminders);
        Assert.Empty((await table.ReadRows(hash, unchecked(hash + 1))).Reminders);
        Assert.Single((await table.ReadRows(0, 0)).Reminders);
        Assert.False(await table.RemoveRow(Grain, "expire", "another"));
        Assert.True(await table.RemoveRow(Grain, "expire", etag!));
        Assert.Null(await table.ReadRow(Grain, "expire"));
    }

    private static GrainStateStore States(OpenJournal open) => new(open.Database, open.Writer, "desk");

    public sealed class Setting
    {
        public string Theme { get; set; } = string.Empty;
    }
}

public sealed class SqliteSettingsTests : SettingsContract
{
    private readonly SqliteRig rig = new();

    protected override JournalRig Rig => rig;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;
}

public sealed class PostgresSettingsTests(PostgresServer server) : SettingsContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }
}
