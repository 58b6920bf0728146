using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit;

/// <summary>Something that waits for the writer. It is answered after its transaction is on disk, never before.</summary>
internal abstract class JournalWork(CancellationToken cancellationToken)
{
    /// <summary>A work that was cancelled before the writer took it is not written; later it is.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    public abstract void Complete();

    public abstract void Fail(Exception exception);

    public abstract void Cancel();
}

internal abstract class JournalWork<T>(CancellationToken cancellationToken) : JournalWork(cancellationToken)
{
    // Grain code must not run on the writer's thread.
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => done.Task;

    public T? Result { get; set; }

    public override void Complete() => done.TrySetResult(Result!);

    public override void Fail(Exception exception) => done.TrySetException(exception);

    public override void Cancel() => done.TrySetCanceled(CancellationToken);
}

/// <summary>One command's events, serialised and projected on the caller's thread so that the writer only writes.</summary>
internal sealed class AppendWork(JournalAppend append, StoredEvent[] events, List<RowChange> rows, CancellationToken cancellationToken)
    : JournalWork<AppendWork.Answer>(cancellationToken)
{
    public enum AnswerKind
    {
        Appended,
        VersionConflict,
        DuplicateCommand,
        Erased,
    }

    public JournalAppend Append { get; } = append;

    public StoredEvent[] Events { get; } = events;

    public List<RowChange> Rows { get; } = rows;

    public readonly record struct Answer(AnswerKind Kind, long Version);
}

internal readonly record struct StoredEvent(string Type, byte[] Body);

/// <summary>One conditional row change that is no event: a snapshot, a grain's setting, a reminder. Answers how many rows it changed.</summary>
internal sealed class RowWork(RowChange change, CancellationToken cancellationToken) : JournalWork<int>(cancellationToken)
{
    public RowChange Change { get; } = change;
}
