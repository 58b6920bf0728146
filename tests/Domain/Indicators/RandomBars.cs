using Countersign.Domain.Indicators;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>A seeded random walk of bars, 50 bars a daywith a benchmark; <c>low</c> is the smallest and <c>high</c> the largest price of each.</summary>
internal static class RandomBars
{
    public static BarInput[] Walk(int seed, int count, double start = 1.3, double step = 1e-4)
    {
        var random = new Random(seed);
        var close = start;
        var bars = new BarInput[count];
        for (var i = 0; i < count; i++)
        {
            var open = close + (random.NextDouble() - 0.5) * step;
            close = Math.Max(step, open + (random.NextDouble() - 0.5) * 4 * step);
            var high = Math.Max(open, close) + random.NextDouble() * step;
            var low = Math.Min(open, close) - random.NextDouble() * step;
            bars[i] = new BarInput(open, high, low, close, random.Next(1, 500), i / 50, start * (1.0 + (0.01 * random.NextDouble())));
        }

        return bars;
    }

    public static BarInput Flat(double price) => new(price, price, price, price, 1);
}
