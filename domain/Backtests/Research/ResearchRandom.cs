namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// A seeded stream of random numbers that is the same on every machine and version of the runtime: SplitMix64 (G. Steele, D. Lea and C. Flood,
/// "Fast splittable pseudorandom number generators", 2014). A part of a study takes a stream of its own, so that the order in which parts run
/// changes nothing.
/// </summary>
internal sealed class ResearchRandom
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong state;
    private double? spare;

    /// <param name="stream">Which part of the study; streams of one seed do not resemble each other.</param>
    public ResearchRandom(int seed, long stream) => state = Mix(unchecked((ulong)seed + Gamma)) ^ Mix(unchecked((ulong)stream * Gamma));

    /// <summary>From 0 to 1, 1 excluded.</summary>
    public double Share() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)(((Bits() >> 32) * (ulong)count) >> 32);
    }

    /// <summary>Standard normal, by the polar method (G. Marsaglia and T. Bray, 1964).</summary>
    public double Normal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        while (true)
        {
            var (x, y) = ((2.0 * Share()) - 1.0, (2.0 * Share()) - 1.0);
            var square = (x * x) + (y * y);
            if (square is > 0.0 and < 1.0)
            {
                var factor = Math.Sqrt(-2.0 * Math.Log(square) / square);
                spare = y * factor;
                return x * factor;
            }
        }
    }

    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Bits()
    {
        state = unchecked(state + Gamma);
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
