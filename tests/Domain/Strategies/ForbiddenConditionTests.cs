using System.Text.Json;
using Countersign.Domain.Backtests;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>What stops entries and never exits: news, spread, volatility, weekdays, and a regime that does not hold.</summary>
public sealed class ForbiddenConditionTests
{
    private const string Trading =
        """ "entry":{"long":{"above":["close",1]}},"exit":{"long":{"below":["close",0.9]}},"stop":{"pips":10000}""";

    [Theory]
    [InlineData(31.0, null, true)]
    [InlineData(30.0, null, false)]
    [InlineData(0.0, null, false)]
    [InlineData(null, 0.5, false)]
    [InlineData(null, 14.9, false)]
    [InlineData(null, 15.0, true)]
    [InlineData(null, null, true)]
    public void News_AroundARelease_OpensNothing(double? to, double? since, bool opens)
    {
        var scene = Scene.With(Trading + """ ,"forbid":{"news":{"impact":"high","before":"30m","after":"15m"}}""");

        var signal = scene.Evaluator.OnBar(scene.Next(2m, 2m, 2m), StrategyPosition.Flat, new MarketFacts(to, since));

        Assert.Equal(opens, signal is not null);
    }

    [Fact]
    public void Forbid_WhileAPositionIsOpen_StillCloses()
    {
        const string all = """
            ,"regime":{"above":["close",5]},
            "forbid":{"news":{},"spread":{"maxPips":0},"volatility":{"rule":{"above":["close",0]}},"weekdays":["monday","tuesday","wednesday","thursday","friday"]}
            """;
        var scene = Scene.With(Trading + all);
        var bar = scene.Next(0.5m, 0.5m, 0.5m, spread: 0.01m);

        Assert.Equal(SignalKind.ExitLong, scene.Evaluator.OnBar(bar, Scene.Long(1m), new MarketFacts(0.0))!.Kind);
    }

    [Fact]
    public void Forbid_AgainstAReversal_OnlyCloses()
    {
        var scene = Scene.With(
            """ "entry":{"long":{"above":["close",1]},"short":{"below":["close",1]}},"reverse":true,"forbid":{"volatility":{"rule":{"below":["close",0.8]}}}""");

        Assert.Equal((SignalKind.EnterShort, SignalReason.Reverse), Reversal(0.9m));
        Assert.Equal((SignalKind.ExitLong, SignalReason.Reverse), Reversal(0.7m));

        (SignalKind, SignalReason) Reversal(decimal close) => scene.Close(close, Scene.Long(1m)) is { } signal ? (signal.Kind, signal.Reason) : default;
    }

    [Theory]
    [InlineData(0.0002, true)]
    [InlineData(0.00021, false)]
    public void Spread_WiderThanItsPips_OpensNothing(double spread, bool opens) =>
        Assert.Equal(opens, Scene.With(Trading + """ ,"forbid":{"spread":{"maxPips":2}}""").Range(2m, 2m, 2m, spread: (decimal)spread) is not null);

    [Fact]
    public void Spread_WiderThanUsual_OpensNothing_AndTheFrameKnowsWhatIsUsual()
    {
        var scene = Scene.With(Trading + """ ,"forbid":{"spread":{"maxTimesTypical":3}}""");
        foreach (var spread in new[] { 0.0001m, 0.0003m })
        {
            scene.Range(0.95m, 0.95m, 0.95m, spread: spread);
        }

        var wide = scene.Range(2m, 2m, 2m, spread: 0.00061m);
        var usual = scene.Range(2m, 2m, 2m, spread: 0.0006m);

        Assert.Null(wide);
        Assert.Equal((0.0001 + 0.0003 + 0.00061) / 3.0, usual!.Frame.TypicalSpread!.Value, 1e-12);
        Assert.Null(StrategyRules.Decide(scene.Definition, usual.Frame with { TypicalSpread = 0.0001 }));
    }

    [Fact]
    public void Weekdays_OfTheFxDayOfTheOrder_OpenNothing()
    {
        // Wednesday begins on Tuesday, 6 May, at 21:00 UTC.
        var scene = Scene.With(Trading + """ ,"forbid":{"weekdays":["wednesday"]}""");

        var opened = Enumerable.Range(0, 22 * 60).Where(_ => scene.Close(2m) is not null).Count();

        Assert.Equal((21 * 60) - 1, opened);
    }

    [Fact]
    public void Regime_DoesNotHold_OpensNothing_AndIsToldWhereItDoes()
    {
        var scene = Scene.With(Trading + """ ,"regime":{"above":["close@M5",1.5]}""");

        var raised = Enumerable.Range(0, 10).Select(i => scene.Close(i < 5 ? 1.2m : 2m)).ToArray();

        Assert.All(raised[..9], Assert.Null);
        Assert.Equal(["close 2 is above 1", "regime: close@M5 2 is above 1.5"], raised[9]!.Rationale);
    }

