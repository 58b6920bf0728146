using System.Threading.Tasks.Sources;

namespace Countersign.Api.Notifications;

/// <summary>
/// Wakes one waiter, also where it was set before somebody waited; set many times, it wakes once. Nothing is allocated, and no lock is held while
/// somebody is woken: a quote sets two thousand of them in a row.
/// </summary>
internal sealed class LiveSignal : IValueTaskSource
{
    private const int Unset = 0;
    private const int Set = 1;
    private const int Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> source = new() { RunContinuationsAsynchronously = true };
    private int state;

    public void Raise()
    {
        if (Interlocked.Exchange(ref state, Set) == Awaited)
        {
            source.SetResult(true);
        }
    }

    /// <summary>Waits until it is set, and unsets it. One waits at a time.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref state, Unset, Set) == Set)
        {
            return ValueTask.CompletedTask;
        }

        source.Reset();
        if (Interlocked.CompareExchange(ref state, Awaited, Unset) == Set)
        {
            Interlocked.Exchange(ref state, Unset);
            return ValueTask.CompletedTask;
        }

        return new ValueTask(this, source.Version);
    }

    void IValueTaskSource.GetResult(short token)
    {
        source.GetResult(token);

        // A whole fence: what is looked at next must not be read before it, or what comes in between is missed.
        Interlocked.Exchange(ref state, Unset);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);
}
