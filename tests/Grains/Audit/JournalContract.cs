using Countersign.Domain.Audit;
using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>What a journal promises, whatever keeps it.</summary>
public abstract class JournalContract : IAsyncLifetime
{
    protected abstract JournalRig Rig { get; }

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Rig.DisposeAsync();
    }

    [Fact]
    public async Task Append_ToANewStream_IsReadBackWhole()
    {
        using var open = Rig.Open();

        var result = await open.Journal.AppendAsync(Stream("main"), 0, "c1", events: 3);

        Assert.Equal(new AppendResult.Appended(3), result);
        var events = await open.Journal.ReadAsync(Stream("main"), 0, 100, CancellationToken.None);
        Assert.Equal([1L, 2L, 3L], events.Select(e => e.Version));
        Assert.Equal(["c1/1", "c1/2", "c1/3"], Reasons(events));
        Assert.All(events, e =>
        {
            Assert.Equal("trading-state-changed.v1", e.Type);
            Assert.Equal(CommandId.Parse("c1"), e.Command);
            Assert.Equal(Actor.Desk, e.Actor);
            Assert.Equal(Noon, e.Event.At);
            Assert.Matches("^[0-9a-f]{64}$", e.Hash);
        });
    }

    [Fact]
    public async Task Append_OnAnOldVersion_AnswersTheActualOneAndWritesNothing()
    {
        using var open = Rig.Open();
        await open.Journal.AppendAsync(Stream("main"), 0, "c1", events: 2);

        var result = await open.Journal.AppendAsync(Stream("main"), 1, "c2");

        Assert.Equal(new AppendResult.VersionConflict(2), result);
        Assert.Equal(["c1/1", "c1/2"], await open.Journal.ReasonsAsync(Stream("main")));
    }

    [Fact]
    public async Task Append_AheadOfTheStream_IsAConflict()
    {
        using var open = Rig.Open();

        Assert.Equal(new AppendResult.VersionConflict(0), await open.Journal.AppendAsync(Stream("main"), 1, "c1"));
        Assert.Empty(await open.Journal.ReasonsAsync(Stream("main")));
    }

    [Fact]
    public async Task Append_OfACommandThatWasCarriedOut_AnswersItsFirstEvents()
    {
        using var open = Rig.Open();
        await open.Journal.AppendAsync(Stream("main"), 0, "c1", events: 2);
        await open.Journal.AppendAsync(Stream("main"), 2, "c2");

        var result = await open.Journal.AppendAsync(Stream("main"), 0, "c1", events: 2);

        var first = Assert.IsType<AppendResult.DuplicateCommand>(result).First;
        Assert.Equal([1L, 2L], first.Select(e => e.Version));
        Assert.Equal(["c1/1", "c1/2"], Reasons(first));
        Assert.Equal(3, (await open.Journal.ReasonsAsync(Stream("main"))).Length);
    }

    [Fact]
    public async Task Command_InAnotherStreamOrTenant_IsAnotherCommand()
    {
        using var open = Rig.Open();
        await open.Journal.AppendAsync(Stream("main"), 0, "c1");

        Assert.Equal(new AppendResult.Appended(1), await open.Journal.AppendAsync(Stream("other"), 0, "c1"));
        Assert.Equal(
            new AppendResult.Appended(1), await open.Journal.AppendAsync(Stream("main") with { Tenant = OtherTenant }, 0, "c1"));
    }

    [Fact]
    public async Task FindCommand_ThatCausedNothing_IsEmpty()
    {
        using var open = Rig.Open();
        await open.Journal.AppendAsync(Stream("main"), 0, "c1");

        Assert.Empty(await open.Journal.FindCommandAsync(Stream("main"), CommandId.Parse("c2"), CancellationToken.None));
        Assert.Empty(await open.Journal.FindCommandAsync(Stream("none"), CommandId.Parse("c1"), CancellationToken.None));
    }

    [Fact]
    public async Task Append_ByManyWritersOfOneStream_LetsExactlyOneWinEachVersion()
    {
        using var first = Rig.Open();
        using var second = Rig.Open();
        var stream = Stream("main");
        for (var version = 0; version < 10; version++)
        {
            var expected = version;
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer =>
                (writer % 2 == 0 ? first : second).Journal.AppendAsync(stream, expected, $"c{expected}-{writer}")));

            Assert.Single(results, r => r is AppendResult.Appended);
            Assert.Equal(15, results.Count(r => r is AppendResult.VersionConflict));
        }

        Assert.Equal(10, (await first.Journal.ReasonsAsync(stream)).Length);
        Assert.True((await second.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
    }

    [Fact]
    public async Task Append_OfOneCommandManyTimesAtOnce_IsCarriedOutOnce()
    {
        using var first = Rig.Open();
        using var second = Rig.Open();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? first : second).Journal.AppendAsync(Stream("main"), 0, "c1", events: 2)));

        Assert.Single(results, r => r is AppendResult.Appended);
        Assert.All(results.OfType<AppendResult.DuplicateCommand>(), d => Assert.Equal(["c1/1", "c1/2"], Reasons(d.First)));
        Assert.Equal(39, results.OfType<AppendResult.DuplicateCommand>().Count());
    }

    [Fact]
    public async Task Append_ByManyWritersOfManyStreams_KeepsEveryChain()
    {
        using var first = Rig.Open();
        using var second = Rig.Open();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            var journal = (writer % 2 == 0 ? first : second).Journal;
            for (var version = 0; version < 10; version++)
            {
                Assert.IsType<AppendResult.Appended>(await journal.AppendAsync(Stream($"w{writer}"), version, $"c{version}"));
            }
        }));

        var report = await first.Audit.VerifyAsync(null, CancellationToken.None);
        Assert.True(report.Intact, string.Join('\n', report.Defects));
        Assert.Equal((20, 200), (report.Streams, report.Events));
    }

    [Fact]
    public async Task Appends_ThatWaitTogether_ShareOneCommit()
    {
        using var hold = new ManualResetEventSlim();
        using var open = Rig.Open(_ => hold.Wait());

        var appends = Enumerable.Range(0, 200).Select(i => open.Journal.AppendAsync(Stream($"s{i}"), 0, "c1")).ToArray();
        hold.Set();
        var results = await Task.WhenAll(appends);

        Assert.All(results, r => Assert.Equal(new AppendResult.Appended(1), r));
        // The writer may have taken the first before the others came.
        Assert.InRange(open.Writer.Commits, 1, 2);
    }

    [Fact]
    public async Task Appends_OfOneBatch_FailEachForItself()
    {
        using var hold = new ManualResetEventSlim();
        using var open = Rig.Open(_ => hold.Wait());

        Task<AppendResult>[] appends =
        [
            open.Journal.AppendAsync(Stream("zero"), 0, "c0"),
            open.Journal.AppendAsync(Stream("main"), 0, "c1"),
            open.Journal.AppendAsync(Stream("main"), 1, "c2"),
            open.Journal.AppendAsync(Stream("main"), 1, "c3"),
            open.Journal.AppendAsync(Stream("main"), 0, "c1"),
            open.Journal.AppendAsync(Stream("main"), 2, "c4"),
        ];
        hold.Set();
        var results = await Task.WhenAll(appends);

        Assert.Equal(new AppendResult.Appended(1), results[1]);
        Assert.Equal(new AppendResult.Appended(2), results[2]);
        Assert.Equal(new AppendResult.VersionConflict(2), results[3]);
        Assert.Equal(["c1/1"], Reasons(Assert.IsType<AppendResult.DuplicateCommand>(results[4]).First));
        Assert.Equal(new AppendResult.Appended(3), results[5]);
        Assert.Equal(["c1/1", "c2/1", "c4/1"], await open.Journal.ReasonsAsync(Stream("main")));
    }

    [Fact]
    public async Task Append_CancelledBeforeTheWriterTookIt_IsNotWritten()
    {
        using var hold = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        using var open = Rig.Open(_ => hold.Wait());
        var first = open.Journal.AppendAsync(Stream("first"), 0, "c1");
        while (open.Writer.Waiting > 0)
        {
            await Task.Yield();
        }

        var second = open.Journal.AppendAsync(Append(Stream("second"), 0, "c1"), cancel.Token);
        await cancel.CancelAsync();
        hold.Set();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
        Assert.Empty(await open.Journal.ReasonsAsync(Stream("second")));
    }

    [Fact]
    public async Task Append_WhenTheQueueStaysFull_IsRefusedAndNotWritten()
    {
        using var hold = new ManualResetEventSlim();
        using var open = Rig.Open(_ => hold.Wait(), o => (o.QueueMax, o.BatchMax, o.QueueWaitMs) = (4, 1, 1));
        var taken = new List<Task<AppendResult>> { open.Journal.AppendAsync(Stream("s0"), 0, "c1") };
        while (open.Writer.Waiting > 0)
        {
            await Task.Yield();
        }

        taken.AddRange(Enumerable.Range(1, 4).Select(i => open.Journal.AppendAsync(Stream($"s{i}"), 0, "c1")));
        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(() => open.Journal.AppendAsync(Stream("s5"), 0, "c1"));
        hold.Set();

        Assert.Contains("4 appends wait", refused.Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(taken), r => Assert.IsType<AppendResult.Appended>(r));
        Assert.Empty(await open.Journal.ReasonsAsync(Stream("s5")));
    }

    [Fact]
    public async Task Snapshot_AndTail_RebuildWhatTheWholeStreamDoes()
    {
        using var open = Rig.Open();
        var stream = Stream("main");
        await open.Journal.AppendAsync(stream, 0, "c1", events: 5);
        Assert.Null(await open.Journal.ReadSnapshotAsync(stream, CancellationToken.None));
        await open.Journal.WriteSnapshotAsync(stream, new JournaledSnapshot(5, "account.v1", "{\"n\":5}"u8.ToArray()), CancellationToken.None);
        await open.Journal.AppendAsync(stream, 5, "c2", events: 2);

        var snapshot = await open.Journal.ReadSnapshotAsync(stream, CancellationToken.None);
        var tail = await open.Journal.ReadAsync(stream, snapshot!.Version, 100, CancellationToken.None);

        Assert.Equal(("account.v1", "{\"n\":5}"), (snapshot.Schema, System.Text.Encoding.UTF8.GetString(snapshot.State.Span)));
        Assert.Equal(["c2/1", "c2/2"], Reasons(tail));
    }

    [Fact]
    public async Task Snapshot_OlderThanTheStoredOne_DoesNotReplaceIt()
    {
        using var open = Rig.Open();
        var stream = Stream("main");
        await open.Journal.WriteSnapshotAsync(stream, new JournaledSnapshot(5, "account.v1", "5"u8.ToArray()), CancellationToken.None);
        await open.Journal.WriteSnapshotAsync(stream, new JournaledSnapshot(3, "account.v1", "3"u8.ToArray()), CancellationToken.None);

        Assert.Equal(5, (await open.Journal.ReadSnapshotAsync(stream, CancellationToken.None))!.Version);
    }

    [Fact]
    public async Task Read_InPages_IsBoundedAndGoesOnWhereItEnded()
    {
        using var open = Rig.Open();
        await open.Journal.AppendAsync(Stream("main"), 0, "c1", events: 7);

        var first = await open.Journal.ReadAsync(Stream("main"), 0, 4, CancellationToken.None);
        var second = await open.Journal.ReadAsync(Stream("main"), first[^1].Version, 4, CancellationToken.None);

        Assert.Equal([1L, 2L, 3L, 4L], first.Select(e => e.Version));
        Assert.Equal([5L, 6L, 7L], second.Select(e => e.Version));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await open.Journal.ReadAsync(Stream("main"), 0, 1_001, CancellationToken.None));
    }

    [Fact]
    public async Task Restart_FindsEverythingAndGoesOn()
    {
        using (var before = Rig.Open())
        {
            await before.Journal.AppendAsync(Stream("main"), 0, "c1", events: 2);
        }

        using var after = Rig.Open();
        Assert.Equal(["c1/1", "c1/2"], await after.Journal.ReasonsAsync(Stream("main")));
        Assert.IsType<AppendResult.DuplicateCommand>(await after.Journal.AppendAsync(Stream("main"), 0, "c1"));
        Assert.Equal(new AppendResult.Appended(3), await after.Journal.AppendAsync(Stream("main"), 2, "c2"));
        Assert.True((await after.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
    }

    [Fact]
    public async Task Start_OnANewerSchema_IsRefusedWithOneClearMessage()
    {
        using (Rig.Open())
        {
        }

        await Rig.ExecuteAsync("INSERT INTO journal_schema (version) VALUES (999)");

        var refusal = Assert.Throws<InvalidOperationException>(() => Rig.Open());
        Assert.Equal(Migrations.TooNew(999), refusal.Message);
    }

    [Fact]
    public async Task Start_OfManyProcessesAtOnce_MigratesOnce()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Rig.Open())));

        for (var i = 0; i < opened.Length; i++)
        {
            Assert.IsType<AppendResult.Appended>(await opened[i].Journal.AppendAsync(Stream($"s{i}"), 0, "c1"));
            opened[i].Dispose();
        }
    }
}
