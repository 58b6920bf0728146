#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;

namespace Countersign.Tests.Grains.TradeIdeas;

internal sealed class Damage
{
    public bool AccountsFail { get; set; }

    public bool BacktestsFail { get; set; }
}

/// <summary>A journal that cannot write what a test says it cannot.</summary>
internal sealed class DamagedJournal(IJournal journal, Damage damage) : IJournal
{
    public ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken) =>
        (damage.AccountsFail && append.Stream.Name.StartsWith("account/", StringComparison.Ordinal))
        || (damage.BacktestsFail && append.Stream.Name.StartsWith("backtest/", StringComparison.Ordinal))
            ? throw new JournalUnavailableException("The disk is full.", new IOException("The disk is full."))
            : journal.AppendAsync(append, cancellationToken);

    public ValueTask<ImmutableArray<JournaledEvent>> ReadAsync(
        JournalStream stream, long afterVersion, int countMax, CancellationToken cancellationToken) =>
        journal.ReadAsync(stream, afterVersion, countMax, cancellationToken);

    public ValueTask<ImmutableArray<JournaledEvent>> FindCommandAsync(
        JournalStream stream, CommandId command, CancellationToken cancellationToken) =>
        journal.FindCommandAsync(stream, command, cancellationToken);

    public ValueTask<JournaledSnapshot?> ReadSnapshotAsync(JournalStream stream, CancellationToken cancellationToken) =>
        journal.ReadSnapshotAsync(stream, cancellationToken);

    public ValueTask WriteSnapshotAsync(JournalStream stream, JournaledSnapshot snapshot, CancellationToken cancellationToken) =>
        journal.WriteSnapshotAsync(stream, snapshot, cancellationToken);
}
#endif
