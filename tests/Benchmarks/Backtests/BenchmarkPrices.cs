using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Benchmarks.Backtests;

/// <summary>Prices to run strategies over: recorded where the recordings stand beside the repository, otherwise seeded walks as long.</summary>
internal static class BenchmarkPrices
{
    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2007-01-01T00:00:00Z", CultureInfo.InvariantCulture);

    /// <param name="recording">From the repository's root.</param>
    public static (BarSeries Bars, string Source) Hours(string recording, int count)
    {
        var path = Path.Combine(SharedFiles.RepositoryRoot, recording);
        if (!File.Exists(path))
        {
            return (Walk(Timeframe.H1, count), "made-up");
        }

        using var text = File.OpenText(path);
        RecordedBarReader.TryOpen(text, Timeframe.H1, new RecordedOptions(), out var reader, out _);
        var builder = new BarSeriesBuilder(EurUsd.Symbol, Timeframe.H1);
        while (reader!.TryRead(out var bar))
        {
            builder.Add(bar);
        }

        return (builder.Build(), "recorded");
    }

    public static (TickSeries Ticks, string Source) Ticks(string recording, int count)
    {
        var builder = new TickSeriesBuilder(EurUsd.Symbol, EurUsd.PriceDecimals);
        var path = Path.Combine(SharedFiles.RepositoryRoot, recording);
        if (!File.Exists(path))
        {
            var (random, bid) = (new Random(2014), 138_000);
            for (var i = 0; i < count; i++)
            {
                bid = Math.Clamp(bid + random.Next(-3, 4), 100_000, 170_000);
                builder.Add(new Tick(Start.AddSeconds(2 * i), Points(bid), Points(bid + 10 + random.Next(5))));
            }

            return (builder.Build(), "made-up");
        }

        using var text = File.OpenText(path);
        RecordedTickReader.TryOpen(text, new RecordedOptions(), out var reader, out _);
        var guard = new TickGuard();
        while (reader!.TryRead(out var tick))
        {
            if (guard.Check(in tick) is null)
            {
                builder.Add(in tick);
            }
        }

        return (builder.Build(), "recorded");
    }

    /// <summary>A walk of one price a side, or, as minutes are recorded, with a spread and a volume.</summary>
    public static BarSeries Walk(Timeframe timeframe, int count, bool isWhole = false)
    {
        var builder = new BarSeriesBuilder(EurUsd.Symbol, timeframe, count);
        var (random, close) = (new Random(2007), 130_000);
        for (var i = 0; i < count; i++)
        {
            var open = close;
            close = Math.Clamp(open + random.Next(-120, 121), 90_000, 170_000);
            var side = new Ohlc(
                Points(open), Points(Math.Max(open, close) + random.Next(60)), Points(Math.Min(open, close) - random.Next(60)), Points(close));
            var asks = isWhole ? Above(side, 12 + random.Next(4)) : side;
            var (ticks, volume) = isWhole ? (1 + random.Next(60), new Quantity(1 + random.Next(60))) : (0, Quantity.Zero);
            var start = Start + (i * timeframe.Length);
            builder.Add(new Bar(timeframe, start, start + timeframe.Length, DateOnly.FromDateTime(start.UtcDateTime), side, asks, ticks, volume));
        }

        return builder.Build();
    }

    private static Ohlc Above(Ohlc bid, int points) => new(
        bid.Open + (points / 100_000m), bid.High + (points / 100_000m), bid.Low + (points / 100_000m), bid.Close + (points / 100_000m));

    private static Price Points(int points) => new(points / 100_000m);
}
