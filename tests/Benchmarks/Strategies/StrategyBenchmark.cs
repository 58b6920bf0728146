using System.Diagnostics;
using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Benchmarks.Strategies;

/// <summary>
/// A hundred different strategies on the same bars, and stored decisions decided again. Bars are a seeded random walk, so that the figures need no
/// recording.
/// </summary>
internal static class StrategyBenchmark
{
    private const int Runs = 5;
    private const int BarCount = 74_439;
    private const int Strategies = 100;
    private const int SharedBars = 5_000;

    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var bars = RandomWalk(BarCount);
        var reference = Example("ema-cross");
        var desk = HundredStrategies();
        var perBar = new List<double>();
        var rate = await Harness.MedianAsync(Runs, () => Task.FromResult(HundredPerSecond(desk, bars, perBar)));
        var decide = await Harness.MedianAsync(Runs, () => Task.FromResult(DecisionsPerSecond(reference, bars)));
        return
        [
            new Figure("100 strategies evaluated on one bar", "µs/bar", 1e6 / rate, Harness.Percentile([.. perBar], 0.99), null, false),
            new Figure("stored decisions decided again", "decisions/s", decide, null, null, true),
        ];
    }

    private static double HundredPerSecond(StrategyDefinition[] definitions, Bar[] bars, List<double> microsecondsPerBar)
    {
        var evaluators = definitions.Select(definition => new StrategyEvaluator(definition, EurUsd)).ToArray();
        var watch = Stopwatch.StartNew();
        foreach (var bar in bars.AsSpan(0, SharedBars))
        {
            var begun = Stopwatch.GetTimestamp();
            foreach (var evaluator in evaluators)
            {
                evaluator.OnBar(bar, StrategyPosition.Flat);
            }

            microsecondsPerBar.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
        }

        return Harness.PerSecond(SharedBars, watch.Elapsed);
    }

    private static double DecisionsPerSecond(StrategyDefinition definition, Bar[] bars)
    {
        var evaluator = new StrategyEvaluator(definition, EurUsd);
        var frames = bars.Select(bar => evaluator.OnBar(bar, StrategyPosition.Flat)?.Frame).OfType<SignalFrame>().ToArray();
        var watch = Stopwatch.StartNew();
        foreach (var frame in frames)
        {
            _ = StrategyRules.Decide(definition, frame) ?? throw new InvalidOperationException("A stored decision did not come again.");
        }

        return Harness.PerSecond(frames.Length, watch.Elapsed);
    }

    // The three kinds of example, with other periods each.
    private static StrategyDefinition[] HundredStrategies() =>
    [
        .. Enumerable.Range(0, Strategies).Select(i => (i % 3) switch
        {
            0 => Vary("ema-cross", ("ema(20)", $"ema({10 + i})"), ("ema(50)", $"ema({150 + i})")),
            1 => Vary("bollinger-reversion", ("bollinger(20,2)", $"bollinger({15 + i},2)"), ("rsi(14)", $"rsi({7 + i})")),
            _ => Vary("london-momentum", ("adx(14)", $"adx({7 + i})"), ("ema(50)", $"ema({30 + i})")),
        }),
    ];

    private static StrategyDefinition Vary(string example, params (string From, string To)[] changes) => Parse(
        changes.Aggregate(Text(example), (text, change) => text.Replace(change.From, change.To, StringComparison.Ordinal))) with { Timeframe = Timeframe.H1 };

    private static StrategyDefinition Example(string name) => Parse(Text(name));

    private static string Text(string name) => File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", name + ".json"));

    private static StrategyDefinition Parse(string json) => StrategyJson.Parse(json) is StrategyParseResult.Valid valid
        ? valid.Definition
        : throw new InvalidOperationException("An example strategy is not valid.");

    private static Bar[] RandomWalk(int count)
    {
        var random = new Random(2007);
        var start = DateTimeOffset.Parse("2007-01-01T00:00:00Z", CultureInfo.InvariantCulture);
        var close = 130_000;
        return [.. Enumerable.Range(0, count).Select(i => Next(start.AddHours(i)))];

        Bar Next(DateTimeOffset at)
        {
            var open = close;
            close = Math.Clamp(open + random.Next(-120, 121), 90_000, 170_000);
            var side = new Ohlc(
                Points(open), Points(Math.Max(open, close) + random.Next(60)), Points(Math.Min(open, close) - random.Next(60)), Points(close));
            return new Bar(Timeframe.H1, at, at.AddHours(1), DateOnly.FromDateTime(at.UtcDateTime), side, side, 0, Quantity.Zero);
        }
    }

    private static Price Points(int points) => new(points / 100_000m);
}
