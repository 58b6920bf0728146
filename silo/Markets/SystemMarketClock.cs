using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets;

/// <summary>The live desk's time: the system's.</summary>
internal sealed class SystemMarketClock(TimeProvider time) : IMarketClock
{
    public DateTimeOffset Now => time.GetUtcNow();

    public void Observe(DateTimeOffset tickTime)
    {
    }
}

/// <summary>
/// A replay's time: that of the newest tick taken in. It stands still between ticks and after the last one, so that what a recording left
/// waiting can still be countersigned at the recording's own prices.
/// </summary>
internal sealed class ReplayMarketClock(DateTimeOffset start) : IMarketClock
{
    private long ticks = start.UtcTicks;

    public DateTimeOffset Now => new(Volatile.Read(ref ticks), TimeSpan.Zero);

    public void Observe(DateTimeOffset tickTime)
    {
        var next = tickTime.UtcTicks;
        var seen = Volatile.Read(ref ticks);
        while (next > seen)
        {
            var found = Interlocked.CompareExchange(ref ticks, next, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
