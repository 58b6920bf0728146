using System.Collections.Immutable;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Backtests.Research;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class RobustnessTests
{
    // A spike of 100 at (2, 2) in nothing, and a hill of 10 around (7, 7).
    private static double Spike(ParameterPoint point) => (point[0], point[1]) switch
    {
        (2, 2) => 100.0,
        var (x, y) => Math.Max(0.0, 10.0 - Math.Abs(x - 7) - Math.Abs(y - 7)),
    };

    [Fact]
    public void Plateau_LoneSpike_LosesToTheHill()
    {
        var run = ResearchScene.Search(ResearchScene.Plane(10, 10), new(new SearchMethod.Grid()), Spike);

        var view = PlateauView.Of(run.Space, run.Evaluations);

        Assert.Equal(new ParameterPoint([2, 2]), run.Best!.Point);
        var best = view.Best();
        Assert.Equal((new ParameterPoint([7, 7]), 9.0, 8.0, 9, 9), (best!.Evaluation.Point, best.Median, best.Worst, best.Tried, best.Possible));
        Assert.Equal(0.0, view.Points.Single(p => p.Evaluation.Point.Equals(run.Best.Point)).Median);
    }

    [Fact]
    public void Plateau_NeighbourThatBreaksABound_CountsAsWorst()
    {
        var space = ResearchScene.Plane(3, 1);
        var run = new SearchRun(space, new(new SearchMethod.Grid()));
        foreach (var point in run.Next())
        {
            run.Record(point, ResearchScene.Scored(5.0, violation: point[0] == 0 ? 0.1 : 0.0));
        }

        var view = PlateauView.Of(space, run.Evaluations);

        Assert.Equal([(2, 5.0, 5.0), (1, 5.0, null)], view.Points.Select(p => (p.Evaluation.Point[0], p.Median!.Value, p.Worst)));
    }

    [Fact]
    public void Plateau_Constraint_LeavesImpossibleNeighboursOut()
    {
        var run = ResearchScene.Search(ResearchScene.Plane(5, 5, "[\"x < y\"]"), new(new SearchMethod.Grid()), _ => 1.0);

        Assert.All(PlateauView.Of(run.Space, run.Evaluations).Points, p => Assert.Equal(1.0, p.Coverage));
    }

    [Fact]
    public void Plateau_SparseSearch_TellsHowLittleWasTriedAndNamesNoBest()
    {
        var run = ResearchScene.Search(ResearchScene.Plane(200, 100), new(new SearchMethod.Random(30), Seed: 3), Spike);

        var view = PlateauView.Of(run.Space, run.Evaluations);

        Assert.Null(view.Best());
        Assert.All(view.Points, p => Assert.True(p.Coverage < 0.5));
    }

    [Theory]
    [InlineData(HeatMapOthers.AtBest, "0 1 | 10 11")]
    [InlineData(HeatMapOthers.Median, "1 2 | 11 12")]
    [InlineData(HeatMapOthers.Best, "2 3 | 12 13")]
    public void HeatMap_ThirdParameter_IsTakenAsAsked(HeatMapOthers others, string cells)
    {
        var space = ResearchScene.Space(
            """
            {"parameters":[{"name":"x","at":"$.cooldownBars","from":0,"to":1},{"name":"y","at":"$.maxOpenIdeas","from":1,"to":2},
             {"name":"z","at":"$.size.units","values":[1000,2000,3000]}]}
            """);

        // The best of all is where z is 0 and x and y are 1, by a bound that the other values of z break there.
        var run = new SearchRun(space, new(new SearchMethod.Grid()));
        foreach (var point in run.Next())
        {
            var value = point[0] + (10.0 * point[1]) + point[2];
            run.Record(point, ResearchScene.Scored(others == HeatMapOthers.AtBest ? value - (point[2] * 3) : value));
        }

        var map = HeatMap.Of(space, run.Evaluations, "x", "y", others);

        Assert.Equal(cells, string.Join(" | ", map.Cells.Select(row => string.Join(' ', row))));
        Assert.Equal(["0", "1"], map.Columns);
        Assert.Equal(["1", "2"], map.Rows);
    }

    [Fact]
    public void HeatMap_PointsThatWereNotTried_AreNull()
    {
        var run = ResearchScene.Search(ResearchScene.Plane(2, 2, "[\"x < y\"]"), new(new SearchMethod.Grid()), _ => 1.0);

        Assert.Equal(3, HeatMap.Of(run.Space, run.Evaluations, "x", "y").Cells.SelectMany(row => row).Count(cell => cell is not null));
    }

    [Fact]
    public void TrialStatistics_Search_CountsEveryPointThatRanAndTheirVariance()
    {
        var figures = new PointFigures(1m, 0, null, null, null, null, null, null, null, null, null, 0, null, null, 0, null, null, 0);
        var evaluations = new double?[] { 1.0, 3.0, null }
            .Select((sharpe, i) => new Evaluation(i, 0, new ParameterPoint([i]), new PointOutcome.Scored(figures with { Sharpe = sharpe }, sharpe, i == 0 ? 1.0 : 0.0)))
            .Append(new Evaluation(3, 0, new ParameterPoint([3]), new PointOutcome.Infeasible([])))
            .ToImmutableArray();

        var trials = TrialStatistics.Of(evaluations);
        var settings = trials.Deflating(MetricsSettings.Default, earlier: 7);

        Assert.Equal((4, 1, 2, 3), (trials.Tried, trials.Infeasible, trials.BrokenBounds, trials.Trials));
        Assert.Equal(10, settings.Trials);
        Assert.Equal(2.0 / 252.0, settings.TrialVariance!.Value, 12);
    }
}
