using System.Collections.Immutable;
using Countersign.Domain.Backtests.Research;

namespace Countersign.Silo.Backtests;

/// <summary>
/// Runs of studies on several cores; results in the order of the items. The caller's thread works, and beside it as many more as are free: several
/// studies share them, and one that gets none goes on alone.
/// </summary>
/// <param name="count">Runs of one study at once; 1 or more.</param>
public sealed class ParallelWorkers(int count) : IResearchWorkers, IDisposable
{
    private readonly SemaphoreSlim free = new(count - 1, Math.Max(1, count - 1));

    public ImmutableArray<TResult> Run<TItem, TResult>(
        ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var round = new Round<TItem, TResult>(items, work, cancellationToken);
        var helpers = new List<Thread>();
        while (helpers.Count < items.Length - 1 && free.Wait(0, CancellationToken.None))
        {
            helpers.Add(Start(round.Work));
        }

        round.Work();
        foreach (var helper in helpers)
        {
            helper.Join();
        }

        return round.Results();
    }

    public void Dispose() => free.Dispose();

    private Thread Start(Action work)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            finally
            {
                free.Release();
            }
        })
        {
            IsBackground = true, Name = "study", Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return thread;
    }

    /// <summary>One call's items, each taken by the thread that is free next.</summary>
    private sealed class Round<TItem, TResult>(ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken)
    {
        private readonly TResult[] results = new TResult[items.Length];
        private int next = -1;
        private int failed = int.MaxValue;
        private Exception? failure;

        public void Work()
        {
            int i;
            while (Volatile.Read(ref failure) is null && (i = Interlocked.Increment(ref next)) < items.Length)
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    results[i] = work(items[i], cancellationToken);
                }
                catch (Exception e)
                {
                    Fail(i, e);
                }
            }
        }

        public ImmutableArray<TResult> Results()
        {
            if (failure is { } known)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(known);
            }

            return ImmutableArray.Create(results);
        }

        // Items are taken in order, so that of several failures the first item's is told, as if they had run one after the other.
        private void Fail(int item, Exception e)
        {
            lock (results)
            {
                if (item < failed)
                {
                    (failed, failure) = (item, e);
                }
            }
        }
    }
}
