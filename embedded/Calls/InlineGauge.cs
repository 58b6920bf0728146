using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>
/// Decides whether a method runs on its caller's thread. Now and then an inline turn is timed; a method that holds its caller too
/// long is queued for a while, so that callers who start several calls at once keep their parallelism.
/// </summary>
internal sealed class InlineGauge
{
    private const int SampleEvery = 64;
    private const int QueuedAfterSlowTurn = 512;

    private int _calls;
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
    public long Begin() => (++_calls & (SampleEvery - 1)) == 1 ? Stopwatch.GetTimestamp() : 0;

    public void End(long began, long ticksMax)
    {
        // The first turn pays for compilation and says nothing about the method.
        if (began != 0 && _calls > 1 && Stopwatch.GetTimestamp() - began > ticksMax)
        {
            _queueNext = QueuedAfterSlowTurn;
        }
    }
}
