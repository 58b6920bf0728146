using Countersign.Grains.Audit;
using Countersign.Tests.Fixtures;
using Xunit;
using static Countersign.Tests.Grains.Audit.JournalSamples;

namespace Countersign.Tests.Grains.Audit;

/// <summary>Here the server kills the writer's connection before the statement, so that the statement itself finds it gone.</summary>
public sealed class PostgresCrashTests(PostgresServer server) : JournalCrashContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Server_ThatCrashesAndComesBack_HasAllThatWasAcknowledged()
    {
        using var open = rig!.Open();
        for (var version = 0; version < 20; version++)
        {
            await open.Journal.AppendAsync(Stream("main"), version, $"c{version}");
        }

        server.Crash();
        try
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(() => open.Journal.AppendAsync(Stream("main"), 20, "c20"));
            await Assert.ThrowsAsync<JournalUnavailableException>(() => open.Journal.AppendAsync(Stream("main"), 20, "c20"));
            Assert.False(open.Health.IsWriting);
        }
        finally
        {
            server.Restart();
        }

        await open.RecoverAsync();
        Assert.Equal(new AppendResult.Appended(21), await open.Journal.AppendAsync(Stream("main"), 20, "c20"));
        Assert.True((await open.Audit.VerifyAsync(null, CancellationToken.None)).Intact);
    }

    protected override void Fault(string statement) => rig!.KillWritersAsync().GetAwaiter().GetResult();
}

public sealed class PostgresAuditTests(PostgresServer server) : JournalAuditContract
{
    private PostgresRig? rig;

    protected override JournalRig Rig => rig!;

    public override async ValueTask InitializeAsync()
    {
        rig = new PostgresRig(server);
        using (rig.Open())
        {
        }

        // Who can rewrite the file is not stopped by a foreign key.
        await rig.ExecuteAsync("ALTER TABLE events DROP CONSTRAINT events_stream_id_fkey");
    }
}
