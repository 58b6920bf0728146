#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;

namespace Countersign.Tests.Simulation;

/// <summary>A journal that breaks its promises, to show that the checks notice.</summary>
internal sealed class DefectiveDisk(Defect defect)
{
    private int appends;

    public IJournal Around(IJournal journal) => new DefectiveJournal(journal, this);

    private sealed class DefectiveJournal(IJournal journal, DefectiveDisk disk) : IJournal
    {
        public ValueTask<AppendResult> AppendAsync(JournalAppend append, CancellationToken cancellationToken)
        {
            var isFill = append.Events.Any(e => e is OrderFilled or OrderSubmitted);
            if (disk.Defect == Defect.JournalLosesAnAppend && isFill && ++disk.appends == 5)
            {
                return new(new AppendResult.Appended(append.ExpectedVersion + append.Events.Length));
            }

            if (disk.Defect == Defect.JournalLosesAHalt && append.Events.Any(e => e is TradingStateChanged { State: TradingState.Halted }))
            {
                return new(new AppendResult.Appended(append.ExpectedVersion + append.Events.Length));
            }

            return journal.AppendAsync(
                disk.Defect == Defect.JournalForgetsCommands
                    ? append with { Command = CommandId.Parse($"{append.Command.Value}#{++disk.appends}") }
                    : append,
                cancellationToken);
        }

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

    private Defect Defect => defect;
}
#endif
