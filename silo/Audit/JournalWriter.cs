using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit;

/// <summary>
/// The one writer of a process. It takes what waits, writes it in one transaction, waits for the disk once, and answers all. It never waits
/// for more work to come: an append on an idle desk costs one commit, and under load the batches grow by themselves.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(1);

    private readonly IWriteStore store;
    private readonly JournalHealth health;
    private readonly TimeProvider time;
    private readonly TimeSpan retry;
    private readonly WorkQueue queue;
    private readonly JournalWork[] batch;
    private readonly Thread thread;
    private long commits;

    public JournalWriter(IWriteStore store, JournalHealth health, JournalOptions options, TimeProvider time)
    {
        this.store = store;
        this.health = health;
        this.time = time;
        retry = TimeSpan.FromMilliseconds(options.RetryMs);
        queue = new WorkQueue(options.QueueMax, TimeSpan.FromMilliseconds(options.QueueWaitMs));
        batch = new JournalWork[options.BatchMax];
        thread = new Thread(Run) { IsBackground = true, Name = "journal-writer" };
        thread.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>How many works the writer has not taken yet.</summary>
    public int Waiting => queue.Count;

    /// <summary>Waits until the work is on disk, or refused.</summary>
    /// <exception cref="JournalUnavailableException">The store cannot write now.</exception>
    public async Task<T> WriteAsync<T>(JournalWork<T> work)
    {
        if (health.Refusal() is { } refusal)
        {
            throw refusal;
        }

        await queue.AddAsync(work).ConfigureAwait(false);
        return await work.Done.ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        queue.Close();
        thread.Join();
        store.Dispose();
        queue.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            var count = queue.Take(batch, health.IsWriting ? IdlePatience : retry);
            if (count < 0)
            {
                return;
            }

            if (count == 0)
            {
                Rest();
                continue;
            }

            count = WithoutCancelled(batch.AsSpan(0, count));
            if (health.Refusal() is { } refusal)
            {
                Refuse(batch.AsSpan(0, count), refusal);
            }
            else if (count > 0)
            {
                Write(batch.AsSpan(0, count));
            }

            batch.AsSpan().Clear();
        }
    }

    private static int WithoutCancelled(Span<JournalWork> taken)
    {
        var kept = 0;
        foreach (var work in taken)
        {
            if (work.CancellationToken.IsCancellationRequested)
            {
                work.Cancel();
            }
            else
            {
                taken[kept++] = work;
            }
        }

        return kept;
    }

    private void Write(ReadOnlySpan<JournalWork> works)
    {
        BatchPlan? committing = null;
        try
        {
            var plan = BatchPlanner.Plan(Begin(works), works, time.GetUtcNow().UtcTicks);
            if (plan.IsEmpty)
            {
                store.Rollback();
            }
            else
            {
                store.Write(plan);
                committing = plan;
                store.Commit();
                Interlocked.Increment(ref commits);
            }
        }
        catch (Exception e) when (committing is null && store.IsDataError(e))
        {
            Separate(works, e);
            return;
        }
        catch (Exception e)
        {
            Fail(works, committing, e);
            return;
        }

        health.Works();
        Answer(works);
        Tidy(idle: false);
    }

    // A connection can have died since the last batch. Nothing is written yet, so a new one may simply begin again.
    private BatchFacts Begin(ReadOnlySpan<JournalWork> works)
    {
        try
        {
            return store.Begin(works);
        }
        catch (Exception)
        {
            store.Drop();
            return store.Begin(works);
        }
    }

    private static void Answer(ReadOnlySpan<JournalWork> works)
    {
        foreach (var work in works)
        {
            work.Complete();
        }
    }

    // One work that the database refuses must not take its neighbours with it.
    private void Separate(ReadOnlySpan<JournalWork> works, Exception cause)
    {
        try
        {
            store.Rollback();
        }
        catch (Exception)
        {
            store.Drop();
        }

        if (works.Length == 1)
        {
            works[0].Fail(new InvalidOperationException("The journal's database refuses this append: " + cause.Message, cause));
            return;
        }

        for (var i = 0; i < works.Length; i++)
        {
            Write(works.Slice(i, 1));
        }
    }

    private void Fail(ReadOnlySpan<JournalWork> works, BatchPlan? committing, Exception cause)
    {
        bool? onDisk = committing is null ? false : IsOnDisk(committing);
        if (onDisk is true)
        {
            Answer(works);
            return;
        }

        health.Failed(cause);
        store.Drop();
        Refuse(works, onDisk is false
            ? new JournalUnavailableException("The journal cannot write, and nothing was written: " + cause.Message, cause)
            : new JournalUnavailableException(
                "The database was lost while it committed; whether this was written is not known. Send it again with the same command id: "
                + cause.Message, cause));
    }

    // Null: not known.
    private bool? IsOnDisk(BatchPlan plan)
    {
        try
        {
            store.Drop();
            return store.Holds(plan);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static void Refuse(ReadOnlySpan<JournalWork> works, JournalUnavailableException refusal)
    {
        foreach (var work in works)
        {
            work.Fail(refusal);
        }
    }

    private void Rest()
    {
        if (health.IsWriting)
        {
            Tidy(idle: true);
            return;
        }

        try
        {
            store.Probe();
            health.Works();
        }
        catch (Exception e)
        {
            store.Drop();
            health.Failed(e);
        }
    }

    private void Tidy(bool idle)
    {
        try
        {
            store.Tidy(idle);
        }
        catch (Exception e)
        {
            store.Drop();
            health.Failed(e);
        }
    }
}
