namespace Countersign.Domain.Risk;

/// <summary>
/// When the latest orders were placed: a ring of times, so that any window that it reaches over is counted exactly. Beyond its capacity it
/// counts the capacity, which is the highest limit there can be. Not thread-safe.
/// </summary>
public sealed class OrderRateMeter
{
    /// <summary>Orders that are remembered, and the highest order rate that a limit can allow.</summary>
    public const int Capacity = 10_000;

    private DateTimeOffset[] ring = new DateTimeOffset[64];
    private int next;
    private int count;

    /// <summary>Notes an order. A time before the latest counts as the latest: a clock set back must not empty the window.</summary>
    public void Note(DateTimeOffset time)
    {
        if (count == ring.Length && count < Capacity)
        {
            Grow();
        }

        var latest = count == 0 ? time : At(count - 1);
        ring[next] = time > latest ? time : latest;
        next = (next + 1) % ring.Length;
        count = Math.Min(count + 1, ring.Length);
    }

    /// <summary>Orders after <paramref name="now"/> less the window, 0 to <see cref="Capacity"/>.</summary>
    public int Count(DateTimeOffset now, TimeSpan window)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle) > now - window ? (low, middle) : (middle + 1, high);
        }

        return count - low;
    }

    private DateTimeOffset At(int index) => ring[(next - count + index + ring.Length) % ring.Length];

    private void Grow()
    {
        var larger = new DateTimeOffset[Math.Min(Capacity, ring.Length * 2)];
        for (var i = 0; i < count; i++)
        {
            larger[i] = At(i);
        }

        ring = larger;
        next = count;
    }
}
