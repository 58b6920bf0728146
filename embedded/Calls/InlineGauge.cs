using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>
/// Decides whether a method runs on its caller's thread. The first inline turns and later every 64th are timed; a method that holds its
/// caller too long is queued for a while, so that callers who start several calls at once keep their parallelism. Threads share the
/// counters without locks: a lost count only shifts a sample.
/// </summary>
internal sealed class InlineGauge
{
    private const int SampleEvery = 64;
    private const int SamplesAtFirst = 8;
    private const int QueuedAfterSlowTurn = 512;

    /// <summary>The first turn pays for compilation; only one that takes far longer says something about the method.</summary>
    private static readonly long FirstTurnTicksMax = Stopwatch.Frequency / 50;

    private int _samples;
    private int _untilSample;
    private int _queueNext;

    public bool MayRunInline
    {
        get
        {
            if (_queueNext == 0)
            {
                return true;
            }

            _queueNext--;
            return false;
        }
    }

    /// <summary>Returns a time stamp when this turn is to be timed, otherwise 0.</summary>
    public long Begin() => --_untilSample <= 0 ? Stopwatch.GetTimestamp() : 0;

    public void End(long began, long ticksMax)
    {
        if (began == 0)
        {
            return;
        }

        var limit = _samples++ == 0 ? Math.Max(ticksMax, FirstTurnTicksMax) : ticksMax;
        var slow = Stopwatch.GetTimestamp() - began > limit;
        _untilSample = slow || _samples < SamplesAtFirst ? 1 : SampleEvery;
        if (slow)
        {
            _queueNext = QueuedAfterSlowTurn;
        }
    }
}
