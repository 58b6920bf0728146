using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Backtests.Research;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Jobs;

public sealed class StudyRunTests
{
    private const string Walk =
        "{" + StudyScene.Search + """, "objective":{"metric":"return"}, "search":{"method":"random","trials":4,"batch":4}, "walkForward":{"inSampleDays":0.7,"outOfSampleDays":0.4,"warmUpBars":100} }""";

    public static TheoryData<StudyKind, string> Studies => new()
    {
        { StudyKind.Optimisation, StudyScene.Grid },
        { StudyKind.Optimisation, StudyScene.Grid.Replace("\"grid\",\"batch\":5", "\"tpe\",\"trials\":9,\"startup\":4,\"batch\":3", StringComparison.Ordinal) },
        { StudyKind.Optimisation, StudyScene.Grid.Replace("\"grid\",\"batch\":5", "\"genetic\",\"population\":4,\"generations\":2", StringComparison.Ordinal) },
        { StudyKind.WalkForward, Walk },
        { StudyKind.MonteCarlo, """{"paths":50}""" },
        { StudyKind.Stress, "{}" },
        { StudyKind.LeakCheck, """{"cuts":3,"places":3}""" },
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public void Study_InAnyOrderOfItsRuns_GivesTheSameBytes(StudyKind kind, string plan)
    {
        var one = BacktestArchive.Pack(StudyScene.Run(kind, plan));
        var other = BacktestArchive.Pack(StudyScene.Run(kind, plan, new BackwardWorkers()));

        Assert.Equal(one.Digest, other.Digest);
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void Study_StoredAndRead_IsTheSameToTheByte(StudyKind kind, string plan)
    {
        var archive = BacktestArchive.Pack(StudyScene.Run(kind, plan));

        var read = Assert.IsType<BacktestOutcome.Study>(BacktestArchive.Unpack(archive.Body));

        Assert.Equal(archive.Digest, BacktestArchive.Pack(read).Digest);
        Assert.Equal(kind.ToString(), read.Found.GetType().Name);
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void Study_ToldToStopInTheMiddle_StopsThere(StudyKind kind, string plan)
    {
        using var stop = new CancellationTokenSource();
        var workers = new CountedWorkers(3, stop);

        Assert.ThrowsAny<OperationCanceledException>(() => StudyRun.Run(StudyScene.Read(kind, plan), StudyScene.Plan(), workers, stop.Token));

        Assert.Equal(3, workers.Done);
    }

    [Fact]
    public void Optimisation_OfAGrid_KeepsEveryTrialAndRunsTheBestWhole()
    {
        var outcome = StudyScene.Run(StudyKind.Optimisation, StudyScene.Grid);

        var found = Assert.IsType<StudyResult.Optimisation>(outcome.Found);
        Assert.Equal(Enumerable.Range(0, 12), found.Trials.Select(t => t.Number));
        var best = found.Trials.Max(t => t.Feasible)!.Value;
        Assert.Equal(best, found.Trials[found.Chosen].Feasible);
        Assert.Equal(best, (double)((outcome.Ran.Result.FinalValue / outcome.Ran.Result.StartCash) - 1m) * 100.0, 9);
        Assert.NotEqual(found.AsItStands.ReturnPercent, best);
        Assert.Equal((3, 4), (found.HeatMap!.Columns.Length, found.HeatMap.Rows.Length));
        Assert.Equal(best, found.HeatMap.Cells.SelectMany(row => row).Max());
        Assert.Equal(12, found.Plateau.Length);
    }

    [Fact]
    public void Optimisation_ItsTrialsAndEarlierOnes_CountInTheDeflatedSharpeRatio()
    {
        var alone = StudyScene.Run(StudyKind.Optimisation, StudyScene.Grid);
        var after = StudyScene.Run(StudyKind.Optimisation, StudyScene.Grid.Replace("\"search\"", "\"earlierTrials\":1000,\"search\"", StringComparison.Ordinal));
        var one = BacktestSummary.Of(alone.Ran.Result);

        Assert.Equal((1, 12, 1_012), (one.Trials, alone.Summary.Trials, after.Summary.Trials));
        Assert.True(alone.Summary.DeflatedSharpe < one.DeflatedSharpe, "twelve trials are twelve chances to be lucky");
        Assert.True(after.Summary.DeflatedSharpe < alone.Summary.DeflatedSharpe, "a thousand more are worse");
        Assert.Equal(one.Sharpe, alone.Summary.Sharpe);
    }

    [Fact]
    public void Optimisation_ThatNoVariantKeepsTheBoundsOf_ShowsTheLeastBrokenAndSaysSo()
    {
        var found = StudyScene.Found<StudyResult.Optimisation>(
            StudyKind.Optimisation,
            StudyScene.Grid.Replace("\"metric\":\"return\"", "\"metric\":\"return\",\"bounds\":[\"trades >= 100000\"]", StringComparison.Ordinal));

        Assert.False(found.KeepsBounds);
        Assert.Empty(found.Plateau);
        var trades = found.Trials.Select(t => Assert.IsType<PointOutcome.Scored>(t.Outcome).Figures.Trades).ToArray();
        Assert.Equal(trades.Max(), trades[found.Chosen]);
    }

    [Fact]
    public void Optimisation_ThatNoVariantCanBeRunOf_SaysWhatIsWrongWithTheFirst()
    {
        const string plan =
            """{"parameters":[{"name":"x","at":"$.size.units","values":[-1,-2]}],"objective":{"metric":"return"},"search":{"method":"grid"}}""";

        var none = Assert.Throws<NoVariantException>(() => StudyScene.Run(StudyKind.Optimisation, plan));

        Assert.Equal("backtest.no_variant", none.Cause.Code);
        Assert.Contains("$.size.units", none.Cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Optimisation_OverSymbols_LeavesOutVariantsThatDoNotWatchTheOneThatIsRun()
    {
        const string plan =
            """{"parameters":[{"name":"symbol","at":"$.symbols[0]","values":["EURUSD","GBPUSD"]}],"objective":{"metric":"return"},"search":{"method":"grid"}}""";

        var found = Assert.IsType<StudyResult.Optimisation>(
            StudyScene.Run(StudyKind.Optimisation, plan, null, StudyScene.Plan() with { Strategies = [new BacktestStrategy(ResearchScene.Cross(), [Symbol.Parse("EURUSD")])] }).Found);

        Assert.IsType<PointOutcome.Scored>(found.Trials[0].Outcome);
        Assert.Equal("$.symbols", Assert.IsType<PointOutcome.Infeasible>(found.Trials[1].Outcome).Errors[0].Path);
    }

    [Fact]
    public void WalkForward_WhatItTraded_IsOneRunOverAllFoldsThatBalances()
    {
        var outcome = StudyScene.Run(StudyKind.WalkForward, Walk);

        var found = Assert.IsType<StudyResult.WalkForward>(outcome.Found);
        var run = outcome.Ran.Result;
        Assert.True(found.Folds.Length > 2, "there are folds");
        Assert.Equal(found.Folds[^1].FinalCash, run.FinalValue);
        Assert.Equal(found.Folds.Sum(f => f.OutOfSample?.Trades ?? 0), run.Trades.Length);
        Assert.All(run.Fills, fill => Assert.Contains(found.Folds, f => fill.Time >= f.Fold.OutOfSampleFrom && fill.Time < f.Fold.OutOfSampleTo));
        Assert.All(found.Folds, fold => Assert.Equal(4, fold.Tried));
        Assert.Equal(1, outcome.Summary.Trials);
    }

    [Fact]
    public void MonteCarlo_WithDearerTrading_MakesLessAndKeepsTheSumOfShuffledTrades()
    {
        var found = StudyScene.Found<StudyResult.MonteCarlo>(StudyKind.MonteCarlo, """{"paths":200,"costs":[{"slippagePips":2}]}""");

        Assert.Equal(2, found.Costs.Length);
        Assert.True(found.Costs[1].Figures.FinalValue < found.Costs[0].Figures.FinalValue, "two pips cost");
        Assert.Equal(found.Shuffled.FinalValue.P1, found.Shuffled.FinalValue.P99, 6);
        Assert.True(found.Shuffled.MaxDrawdownPercent.P1 < found.Shuffled.MaxDrawdownPercent.P99, "the way there differs");
    }

    [Fact]
    public void Stress_TheGapWhereMostIsHeld_HitsThePosition()
    {
        var found = StudyScene.Found<StudyResult.Stress>(StudyKind.Stress);

        Assert.Equal(3, found.Scenarios.Length);
        Assert.All(found.Scenarios, s => Assert.StartsWith("Made up", s.Label, StringComparison.Ordinal));

        // Up or down: whichever way it was held, one of the two gaps goes against it.
        var worst = found.Scenarios.Take(2).Min(s => s.Figures.ReturnPercent);
        Assert.True(worst < found.AsRecorded.ReturnPercent - 5.0, $"{worst} against {found.AsRecorded.ReturnPercent}");
    }

    [Fact]
    public void LeakCheck_OfTheReference_FindsNoLeakAndAWarmUpThatIsEnough()
    {
        var found = StudyScene.Found<StudyResult.LeakCheck>(StudyKind.LeakCheck);

        Assert.True(found.LookAhead.IsClean && found.LookAhead.Fills > 10, "fills were compared, and none differed");
        Assert.NotNull(Assert.Single(found.WarmUps).Enough);
    }

    [Fact]
    public void Study_OfAStrategyThatStaysOutOfNews_KnowsTheCalendarInEveryRun()
    {
        var definition = ((StrategyParseResult.Valid)StrategyJson.Parse(StrategyJson.Write(ResearchScene.Cross())
            .Replace("\"ideaTimeToLive\"", "\"forbid\":{\"news\":{\"impact\":\"high\",\"before\":\"1h\",\"after\":\"1h\"}},\"ideaTimeToLive\"", StringComparison.Ordinal))).Definition;
        var first = StudyScene.Walk.From!.Value;
        var releases = Enumerable.Range(0, 60)
            .Select(i => new EconomicRelease("test", $"r-{i}", first.AddHours(i), Currency.Parse("USD"), $"Release {i}", Impact.High));
        var quiet = new BacktestData(StudyScene.Walk.Series) { Releases = [.. releases] };
        var plan = StudyScene.Plan(definition) with { Data = quiet };

        var outcome = StudyScene.Run(StudyKind.MonteCarlo, """{"paths":1,"costs":[]}""", null, plan);

        var asAssumed = Assert.IsType<StudyResult.MonteCarlo>(outcome.Found).Costs[0].Figures;
        Assert.Empty(outcome.Ran.Result.Trades);
        Assert.Equal(0, asAssumed.Trades);
        Assert.NotEmpty(Backtest.Run(plan with { Data = StudyScene.Walk }).Trades);
    }

    [Fact]
    public void Summary_OfAStudy_UsesTheSettingsThatAreStoredWithIt()
    {
        var outcome = StudyScene.Run(StudyKind.Optimisation, StudyScene.Grid);
        var read = (BacktestOutcome.Study)BacktestArchive.Unpack(BacktestArchive.Pack(outcome).Body);

        Assert.Equal(outcome.Summary, read.Summary);
        Assert.Equal(12, BacktestMetrics.Of(read.Ran.Result, read.Ran.Metrics!).Returns.Trials);
    }
}
