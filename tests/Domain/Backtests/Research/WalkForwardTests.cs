using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class WalkForwardTests
{
    private static readonly SearchSettings Search = new(new SearchMethod.Random(6), Batch: 6, Seed: 2);

    private static readonly WalkForwardSettings Hours = new(
        WalkForwardKind.Rolling, TimeSpan.FromHours(20), TimeSpan.FromHours(10), TimeSpan.FromHours(2), TimeSpan.FromHours(1), 100);

    [Fact]
    public void Folds_Rolling_MoveByTheOutOfSampleLengthWithAClearBoundary()
    {
        var folds = Hours.Folds(At(0), At(50));

        Assert.Equal(
            [(0, 0, 18, 21, 30), (1, 10, 28, 31, 40), (2, 20, 38, 41, 50)],
            folds.Select(f => (f.Number, Hour(f.InSampleFrom), Hour(f.InSampleTo), Hour(f.OutOfSampleFrom), Hour(f.OutOfSampleTo))));
    }

    [Fact]
    public void Folds_Anchored_AllBeginWhereTheRecordingDoes() => Assert.Equal(
        [(0, 18), (0, 28), (0, 38)],
        (Hours with { Kind = WalkForwardKind.Anchored }).Folds(At(0), At(50)).Select(f => (Hour(f.InSampleFrom), Hour(f.InSampleTo))));

    [Fact]
    public void Folds_RecordingTooShort_AreNone() => Assert.Empty(Hours.Folds(At(0), At(29)));

    [Fact]
    public void Folds_OfAStudyWithAWarmUp_BeginBehindIt()
    {
        var study = Study(new BacktestData(ResearchScene.Walk(6_000)));
        var from = study.Data.From!.Value.AddHours(30);

        var all = WalkForward.FoldsOf(study, Hours);
        var later = WalkForward.FoldsOf(study with { Settings = study.Settings with { TradeFrom = from } }, Hours);

        Assert.Equal(study.Data.From, all[0].InSampleFrom);
        Assert.Equal((from, all.Length - 3), (later[0].InSampleFrom, later.Length));
    }

    [Theory]
    [InlineData(20, 0, 0, 0, "out-of-sample window has a length")]
    [InlineData(2, 10, 2, 0, "longer than what is purged")]
    [InlineData(20, 10, 0, 10, "longer than its embargo")]
    [InlineData(20, 10, -1, 0, "not negative")]
    public void Folds_WrongLengths_AreToldInASentence(int inSample, int outOfSample, int purge, int embargo, string problem)
    {
        var settings = new WalkForwardSettings(
            WalkForwardKind.Rolling, TimeSpan.FromHours(inSample), TimeSpan.FromHours(outOfSample), TimeSpan.FromHours(purge), TimeSpan.FromHours(embargo));

        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => settings.Folds(At(0), At(100))).Message, StringComparison.Ordinal);
    }

    // Over any windows, with a larger series in the data whose bars straddle every boundary.
    [Theory]
    [InlineData(WalkForwardKind.Rolling)]
    [InlineData(WalkForwardKind.Anchored)]
    public void InSample_AnyWindows_HoldsNoBarOfWhatIsTradedPurgedOrEmbargoed(WalkForwardKind kind)
    {
        var minutes = ResearchScene.Walk(6_000);
        var hours = BarSeriesBuilder.Of(minutes.Symbol, Timeframe.H1, RecordedBars.Join(minutes.Bars, Timeframe.H1));
        var study = Study(new BacktestData(minutes, hours));
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var settings = new WalkForwardSettings(
                kind, TimeSpan.FromMinutes(random.Next(500, 2_000)), TimeSpan.FromMinutes(random.Next(200, 1_500)), TimeSpan.FromMinutes(random.Next(0, 400)),
                TimeSpan.FromMinutes(random.Next(0, 199)), random.Next(0, 800));
            var traded = DateTimeOffset.MinValue;
            foreach (var fold in WalkForward.FoldsOf(study, settings))
            {
                var inSample = WalkForward.InSample(study, settings, fold);
                var outOfSample = WalkForward.OutOfSample(study, settings, fold, 1m);

                Assert.All(inSample.Data.Series, series => Assert.True(series.Count == 0 || series.EndAt(series.Count - 1) <= fold.InSampleTo));
                Assert.True(fold.InSampleTo + settings.Purge + settings.Embargo == fold.OutOfSampleFrom);
                Assert.Equal(fold.InSampleFrom, inSample.Settings.TradeFrom);
                Assert.All(outOfSample.Data.Series, series => Assert.True(series.Count == 0 || series.EndAt(series.Count - 1) <= fold.OutOfSampleTo));
                Assert.Equal(fold.OutOfSampleFrom, outOfSample.Settings.TradeFrom);
                Assert.True(fold.OutOfSampleFrom >= traded);
                traded = fold.OutOfSampleTo;
            }
        }
    }

    [Fact]
    public void OutOfSample_WarmUp_IsSoManyBarsBeforeTheWindow()
    {
        var study = Study(new BacktestData(ResearchScene.Walk(6_000)));
        var fold = WalkForward.FoldsOf(study, Hours)[1];

        var data = WalkForward.OutOfSample(study, Hours, fold, 1m).Data;

        Assert.Equal(fold.OutOfSampleFrom.AddMinutes(-100), data.From);
        Assert.Equal(fold.OutOfSampleTo, data.To);
    }

    [Fact]
    public void Run_EverythingBehindAFoldsInSampleChanged_ChoosesTheSame()
    {
        var walk = ResearchScene.Walk(3_600);
        var before = WalkForward.Run(Study(new(walk)), Search, Hours, SequentialWorkers.Instance).Folds[1];
        var other = ResearchScene.Walk(3_600, seed: 99);
        var spliced = BarSeriesBuilder.Of(
            walk.Symbol, walk.Timeframe, walk.Bars.Where(bar => bar.End <= before.Fold.InSampleTo).Concat(other.Bars.Where(bar => bar.End > before.Fold.InSampleTo)));

        var after = WalkForward.Run(Study(new(spliced)), Search, Hours, SequentialWorkers.Instance).Folds[1];

        Assert.NotNull(before.Chosen);
        Assert.Equal((before.Chosen, before.InSample), (after.Chosen, after.InSample));
        Assert.NotEqual(before.OutOfSample, after.OutOfSample);
    }

    [Fact]
    public void Run_Folds_AreOneAccountAndJoinToOneCurve()
    {
        var result = WalkForward.Run(Study(new(ResearchScene.Walk(3_600))), Search, Hours, SequentialWorkers.Instance);

        Assert.Equal(4, result.Folds.Length);
        Assert.Equal(result.Folds.Sum(f => f.Equity.Count), result.Equity.Count);
        Assert.Equal(4 * 9 * 60, result.Equity.Count);
        Assert.Equal(result.Equity.Times.Order(), result.Equity.Times);
        Assert.Equal((double)result.FinalValue, result.Equity.Values[^1], 6);
        Assert.Equal(result.Folds[1].OutOfSample!.FinalValue, result.Folds[1].FinalCash);
        var growth = result.Folds.Aggregate(1.0, (value, fold) => value * (1.0 + (fold.OutOfSample!.ReturnPercent / 100.0)));
        Assert.Equal(1.0 + (result.ReturnPercent / 100.0), growth, 9);
        Assert.True(result.MaxDrawdownPercent > 0.0);
    }

    [Fact]
    public void Run_StoppedAfterAFold_GoesOnAsIfItHadNot()
    {
        var study = Study(new(ResearchScene.Walk(3_600)));
        var whole = WalkForward.Run(study, Search, Hours, SequentialWorkers.Instance);
        var stored = JsonSerializer.Deserialize<ImmutableArray<FoldResult>>(JsonSerializer.Serialize(whole.Folds.Take(2)));
        var told = new List<int>();

        var resumed = WalkForward.Run(study, Search, Hours, SequentialWorkers.Instance, stored, new Told(fold => told.Add(fold.Fold.Number)));

        Assert.Equal([2, 3], told);
        Assert.Equal(whole.Equity, resumed.Equity);
        Assert.Equal(whole.FinalValue, resumed.FinalValue);
    }

    [Fact]
    public void Run_NothingKeepsTheBounds_TradesNothing()
    {
        var study = Study(new(ResearchScene.Walk(3_600))) with { Objective = Objective.Best("return", MetricBound.Least("trades", 1e6)) };

        var result = WalkForward.Run(study, Search, Hours, SequentialWorkers.Instance);

        Assert.All(result.Folds, fold => Assert.Null(fold.Chosen));
        Assert.Equal((10_000m, 0), (result.FinalValue, result.Equity.Count));
        Assert.Null(result.Efficiency);
    }

    [Fact]
    public void Efficiency_Folds_IsGrowthOutOfSampleOverGrowthInSample()
    {
        var figures = new PointFigures(1m, 0, 20.0, null, null, null, null, null, null, null, null, 0, null, null, 0, null, null, 0);
        FoldResult Fold(double found, double traded) => new(
            Hours.Folds(At(0), At(30))[0], null, ImmutableSortedDictionary<string, string>.Empty, figures with { CagrPercent = found },
            figures with { CagrPercent = traded }, EquityCurve.Empty, TrialStatistics.Of([]), 1m);

        Assert.Equal(0.5, Fold(20.0, 10.0).Efficiency);
        Assert.Null(Fold(-20.0, 10.0).Efficiency);
        Assert.Equal(0.2, new WalkForwardResult([Fold(20.0, 10.0), Fold(30.0, 0.0)], EquityCurve.Empty, 1m, 1m).Efficiency);
    }

    private static ResearchStudy Study(BacktestData data) =>
        new(ResearchScene.Space(ResearchScene.TwoAverages), data, ResearchScene.Settings, Objective.Best("return"));

    private static DateTimeOffset At(int hour) => Scene.Start.AddHours(hour);

    private static int Hour(DateTimeOffset time) => (int)(time - Scene.Start).TotalHours;

    private sealed class Told(Action<FoldResult> tell) : IProgress<FoldResult>
    {
        public void Report(FoldResult value) => tell(value);
    }
}
