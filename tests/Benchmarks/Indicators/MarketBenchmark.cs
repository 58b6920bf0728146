using System.Diagnostics;
using System.Globalization;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Tests.Benchmarks.Indicators;

/// <summary>
/// Indicators one by one, and the market's path from a recorded line to bars and features. The market is a seeded walk, so that the figures
/// need no recording, as dense and as long as the recorded day of EURUSD.
/// </summary>
internal static class MarketBenchmark
{
    private const int Runs = 7;
    private const int Bars = 200_000;
    private const int Ticks = 500_000;
    private const int LinesOfADay = 44_864;

    private static readonly string[] Measured =
        ["sma(20)", "ema(20)", "rsi(14)", "macd(12,26,9)", "bollinger(20,2)", "atr(14)", "adx(14)", "stochastic(14,3,3)", "cci(20)", "vwap(0)"];

    // The set of a published comparison of libraries.
    private static readonly string[] Together =
        ["sma(20)", "ema(20)", "rsi(14)", "macd(12,26,9)", "bollinger(20,2)", "atr(14)", "adx(14)"];

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var bars = WalkBars();
        var ticks = WalkTicks();
        var figures = new List<Figure>();
        Warm(bars);
        foreach (var text in Measured)
        {
            figures.Add(new Figure($"indicator {text}", "ns/bar", await Median(() => NanosecondsPerBar(text, bars)), null, null, HigherIsBetter: false));
        }

        figures.Add(new Figure("7 indicators together, streaming", "ns/bar", await Median(() => NanosecondsTogether(bars)), null, 120, HigherIsBetter: false));
        figures.Add(new Figure("ticks into bars of 7 timeframes", "ticks/s", await Median(() => IntoBars(ticks)), null, 1_000_000, HigherIsBetter: true));
        figures.Add(new Figure("ticks through the guard", "ticks/s", await Median(() => ThroughGuard(ticks)), null, null, HigherIsBetter: true));
        figures.Add(new Figure(
            "ticks: guard, 7 timeframes, 10 indicators on each", "ticks/s", await Median(() => IntoFeatures(ticks)), null, 50_000, HigherIsBetter: true));
        var recording = AsRecording(ticks.AsSpan(0, LinesOfADay));
        figures.Add(new Figure($"{LinesOfADay:N0} lines of ticks read", "ms", await Median(() => MillisecondsToRead(recording)), null, 50, HigherIsBetter: false));
        figures.Add(new Figure(
            "recorded ticks read, judged, into bars of 7 timeframes", "ticks/s", await Median(() => ReadIntoBars(recording)), null, 500_000, HigherIsBetter: true));
        return figures;
    }

    // The compiler replaces its first code by its best in the background, some time after it saw what is hot: a desk runs for days on the best.
    private static void Warm(BarInput[] bars)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(4))
        {
            foreach (var text in Measured)
            {
                NanosecondsPerBar(text, bars[..2_000]);
            }

            NanosecondsTogether(bars[..2_000]);
        }
    }

    private static double ReadIntoBars(string recording)
    {
        var guard = new TickGuard();
        var aggregator = new BarAggregator();
        var count = 0;
        var watch = Stopwatch.StartNew();
        if (!RecordedTickReader.TryOpen(new StringReader(recording), new RecordedOptions(), out var reader, out var refusal))
        {
            throw new InvalidOperationException(refusal.Message);
        }

        while (reader.TryRead(out var tick))
        {
            count++;
            if (guard.Check(in tick) is null)
            {
                aggregator.Add(in tick);
            }
        }

        return Harness.PerSecond(count, watch.Elapsed);
    }

    private static Task<double> Median(Func<double> measure) => Harness.MedianAsync(Runs, () => Task.FromResult(measure()));

    private static double NanosecondsPerBar(string text, BarInput[] bars)
    {
        var indicator = Make(text);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < bars.Length; i++)
        {
            indicator.Update(in bars[i]);
        }

        return watch.Elapsed.TotalNanoseconds / bars.Length;
    }

    // As a strategy reads them: each bar goes through all seven, and every default output is read.
    private static double NanosecondsTogether(BarInput[] bars)
    {
        var set = IndicatorSet.For(Together.Select(Parse));
        var handles = Together.Select(text => set.Resolve(Parse(text))).ToArray();
        var sum = 0.0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < bars.Length; i++)
        {
            set.Update(in bars[i]);
            foreach (var handle in handles)
            {
                sum += set[handle];
            }
        }

        var elapsed = watch.Elapsed.TotalNanoseconds / bars.Length;
        GC.KeepAlive(sum);
        return elapsed;
    }

    private static double IntoBars(Tick[] ticks)
    {
        var aggregator = new BarAggregator();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < ticks.Length; i++)
        {
            aggregator.Add(in ticks[i]);
        }

        return Harness.PerSecond(ticks.Length, watch.Elapsed);
    }

    private static double ThroughGuard(Tick[] ticks)
    {
        var guard = new TickGuard();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < ticks.Length; i++)
        {
            guard.Check(in ticks[i]);
        }

        return Harness.PerSecond(ticks.Length, watch.Elapsed);
    }

    private static double IntoFeatures(Tick[] ticks)
    {
        var guard = new TickGuard();
        var aggregator = new BarAggregator();
        var features = Timeframes.All.Select(_ => new IndicatorSet(IndicatorCatalogue.Standard)).ToArray();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < ticks.Length; i++)
        {
            if (guard.Check(in ticks[i]) is not null)
            {
                continue;
            }

            foreach (var bar in aggregator.Add(in ticks[i]))
            {
                features[(int)bar.Timeframe].Update(bar.ToInput());
            }
        }

        return Harness.PerSecond(ticks.Length, watch.Elapsed);
    }

    private static double MillisecondsToRead(string text)
    {
        var watch = Stopwatch.StartNew();
        if (!RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(), out var reader, out var refusal))
        {
            throw new InvalidOperationException(refusal.Message);
        }

        while (reader.TryRead(out _))
        {
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    private static IIndicator Make(string text) => IndicatorCatalogue.Create(((SeriesReference.OfIndicator)Parse(text)).Spec);

    private static SeriesReference Parse(string text) =>
        IndicatorCatalogue.TryParse(text, out var series, out var refusal) ? series : throw new InvalidOperationException(refusal.Message);

    private static string AsRecording(ReadOnlySpan<Tick> ticks)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(RecordedFormat.Ticks.Header);
        foreach (var tick in ticks)
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tick.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ},{tick.Bid},{tick.Ask}"));
        }

        return text.ToString();
    }

    private static BarInput[] WalkBars()
    {
        var random = new Random(1);
        var close = 1.3;
        return [.. Enumerable.Range(0, Bars).Select(i =>
        {
            var open = close;
            close = open + ((random.NextDouble() - 0.5) * 1e-3);
            return new BarInput(open, Math.Max(open, close) + 1e-4, Math.Min(open, close) - 1e-4, close, random.Next(1, 500), i / 24);
        })];
    }

    // As dense as the recorded day: about one tick every two seconds.
    private static Tick[] WalkTicks()
    {
        var random = new Random(2);
        var time = new DateTimeOffset(2014, 5, 5, 21, 0, 0, TimeSpan.Zero);
        var bid = 1.38m;
        return [.. Enumerable.Range(0, Ticks).Select(_ =>
        {
            time += TimeSpan.FromMilliseconds(random.Next(1, 3_850));
            bid += random.Next(-2, 3) * 0.00001m;
            return new Tick(time, new Price(bid), new Price(bid + 0.00012m));
        })];
    }
}
