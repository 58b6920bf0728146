using System.Text.Json;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>Rules that look at another symbol: what they see of it, when, and what is stored of it.</summary>
public sealed class PartnerTests
{
    private static readonly Instrument GbpUsd = Instruments.Find(Symbol.Parse("GBPUSD"))!;

    [Fact]
    public void Feature_OfThePartner_IsThatOfItsBarOfTheSameEnd()
    {
        var evaluator = Above("close", "close@partner");

        evaluator.OnPartnerBar(Bar(0, 1.2m));
        Assert.Null(evaluator.OnBar(Bar(0, 1.1m), StrategyPosition.Flat));
        evaluator.OnPartnerBar(Bar(1, 1.05m));
        var signal = evaluator.OnBar(Bar(1, 1.1m), StrategyPosition.Flat)!;

        Assert.Equal((1.1, 1.05), (signal.Frame.Current["close"], signal.Frame.Current["close@partner"]));
        Assert.Equal(1.2, signal.Frame.Previous["close@partner"]);
        Assert.Equal(new PartnerBar(GbpUsd.Symbol, Bar(1, 1.05m)), signal.Frame.Partner);
    }

    [Fact]
    public void PartnersBars_GivenBeforeTheirTime_AreSeenInTheirTime()
    {
        var evaluator = Above("close", "close@partner");
        for (var minute = 0; minute < 10; minute++)
        {
            evaluator.OnPartnerBar(Bar(minute, minute < 5 ? 2m : 1m));
        }

        var decided = Enumerable.Range(0, 10).Where(minute => evaluator.OnBar(Bar(minute, 1.5m), StrategyPosition.Flat) is not null);

        Assert.Equal([5, 6, 7, 8, 9], decided.ToArray());
        Assert.True(evaluator.KnowsPartnerTo(Bar(9, 1m).End));
        Assert.False(evaluator.KnowsPartnerTo(Bar(10, 1m).End));
    }

