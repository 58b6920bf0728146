using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;

namespace Countersign.Tests.Cluster.Audit;

/// <summary>A journal that counts the appends that another writer was quicker than.</summary>
internal sealed class CountingJournal(IJournal inner) : IJournal
{
    private int conflicts;

    public int Conflicts => Volatile.Read(ref conflicts);

    public async ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken)
    {
        var result = await inner.AppendAsync(append, cancellationToken);
        if (result is AppendResult.VersionConflict)
        {
            Interlocked.Increment(ref conflicts);
        }

        return result;
    }

    public ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(
        JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken) =>
        inner.ReadAsync(stream, afterVersion, countMax, cancellationToken);

    public ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(
        JournalStream stream, CommandId command, CancellationToken cancellationToken) => inner.FindCommandAsync(stream, command, cancellationToken);

    public ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken) =>
        inner.ReadSnapshotAsync(stream, cancellationToken);

    public ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken) =>
        inner.WriteSnapshotAsync(stream, snapshot, cancellationToken);
}
