using System.Collections.Immutable;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Rules on M1 that name features of M5, H1, H4 and D1: what they see, and when.</summary>
public sealed class LargerTimeframeTests
{
    private static readonly ImmutableArray<string> Series = ["ema(3)@M5", "close@H1", "atr(2)@H1", "high@H4", "volume@H1", "macd(3,6,2).signal@M15"];

    [Fact]
    public void OnBar_LargerBarThatEndsWithIt_IsSeen_AndNotABarEarlier()
    {
        var scene = Scene.With(""" "entry":{"long":{"above":["close@M5",1]}},"stop":{"pips":10}""");

        var raised = new[] { 2m, 2m, 2m, 2m, 2m, 0.5m, 0.5m, 0.5m, 0.5m, 0.5m, 0.5m }.Select(close => scene.Close(close) is not null);

        Assert.Equal([false, false, false, false, true, true, true, true, true, false, false], raised);
    }

    [Fact]
    public void OnBar_LargerBarWhoseLastMinutesAreMissing_IsSeenWithTheFirstBarAfterIt()
    {
        var scene = Scene.With(""" "entry":{"long":{"above":["close@M5",1]}},"stop":{"pips":10}""");
        scene.Closes(0.5m, 0.5m, 2m);
        _ = scene.Next(1m, 1m, 1m);
        _ = scene.Next(1m, 1m, 1m);

        var signal = scene.Close(0.5m);

        Assert.Equal(2.0, signal!.Frame.Current["close@M5"]);
        Assert.Equal("close@M5 2 is above 1", Assert.Single(signal.Rationale));
    }

    [Fact]
    public void OnBar_FirstLargerBarSeenFromItsMiddle_IsLeftOut()
    {
        var scene = Scene.With(""" "entry":{"long":{"above":["open@M5",0]}},"stop":{"pips":10}""");
        _ = scene.Next(1m, 1m, 1m);

        var raised = Enumerable.Range(0, 9).Select(_ => scene.Close(1m) is not null).ToArray();

        Assert.Equal(8, Array.IndexOf(raised, true));
    }

    [Fact]
    public void OnBar_SeriesOfALargerTimeframe_CrossesOnceOnTheBarThatCompletesIt()
    {
        var scene = Scene.With(""" "entry":{"long":{"crossesAbove":["close@M5",1]}},"stop":{"pips":10}""");
        var closes = Enumerable.Repeat(0.5m, 5).Concat(Enumerable.Repeat(1.5m, 10));

        var raised = closes.Select((close, i) => (Signal: scene.Close(close), i)).Where(each => each.Signal is not null).Select(each => each.i);

        Assert.Equal([9], raised);
    }

    [Fact]
    public void OnBar_RecordedMinutes_SeesWhatBarsOfTheLargerTimeframesGive()
    {
        var evaluator = new StrategyEvaluator(Always(Series), Scene.EurUsd);
        var aggregator = new BarAggregator();
        var sets = Series.ToDictionary(text => text, text => IndicatorSet.For([Parse(text)]));
        var compared = 0;
        foreach (var bar in Minutes(4_000))
        {
            var signal = evaluator.OnBar(bar, StrategyPosition.Flat);
            foreach (var closed in aggregator.Add(bar))
            {
                foreach (var text in Series.Where(text => text.EndsWith($"@{closed.Timeframe}", StringComparison.Ordinal)))
                {
                    sets[text].Update(closed.ToInput());
                }
            }

            foreach (var text in signal is null ? [] : Series)
            {
                compared++;
                Assert.Equal(sets[text].Value(Parse(text)), signal!.Frame.Current[text]);
            }
        }

        Assert.InRange(compared, 10_000, int.MaxValue);
    }

    [Fact]
    public void OnBar_WhateverTheFutureHolds_ThePastIsDecidedTheSame()
    {
        Prop.ForAll(Walks(), walk =>
        {
            var (bars, cut) = walk;
            var definition = Crossing();
            var turned = bars.Select((bar, i) => i < cut ? bar : Shift(bar, 0.5m)).ToArray();

            var original = Signals(definition, bars).Where(signal => signal.Frame.Bar.Start < bars[cut].Start);
            var other = Signals(definition, turned).Where(signal => signal.Frame.Bar.Start < bars[cut].Start);

            return original.SequenceEqual(other);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20140506UL, 7UL));
    }

    [Fact]
    public void Feed_ShortPastOfTheOwnBars_GivesTheFeaturesOfTheWholePast()
    {
        const int max = 300;
        var bars = Minutes(6_000);
        var first = bars[5_500];
        var definition = Always(["sma(3)@H1", "close@H4", "sma(2)@M15"]);
        var whole = new StrategyEvaluator(definition, Scene.EurUsd);
        var short_ = new StrategyEvaluator(definition, Scene.EurUsd);
        foreach (var bar in bars.Take(5_500))
        {
            whole.Warm(bar);
        }

        Assert.Equal([Timeframe.M1, Timeframe.M5, Timeframe.M15, Timeframe.M30, Timeframe.H1, Timeframe.H4], StrategyWarmUp.TimeframesOf(short_));
        StrategyWarmUp.Feed(short_, Past(bars.Take(5_500), max), first.Start);

        foreach (var bar in bars.Skip(5_500))
        {
            var expected = whole.OnBar(bar, StrategyPosition.Flat)!.Frame.Current;
            var actual = short_.OnBar(bar, StrategyPosition.Flat)!.Frame.Current;

            // Running sums end in other last bits where they began elsewhere.
            Assert.Equal(expected.Keys, actual.Keys);
            Assert.All(expected, feature => Assert.Equal(feature.Value, actual[feature.Key], 1e-12));
        }
    }

