using System.Globalization;
using Countersign.Domain.Markets;

namespace Countersign.Tests.Domain.Markets;

internal static class TickMaker
{
    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static Tick Tick(string time, decimal bid, decimal ask) => new(Utc(time), new Price(bid), new Price(ask));

    public static Ohlc Ohlc(decimal open, decimal high, decimal low, decimal close) =>
        new(new Price(open), new Price(high), new Price(low), new Price(close));

    /// <summary>A seeded market: mostly seconds between ticks, sometimes none, sometimes hours.</summary>
    public static IEnumerable<Tick> Walk(int seed, string start, int count)
    {
        var random = new Random(seed);
        var time = Utc(start);
        var bid = 1.38m;
        for (var i = 0; i < count; i++)
        {
            time += random.Next(20) switch
            {
                0 => TimeSpan.FromMinutes(random.Next(1, 400)),
                < 5 => TimeSpan.Zero,
                _ => TimeSpan.FromMilliseconds(random.Next(1, 40_000)),
            };
            bid += random.Next(-9, 10) * 0.00001m;
            yield return new Tick(time, new Price(bid), new Price(bid + (random.Next(0, 5) * 0.00001m)));
        }
    }
}