    [Fact]
    public void At_AnyReleasesAndMoment_TellsTheNearest() => Prop.ForAll(
        (from minutes in Gen.Choose(-3_000, 3_000).ListOf(12) from ask in Gen.Choose(-3_000, 3_000) select (minutes.ToArray(), ask)).ToArbitrary(),
        given =>
        {
            var (minutes, ask) = given;
            var facts = Releases(Impact.High, [.. minutes.Select(minute => Release(minute))]).At(Scene.Start.AddMinutes(ask));
            var ahead = minutes.Where(minute => minute >= ask && minute - ask <= 1_440).Select(minute => (double?)(minute - ask)).Min();
            var behind = minutes.Where(minute => minute < ask && ask - minute <= 1_440).Select(minute => (double?)(ask - minute)).Min();

            return facts == new MarketFacts(ahead, behind);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20140506UL, 5UL));

    [Fact]
    public void At_ReleasesThatDoNotCount_AreNotTold()
    {
        var others = Releases(
            Impact.High, [Release(10) with { Impact = Impact.Medium }, Release(10) with { AllDay = true }, Release(10) with { Currency = Currency.Parse("JPY") }]);

        Assert.Equal(default, others.At(Scene.Start));
        Assert.Equal(new MarketFacts(10.0), Releases(Impact.Medium, [Release(10) with { Impact = Impact.Medium }]).At(Scene.Start));
        Assert.Null(ReleaseTimes.Of(Scene.With(Trading).Definition, [Release(10)], Scene.EurUsd));
    }

    [Fact]
    public void Backtest_WithACalendar_OpensNothingAroundItsReleases()
    {
        var rules = """ "entry":{"long":{"above":["close",1.1]}},"exit":{"long":{"below":["close",1.1]}}""";
        var definition = Scene.With(rules + """ ,"forbid":{"news":{"before":"5m","after":"5m"}}""").Definition;
        var bars = Enumerable.Range(0, 60).Select(i => Scene.With(rules).Next(1m, 2m, i % 2 == 0 ? 1.2m : 1m) with
        {
            Start = Scene.Start.AddMinutes(i), End = Scene.Start.AddMinutes(i + 1),
        });
        var data = new BacktestData(BarSeriesBuilder.Of(Scene.EurUsd.Symbol, Timeframe.M1, bars));
        var calendar = new BacktestData(data.Series, []) { Releases = [Release(30)] };
        var settings = new BacktestSettings(Scene.EurUsd, 100_000m);

        var free = Backtest.Run(definition, data, settings);
        var careful = Backtest.Run(definition, calendar, settings);
        var opened = careful.Trades.Select(trade => (trade.Opened - Scene.Start).TotalMinutes).ToArray();

        Assert.Contains(free.Trades, trade => (trade.Opened - Scene.Start).TotalMinutes is >= 25 and < 35);
        Assert.DoesNotContain(opened, minute => minute is >= 25 and < 35);
        Assert.Equal(free.Trades.Length - 5, careful.Trades.Length);
    }

    [Fact]
    public void Decide_StoredFrameWithFacts_GivesTheSameSignalAgain()
    {
        var scene = Scene.With(Trading + """ ,"regime":{"above":["close",1]},"forbid":{"news":{},"spread":{"maxTimesTypical":3},"weekdays":["Sun"]}""");
        scene.Range(0.95m, 0.95m, 0.95m, spread: 0.0001m);
        var signal = scene.Evaluator.OnBar(scene.Next(2m, 2m, 2m, spread: 0.0002m), StrategyPosition.Flat, new MarketFacts(600.25, null))!;

        var stored = JsonSerializer.Deserialize<SignalFrame>(JsonSerializer.Serialize(signal.Frame))!;

        Assert.Equal(new MarketFacts(600.25), stored.Market);
        Assert.Equal(signal, StrategyRules.Decide(scene.Definition, stored));
        Assert.Null(StrategyRules.Decide(scene.Definition, stored with { Market = new MarketFacts(20.0) }));
    }

    [Fact]
    public void Write_ForbiddenConditions_AreCanonical()
    {
        var definition = Scene.With(Trading + """ ,"forbid":{"weekdays":["friday","Mon"],"news":{"before":"1h"},"spread":{"maxPips":2.50}}""").Definition;

        var text = StrategyJson.Write(definition);

        Assert.Equal(definition, ExampleStrategies.Parse(text));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], definition.Forbid!.Weekdays);
        Assert.Contains("\"before\": \"PT1H\"", text, StringComparison.Ordinal);
        Assert.Contains("\"maxPips\": 2.5\n", text, StringComparison.Ordinal);
    }

    private static ReleaseTimes Releases(Impact least, EconomicRelease[] releases) => ReleaseTimes.Of(
        Scene.With(Trading + """ ,"forbid":{"news":{"impact":""" + '"' + least.ToString().ToLowerInvariant() + "\"}}").Definition, [.. releases], Scene.EurUsd)!;

    private static EconomicRelease Release(int minute) =>
        new("test", "one", Scene.Start.AddMinutes(minute), Currency.Parse("USD"), "Payrolls", Impact.High);
}