    [Theory]
    [InlineData(0, new[] { 1, 5 })]
    [InlineData(1, new[] { 1, 2, 5, 6 })]
    [InlineData(2, new[] { 1, 2, 3, 5, 6, 7 })]
    [InlineData(3, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void PartnersBar_Missing_TheLastStandsInForItUntilItIsTooOld(int maxAgeBars, int[] decided)
    {
        var evaluator = Above("close", "close@partner", maxAgeBars);
        evaluator.OnPartnerBar(Bar(1, 1m));
        evaluator.OnPartnerBar(Bar(5, 1m));

        Assert.Equal(decided, Enumerable.Range(0, 10).Where(minute => evaluator.OnBar(Bar(minute, 1.5m), StrategyPosition.Flat) is not null));
    }

    [Fact]
    public void PartnersBar_TooOldWithAPositionOpen_DecidesNoExitEither()
    {
        var evaluator = Evaluator(""" "entry":{"long":{"above":["close",9]}},"exit":{"long":{"above":["close","close@partner"]}} """, 0);
        evaluator.OnPartnerBar(Bar(0, 1m));

        Assert.NotNull(evaluator.OnBar(Bar(0, 1.5m), Scene.Long(1m)));
        Assert.Null(evaluator.OnBar(Bar(1, 1.5m), Scene.Long(1m)));
    }

    [Fact]
    public void PartnersBars_GivenTwice_CountOnce()
    {
        var (once, twice) = (Above("sma(3)@partner", "close"), Above("sma(3)@partner", "close"));
        for (var minute = 0; minute < 5; minute++)
        {
            once.OnPartnerBar(Bar(minute, 2m + minute));
            twice.OnPartnerBar(Bar(minute, 2m + minute));
            twice.OnPartnerBar(Bar(minute, 9m));
            twice.OnPartnerBar(Bar(Math.Max(0, minute - 1), 9m));

            Assert.Equal(once.OnBar(Bar(minute, 1m), StrategyPosition.Flat), twice.OnBar(Bar(minute, 1m), StrategyPosition.Flat));
        }

        Assert.Equal(5.0, once.LatestFeatures[0]);
    }

    [Fact]
    public void PairScore_SeenFromEitherSide_IsTheSameWithTheOtherSign()
    {
        var (one, other) = (Scores(Scene.EurUsd), Scores(GbpUsd));
        var random = new Random(7);
        var scored = 0;
        for (var minute = 0; minute < 500; minute++)
        {
            var (a, b) = (Bar(minute, 1m + (random.Next(1000) * 0.0001m)), Bar(minute, 1.5m + (random.Next(1000) * 0.0001m)));
            one.OnPartnerBar(b);
            other.OnPartnerBar(a);
            one.OnBar(a, StrategyPosition.Flat);
            other.OnBar(b, StrategyPosition.Flat);
            if (!double.IsNaN(one.LatestFeatures[0]))
            {
                scored++;
                Assert.Equal(one.LatestFeatures[0], -other.LatestFeatures[0]);
            }
        }

        Assert.Equal(481, scored);
    }

    [Fact]
    public void PairScore_OfKnownCloses_IsTheLogRatiosDistanceFromItsMeanInDeviations()
    {
        var evaluator = Scores(Scene.EurUsd, 4);
        decimal[] own = [1.10m, 1.12m, 1.09m, 1.15m];
        decimal[] others = [1.30m, 1.31m, 1.28m, 1.27m];
        for (var i = 0; i < 4; i++)
        {
            evaluator.OnPartnerBar(Bar(i, others[i]));
            evaluator.OnBar(Bar(i, own[i]), StrategyPosition.Flat);
        }

        var ratios = own.Zip(others, (a, b) => Math.Log((double)a / (double)b)).ToArray();
        var deviation = Math.Sqrt(ratios.Select(ratio => Math.Pow(ratio - ratios.Average(), 2)).Average());
        Assert.Equal((ratios[3] - ratios.Average()) / deviation, evaluator.LatestFeatures[0], 1e-9);
    }

    [Fact]
    public void PairScore_OnLargerBars_ComparesTheirCloses()
    {
        var evaluator = Above("pair_score(2)@M5", "-9");
        for (var minute = 0; minute < 15; minute++)
        {
            evaluator.OnPartnerBar(Bar(minute, minute == 14 ? 1.2m : 1m));
            evaluator.OnBar(Bar(minute, 1m), StrategyPosition.Flat);
            Assert.Equal(minute < 9 ? double.NaN : minute < 14 ? 0.0 : -1.0, evaluator.LatestFeatures[0], 1e-9);
        }
    }

    [Fact]
    public void Restore_WithPartnersBarsThatWait_GoesOnAsIfNothingHappened()
    {
        var first = Above("close", "sma(2)@partner");
        for (var minute = 0; minute < 6; minute++)
        {
            first.OnPartnerBar(Bar(minute, 1m + (minute * 0.1m)));
        }

        first.OnBar(Bar(0, 1m), StrategyPosition.Flat);
        first.OnBar(Bar(1, 1m), StrategyPosition.Flat);
        var state = JsonSerializer.Deserialize<StrategyEvaluatorState>(JsonSerializer.Serialize(first.Capture()))!;
        var second = StrategyEvaluator.Restore(first.Definition, Scene.EurUsd, state);

        Assert.Equal(
            Enumerable.Range(2, 6).Select(minute => first.OnBar(Bar(minute, 2m), StrategyPosition.Flat)),
            Enumerable.Range(2, 6).Select(minute => second.OnBar(Bar(minute, 2m), StrategyPosition.Flat)));
    }

    [Fact]
    public void WarmUp_WithThePartnersPast_IsWarmFromTheFirstBar()
    {
        var evaluator = Above("pair_score(3)@M5", "-9");
        StrategyWarmUp.Feed(evaluator, Past(1m, 30), Scene.Start.AddMinutes(30), Past(2m, 30));

        evaluator.OnPartnerBar(Bar(30, 2m));
        Assert.NotNull(evaluator.OnBar(Bar(30, 1m), StrategyPosition.Flat));
    }

    // The own bars reach back as far as was asked for, so the larger ones come from bars of their own, and so do the partner's.
    [Fact]
    public void WarmUp_LargerBarsOfThePast_ComparesThemWithThePartners()
    {
        var evaluator = Above("pair_score(5)@M5", "-9");
        StrategyWarmUp.Feed(
            evaluator, Past(1m, 30, own: 20, countMax: 10), Scene.Start.AddMinutes(30), Past(2m, 30, own: 20, countMax: 10));

        evaluator.OnPartnerBar(Bar(30, 2m));
        Assert.NotNull(evaluator.OnBar(Bar(30, 1m), StrategyPosition.Flat));
    }

    [Fact]
    public void Constructor_SymbolWithoutAPartner_Throws()
    {
        var definition = Above("close", "close@partner").Definition with { Partners = [] };

        Assert.Contains("has none", Assert.Throws<ArgumentException>(() => new StrategyEvaluator(definition, Scene.EurUsd)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnPartnerBar_NoRuleLooksAtOne_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new StrategyEvaluator(ExampleStrategies.Read("ema-cross"), Scene.EurUsd).OnPartnerBar(Bar(0, 1m)));

    [Fact]
    public void Decide_FrameOfADecisionOnTwoMarkets_GivesItsSignalAgain()
    {
        var evaluator = Above("close", "close@partner");
        evaluator.OnPartnerBar(Bar(0, 1m));
        var signal = evaluator.OnBar(Bar(0, 1.1m), StrategyPosition.Flat)!;

        var frame = JsonSerializer.Deserialize<SignalFrame>(JsonSerializer.Serialize(signal.Frame))!;

        Assert.Equal(signal, StrategyRules.Decide(evaluator.Definition, frame));
        Assert.Equal(["close 1.1 is above close@partner 1"], signal.Rationale);
    }

    private static StrategyEvaluator Scores(Instrument instrument, int period = 20) =>
        Evaluator("\"entry\":{\"long\":{\"above\":[\"pair_score(" + period + ")\",99]}}", 0, instrument);

    /// <param name="right">A feature, or a number.</param>
    private static StrategyEvaluator Above(string left, string right, int maxAgeBars = 2) => Evaluator(
        "\"entry\":{\"long\":{\"above\":[\"" + left + "\"," + (right[0] == '-' ? right : "\"" + right + "\"") + "]}}", maxAgeBars);

    private static StrategyEvaluator Evaluator(string rules, int maxAgeBars, Instrument? instrument = null) => new(
        ExampleStrategies.Parse(
            $$"""
            {"name":"Two","symbols":["EURUSD","GBPUSD"],"timeframe":"M1",{{rules}},"stop":{"pips":50},"size":{"units":1000},
             "partners":[{"symbols":["EURUSD","GBPUSD"],"maxAgeBars":{{maxAgeBars}}}]}
            """),
        instrument ?? Scene.EurUsd);

    private static BarsOfThePast Past(decimal price, int minutes, int own = 0, int countMax = 1_000)
    {
        Bar[] bars = [.. Enumerable.Range(0, minutes).Select(minute => Bar(minute, price))];
        return new BarsOfThePast(
            new Dictionary<Timeframe, System.Collections.Immutable.ImmutableArray<Bar>>
            {
                [Timeframe.M1] = [.. bars.Skip(own)],
                [Timeframe.M5] = [.. RecordedBars.Join(bars, Timeframe.M5)],
            },
            countMax);
    }

    private static Bar Bar(int minute, decimal price)
    {
        var start = Scene.Start.AddMinutes(minute);
        var side = new Ohlc(new Price(price), new Price(price), new Price(price), new Price(price));
        return new Bar(Timeframe.M1, start, start.AddMinutes(1), DateOnly.FromDateTime(start.UtcDateTime), side, side, 1, new Quantity(1m));
    }
}
