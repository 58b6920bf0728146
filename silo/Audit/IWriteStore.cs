namespace Countersign.Silo.Audit;

/// <summary>One database's way of writing batches. Only the writer's thread calls it.</summary>
internal interface IWriteStore : IDisposable
{
    /// <summary>Begins a transaction that no other process's writer can overlap, and reads what deciding the works takes.</summary>
    BatchFacts Begin(ReadOnlySpan<JournalWork> works);

    /// <summary>Writes everything, and answers the counted rows.</summary>
    void Write(BatchPlan plan);

    /// <summary>Returns when the transaction is on disk.</summary>
    void Commit();

    void Rollback();

    /// <summary>Throws the connection away; the next call makes a new one.</summary>
    void Drop();

    /// <summary>Whether a plan whose commit ended in an error is on disk after all; null where that cannot be told.</summary>
    bool? Holds(BatchPlan plan);

    /// <summary>Whether the failure lies in what was written, so that the works must be tried one by one.</summary>
    bool IsDataError(Exception exception);

    /// <summary>Writes something and waits until it is on disk, to learn whether the store works again.</summary>
    void Probe();

    /// <summary>Housekeeping between batches.</summary>
    /// <param name="idle">Nothing came for a while.</param>
    void Tidy(bool idle);
}

/// <summary>Called with a label before each statement of the writer: where tests let the process or the database die.</summary>
internal delegate void StatementGate(string statement);
