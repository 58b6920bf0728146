using Countersign.Grains.Audit;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>What a verification finds, after somebody changed the database behind the journal's back.</summary>
public abstract class JournalAuditContract : IAsyncLifetime
{
    private const string Main = "stream_id = (SELECT id FROM streams WHERE tenant = 't-one' AND name = 'account/a-main')";

    protected abstract JournalRig Rig { get; }

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Verify_OfAnUntouchedJournal_FindsNothingAndCounts()
    {
        var report = await VerifyAfterAsync("SELECT 1");

        Assert.True(report.Intact, string.Join('\n', report.Defects));
        Assert.Equal((3, 11), (report.Streams, report.Events));
    }

    [Fact]
    public async Task Verify_OfOneTenant_WalksOnlyThatOne()
    {
        await FillAsync();
        await Rig.ExecuteAsync("UPDATE events SET actor = 'user:u-eve' WHERE version = 1 AND NOT " + Main);
        using var open = Rig.Open();

        Assert.Equal(2, (await open.Audit.VerifyAsync(null, CancellationToken.None)).Defects.Length);
        Assert.Single((await open.Audit.VerifyAsync(ThisTenant, CancellationToken.None)).Defects);
        Assert.Equal(1, (await open.Audit.VerifyAsync(OtherTenant, CancellationToken.None)).Streams);
    }

    [Theory]
    [InlineData("body = (SELECT o.body FROM events o WHERE o.position = 1)")]
    [InlineData("actor = 'user:u-eve'")]
    [InlineData("command_id = 'c9'")]
    [InlineData("type = 'funds-deposited.v1'")]
    [InlineData("recorded_at = recorded_at + 1")]
    [InlineData("starts_command = 1 - starts_command")]
    public async Task Verify_OfAnEditedEvent_NamesItAsEdited(string edit)
    {
        var report = await VerifyAfterAsync($"UPDATE events SET {edit} WHERE version = 3 AND {Main}");

        var defect = Assert.Single(report.Defects);
        Assert.Equal(("t-one/account/a-main", 3), (defect.Stream, defect.Version));
        Assert.StartsWith("edited", defect.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfAnEventEditedWithItsHash_IsFoundAtTheNextLink()
    {
        var report = await VerifyAfterAsync($"UPDATE events SET hash = (SELECT hash FROM events o WHERE o.position = 1) WHERE version = 3 AND {Main}");

        Assert.Contains(report.Defects, d => d is { Stream: "t-one/account/a-main", Version: 3 } && d.Problem.StartsWith("edited", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfARemovedEvent_NamesTheFirstThatIsMissing()
    {
        var report = await VerifyAfterAsync($"DELETE FROM events WHERE version = 3 AND {Main}");

        Assert.Contains(report.Defects, d => d is { Stream: "t-one/account/a-main", Version: 3 } && d.Problem.StartsWith("missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfTwoSwappedEvents_NamesTheFirst()
    {
        var report = await VerifyAfterAsync(
            $"UPDATE events SET version = 99 WHERE version = 2 AND {Main}; UPDATE events SET version = 2 WHERE version = 4 AND {Main}; "
            + $"UPDATE events SET version = 4 WHERE version = 99 AND {Main}");

        var defect = Assert.Single(report.Defects);
        Assert.Equal(("t-one/account/a-main", 2), (defect.Stream, defect.Version));
        Assert.StartsWith("swapped", defect.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfATruncatedStream_NamesTheFirstThatIsGone()
    {
        var report = await VerifyAfterAsync($"DELETE FROM events WHERE version > 3 AND {Main}");

        Assert.Contains(report.Defects, d => d is { Stream: "t-one/account/a-main", Version: 4 } && d.Problem.StartsWith("truncated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfATruncationThatAlsoMovedTheHead_IsFoundByTheTenantsCount()
    {
        var report = await VerifyAfterAsync(
            $"DELETE FROM events WHERE version > 3 AND {Main}; UPDATE streams SET version = 3, "
            + $"hash = (SELECT hash FROM events WHERE version = 3 AND {Main}) WHERE tenant = 't-one' AND name = 'account/a-main'");

        Assert.Contains(report.Defects, d => d.Stream == "t-one" && d.Problem.StartsWith("missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfAStreamWithoutEvents_SaysThatItIsEmptied()
    {
        var report = await VerifyAfterAsync($"DELETE FROM events WHERE {Main}");

        Assert.Contains(report.Defects, d => d is { Stream: "t-one/account/a-main", Version: 1 } && d.Problem.StartsWith("truncated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfAStreamThatIsGoneWhole_IsFoundByTheTenantsCount()
    {
        var report = await VerifyAfterAsync($"DELETE FROM events WHERE {Main}; DELETE FROM streams WHERE tenant = 't-one' AND name = 'account/a-main'");

        Assert.Contains(report.Defects, d => d.Stream == "t-one" && d.Problem.Contains("8 events were written, 3 are there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfATenantThatIsGoneWhole_IsFoundByTheJournalsCount()
    {
        var report = await VerifyAfterAsync(
            "DELETE FROM events WHERE stream_id IN (SELECT id FROM streams WHERE tenant = 't-two'); "
            + "DELETE FROM streams WHERE tenant = 't-two'; DELETE FROM chains WHERE tenant = 't-two'");

        var defect = Assert.Single(report.Defects);
        Assert.Equal(("journal", "missing: 11 events were written, 8 are there."), (defect.Stream, defect.Problem));
    }

    [Fact]
    public async Task Verify_OfAStreamGivenToAnotherTenant_IsFound()
    {
        var report = await VerifyAfterAsync("UPDATE streams SET tenant = 't-two' WHERE tenant = 't-one' AND name = 'account/a-other'");

        Assert.Contains(report.Defects, d => d is { Stream: "t-two/account/a-other", Version: 1 });
    }

    private async Task<AuditReport> VerifyAfterAsync(string tampering)
    {
        await FillAsync();
        foreach (var statement in tampering.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            await Rig.ExecuteAsync(statement);
        }

        using var open = Rig.Open();
        return await open.Audit.VerifyAsync(null, CancellationToken.None);
    }

    private async Task FillAsync()
    {
        using var open = Rig.Open();
        await open.Journal.AppendAsync(Stream("other"), 0, "c1", events: 3);
        await open.Journal.AppendAsync(Stream("main"), 0, "c1", events: 2);
        await open.Journal.AppendAsync(Stream("main"), 2, "c2", events: 3);
        await open.Journal.AppendAsync(Stream("main") with { Tenant = OtherTenant }, 0, "c1", events: 3);
    }
}
