using System.Diagnostics.CodeAnalysis;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit;

/// <summary>What waits for the writer: bounded, in order of arrival. A full queue lets callers wait for a bounded time, then refuses.</summary>
[SuppressMessage("Style", "IDE0330", Justification = "Monitor.Wait needs a plain object.")]
internal sealed class WorkQueue(int capacity, TimeSpan waitMax) : IDisposable
{
    private readonly SemaphoreSlim places = new(capacity, capacity);
    private readonly Queue<JournalWork> waiting = new();
    private readonly object gate = new();
    private bool closed;

    /// <summary>Adds a work.</summary>
    /// <exception cref="JournalUnavailableException">The queue stayed full, or the journal is being closed.</exception>
    public ValueTask AddAsync(JournalWork work)
    {
        if (!places.Wait(0, CancellationToken.None))
        {
            return WaitAndAddAsync(work);
        }

        Enqueue(work);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what is there, and waits only when nothing is.</summary>
    /// <returns>How many were taken; 0 when the time was over. -1 when the queue is closed and empty.</returns>
    public int Take(Span<JournalWork> batch, TimeSpan patience)
    {
        int count;
        lock (gate)
        {
            if (waiting.Count == 0 && !closed)
            {
                Monitor.Wait(gate, patience);
            }

            if (waiting.Count == 0)
            {
                return closed ? -1 : 0;
            }

            count = Math.Min(batch.Length, waiting.Count);
            for (var i = 0; i < count; i++)
            {
                batch[i] = waiting.Dequeue();
            }
        }

        places.Release(count);
        return count;
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Refuses new works; what waits is still taken.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }

    public void Dispose() => places.Dispose();

    private async ValueTask WaitAndAddAsync(JournalWork work)
    {
        if (!await places.WaitAsync(waitMax, work.CancellationToken).ConfigureAwait(false))
        {
            throw new JournalUnavailableException($"{capacity} appends wait for the journal already; this one was not written. Try again later.");
        }

        Enqueue(work);
    }

    private void Enqueue(JournalWork work)
    {
        lock (gate)
        {
            if (closed)
            {
                places.Release();
                throw new JournalUnavailableException("The journal is being closed; this was not written.");
            }

            waiting.Enqueue(work);
            Monitor.Pulse(gate);
        }
    }
}