    [Fact]
    public void WarmUpBars_LargerFeature_CountsInOwnBars()
    {
        var evaluator = new StrategyEvaluator(Always(["sma(3)@H1", "sma(20)"]), Scene.EurUsd);
        var bars = Minutes(1_000).ToArray();

        var first = Array.FindIndex(bars, bar => evaluator.OnBar(bar, StrategyPosition.Flat) is not null);

        Assert.Equal(240, evaluator.WarmUpBars);
        Assert.InRange(first, 150, evaluator.WarmUpBars - 1);
    }

    [Fact]
    public void Parse_FeatureOnTheOwnTimeframe_IsThePlainOne()
    {
        var definition = Always(["close@M1", "ema(20) @ H4"]);

        Assert.Contains("\"close\"", StrategyJson.Write(definition), StringComparison.Ordinal);
        Assert.Contains("\"ema(20)@H4\"", StrategyJson.Write(definition), StringComparison.Ordinal);
        Assert.Equal(definition, ExampleStrategies.Parse(StrategyJson.Write(definition)));
    }

    [Fact]
    public void Constructor_FeatureOfASmallerTimeframe_Throws() => Assert.Throws<ArgumentException>(
        () => new StrategyEvaluator(Always(["close@H1"]) with { Timeframe = Timeframe.H4 }, Scene.EurUsd));

    private static StrategyDefinition Always(ImmutableArray<string> series)
    {
        var rules = string.Join(',', series.Select(text => $$"""{"above":["{{text}}",-9]}"""));
        return Scene.With(""" "entry":{"long":{"any":[{"above":["close",0]},""" + rules + """]}},"stop":{"pips":10}""").Definition;
    }

    private static StrategyDefinition Crossing() => Scene.With(
        """ "entry":{"long":{"crossesAbove":["close","ema(2)@M5"]},"short":{"crossesBelow":["close","low@M15"]}},"stop":{"pips":10}""").Definition;

    private static SeriesReference Parse(string text) =>
        IndicatorCatalogue.TryParse(text.Split('@')[0], out var series, out var refusal) ? series : throw new ArgumentException(refusal.Message);

    // Ticks as volume, so that the sum of a larger bar has something to add up.
    private static List<Bar> Minutes(int count) =>
    [
        .. RecordedBars.Read("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, bidOnly: false).Take(count)
            .Select((bar, i) => bar with { Volume = new Quantity(i % 7), Day = FxDay.DateAt(bar.Start) }),
    ];

    private static BarsOfThePast Past(IEnumerable<Bar> minutes, int max)
    {
        var aggregator = new BarAggregator();
        var closed = minutes.SelectMany(bar => aggregator.Add(bar).ToArray()).ToArray();
        return new BarsOfThePast(
            Timeframes.All.ToDictionary(
                timeframe => timeframe, timeframe => closed.Where(bar => bar.Timeframe == timeframe).TakeLast(max).ToImmutableArray()),
            max);
    }

    private static Arbitrary<(Bar[] Bars, int Cut)> Walks() =>
        (from count in Gen.Choose(40, 160)
         from steps in Gen.Choose(-20, 20).ListOf(count)
         from gaps in Gen.Frequency((9, Gen.Constant(1)), (1, Gen.Choose(2, 30))).ListOf(count)
         from cut in Gen.Choose(1, count - 1)
         select (Walk([.. steps], [.. gaps]), cut)).ToArbitrary();

    private static Bar[] Walk(int[] steps, int[] gaps)
    {
        var price = 1.1m;
        var minute = 0;
        return [.. steps.Select((step, i) =>
        {
            var open = price;
            price += step * 0.0001m;
            minute += gaps[i];
            var start = Scene.Start.AddMinutes(minute);
            var side = new Ohlc(new Price(open), new Price(Math.Max(open, price)), new Price(Math.Min(open, price)), new Price(price));
            return new Bar(Timeframe.M1, start, start.AddMinutes(1), FxDay.DateAt(start), side, side, 1, new Quantity(1m));
        })];
    }

    private static Bar Shift(Bar bar, decimal by)
    {
        var side = new Ohlc(bar.Bid.Open + by, bar.Bid.High + by, bar.Bid.Low + by, bar.Bid.Close + by);
        return bar with { Bid = side, Ask = side };
    }

    private static List<Signal> Signals(StrategyDefinition definition, IEnumerable<Bar> bars)
    {
        var evaluator = new StrategyEvaluator(definition, Scene.EurUsd);
        return [.. bars.Select(bar => evaluator.OnBar(bar, StrategyPosition.Flat)).OfType<Signal>()];
    }
}
