using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Xunit.Sdk;

namespace Countersign.Tests.Domain.Backtests.Research;

/// <summary>A strategy, its variants, and bars to try them on.</summary>
internal static class ResearchScene
{
    public const string TwoAverages =
        """
        {"parameters":[
          {"name":"fast","at":["$.entry.long.crossesAbove[0]","$.entry.short.crossesBelow[0]"],"argument":"period","from":4,"to":20,"step":4},
          {"name":"slow","at":["$.entry.long.crossesAbove[1]#0","$.entry.short.crossesBelow[1]#ema.period"],"from":10,"to":60,"step":10}],
         "constraints":["fast < slow"]}
        """;

    public static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    public static readonly BacktestSettings Settings = new(EurUsd, 10_000m);

    public static StrategyDefinition Cross(Timeframe timeframe = Timeframe.M1) => ExampleStrategies.Read("ema-cross") with { Timeframe = timeframe };

    public static ParameterSpace Space(string json, StrategyDefinition? definition = null) =>
        ParameterSpaceJson.Read(definition ?? Cross(), json) switch
        {
            ResearchReading<ParameterSpace>.Valid valid => valid.Value,
            ResearchReading<ParameterSpace>.Invalid invalid => throw new XunitException(string.Join("\n", invalid.Errors)),
            var other => throw new XunitException($"{other}"),
        };

    public static ImmutableArray<StrategyError> Errors(string json, StrategyDefinition? definition = null) =>
        ParameterSpaceJson.Read(definition ?? Cross(), json) is ResearchReading<ParameterSpace>.Invalid invalid
            ? invalid.Errors
            : throw new XunitException("The text is valid.");

    /// <summary>A space of the strategy's cooldown and open ideas, which nobody runs: for searches over made-up objectives.</summary>
    public static ParameterSpace Plane(int width, int height, string constraints = "[]") => Space(
        $$"""
        {"parameters":[{"name":"x","at":"$.cooldownBars","from":0,"to":{{width - 1}}},{"name":"y","at":"$.maxOpenIdeas","from":1,"to":{{height}}}],
         "constraints":{{constraints}}}
        """);

    /// <summary>A point's outcome with a made-up objective.</summary>
    public static PointOutcome Scored(double? objective, double violation = 0.0) => new PointOutcome.Scored(
        new PointFigures(10_000m, 0, null, null, null, null, null, null, null, null, null, 0, null, null, 0, null, null, 0), objective, violation);

    /// <summary>A seeded walk of minutes with a spread of 0.0002.</summary>
    public static BarSeries Walk(int count, int seed = 1, Timeframe timeframe = Timeframe.M1)
    {
        var random = new Random(seed);
        var builder = new BarSeriesBuilder(EurUsd.Symbol, timeframe);
        var price = 1.3m;
        for (var i = 0; i < count; i++)
        {
            var start = Scene.Start + (i * timeframe.Length);
            var (open, close) = (price, price + (random.Next(-50, 51) * 0.00001m));
            var (low, high) = (Math.Min(open, close) - (random.Next(20) * 0.00001m), Math.Max(open, close) + (random.Next(20) * 0.00001m));
            builder.Add(new Bar(
                timeframe, start, start + timeframe.Length, DateOnly.FromDateTime(start.UtcDateTime), Side(open, high, low, close, 0m),
                Side(open, high, low, close, 0.0002m), 10, new Quantity(100m)));
            price = close;
        }

        return builder.Build();
    }

    public static BacktestData Minutes() => new(BarSeriesBuilder.Of(
        EurUsd.Symbol, Timeframe.M1, RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false)));

    /// <summary>Asks and tells until the search is over.</summary>
    public static SearchRun Search(ParameterSpace space, SearchSettings settings, Func<ParameterPoint, double> objective)
    {
        var run = new SearchRun(space, settings);
        Continue(run, objective, int.MaxValue);
        return run;
    }

    public static void Continue(SearchRun run, Func<ParameterPoint, double> objective, int points)
    {
        for (var batch = run.Next(); batch.Length > 0; batch = run.Next())
        {
            foreach (var point in batch)
            {
                if (points-- == 0)
                {
                    return;
                }

                run.Record(point, Scored(objective(point)));
            }
        }
    }

    private static Ohlc Side(decimal open, decimal high, decimal low, decimal close, decimal spread) =>
        new(new Price(open + spread), new Price(high + spread), new Price(low + spread), new Price(close + spread));
}
