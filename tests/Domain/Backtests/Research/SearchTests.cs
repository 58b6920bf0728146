using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Backtests.Research;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Research;

public sealed class SearchTests
{
    public static TheoryData<string> Methods => ["grid", "random", "tpe", "genetic"];

    [Fact]
    public void Grid_Constrained_AsksForEveryAllowedPointOnce()
    {
        var run = ResearchScene.Search(ResearchScene.Plane(7, 5, "[\"x < y\"]"), new(new SearchMethod.Grid(), Batch: 4), _ => 0.0);

        Assert.Equal(5 + 4 + 3 + 2 + 1, run.Evaluations.Select(e => e.Point).Distinct().Count());
        Assert.Equal(15, run.Evaluations.Length);
        Assert.All(run.Evaluations, e => Assert.True(run.Space.Allows(e.Point)));
        Assert.Equal(Enumerable.Range(0, 15), run.Evaluations.Select(e => e.Number));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Search_AnyMethod_AsksForAllowedPointsOnceEach(string method)
    {
        var run = ResearchScene.Search(ResearchScene.Plane(30, 30, "[\"x < y\"]"), Settings(method, 60), Hill);

        Assert.Equal(run.Evaluations.Length, run.Evaluations.Select(e => e.Point).Distinct().Count());
        Assert.All(run.Evaluations, e => Assert.True(run.Space.Allows(e.Point) && run.Space.Holds(e.Point)));
        Assert.Equal(method == "grid" ? 465 : 60, run.Evaluations.Length);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Search_SmallSpace_EndsWhenNothingIsLeft(string method)
    {
        var run = ResearchScene.Search(ResearchScene.Plane(3, 3, "[\"x < y\"]"), Settings(method, 60), Hill);

        Assert.Equal(6, run.Evaluations.Length);
        Assert.Empty(run.Next());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Resume_StoppedAnywhere_GoesOnAsIfItHadNot(string method)
    {
        var space = ResearchScene.Plane(40, 40);
        var whole = ResearchScene.Search(space, Settings(method, 48), Hill);
        foreach (var stop in new[] { 0, 1, 8, 21, 24, 47 })
        {
            var first = new SearchRun(space, Settings(method, 48));
            ResearchScene.Continue(first, Hill, stop);
            var stored = JsonSerializer.Serialize(first.Evaluations);

            var second = SearchRun.Resume(space, Settings(method, 48), JsonSerializer.Deserialize<ImmutableArray<Evaluation>>(stored));
            ResearchScene.Continue(second, Hill, int.MaxValue);

            Assert.Equal(whole.Evaluations.AsSpan(), second.Evaluations.AsSpan());
        }
    }

    [Fact]
    public void Resume_EvaluationsOfAnotherSearch_Throws()
    {
        var space = ResearchScene.Plane(40, 40);
        var run = ResearchScene.Search(space, Settings("random", 20), Hill);

        Assert.Throws<ArgumentException>(() => SearchRun.Resume(space, Settings("random", 20) with { Seed = 9 }, run.Evaluations));
    }

    [Fact]
    public void Record_InAnyOrder_GivesTheSameSearch()
    {
        var space = ResearchScene.Plane(40, 40);
        var forward = ResearchScene.Search(space, Settings("tpe", 60), Hill);
        var backward = new SearchRun(space, Settings("tpe", 60));
        for (var batch = backward.Next(); batch.Length > 0; batch = backward.Next())
        {
            foreach (var point in batch.Reverse())
            {
                backward.Record(point, ResearchScene.Scored(Hill(point)));
            }
        }

        Assert.Equal(forward.Evaluations.AsSpan(), backward.Evaluations.AsSpan());
    }

    [Fact]
    public void Record_PointNobodyAskedFor_Throws()
    {
        var run = new SearchRun(ResearchScene.Plane(4, 4), new(new SearchMethod.Grid(), Batch: 2));

        Assert.Throws<ArgumentException>(() => run.Record(new ParameterPoint([3, 3]), ResearchScene.Scored(1.0)));
    }

    // The mean over seeds, so that no lucky draw decides.
    [Theory]
    [InlineData("tpe")]
    [InlineData("genetic")]
    public void Search_Guided_ComesNearerToThePeakThanChance(string method)
    {
        var space = ResearchScene.Plane(200, 100);

        double MeanBest(string name) => Enumerable.Range(1, 20)
            .Average(seed => ResearchScene.Search(space, Settings(name, 120) with { Seed = seed }, Hill).Best!.Feasible!.Value);

        var (guided, chance) = (MeanBest(method), MeanBest("random"));
        Assert.True(guided > chance / 3.0, $"{method} {guided}, random {chance}");
    }

    [Fact]
    public void Tpe_Words_PrefersTheOneThatWorks()
    {
        var space = ResearchScene.Space(
            """{"parameters":[{"name":"frame","at":"$.timeframe","values":["M1","M5","M15","M30","H1"]},{"name":"x","at":"$.cooldownBars","from":0,"to":99}]}""");

        var run = ResearchScene.Search(space, Settings("tpe", 100), point => point[0] == 3 ? 1.0 : 0.0);

        Assert.True(run.Evaluations.Skip(40).Count(e => e.Point[0] == 3) > 30);
    }

    [Fact]
    public void Best_PointsThatBreakBounds_ComeAfterThoseThatKeepThem()
    {
        var run = new SearchRun(ResearchScene.Plane(1, 4), new(new SearchMethod.Grid()));
        var outcomes = new[]
        {
            ResearchScene.Scored(9.0, violation: 0.5), ResearchScene.Scored(1.0), new PointOutcome.Infeasible([new("$", "a", "b")]), ResearchScene.Scored(8.0, 0.1),
        };
        foreach (var (point, outcome) in run.Next().Zip(outcomes))
        {
            run.Record(point, outcome);
        }

        Assert.Equal([1, 3, 0, 2], run.Evaluations.Order(BestFirst.Order).Select(e => e.Number));
        Assert.Equal(1, run.Best!.Number);
    }

    [Fact]
    public void Optimisation_AnyNumberOfWorkers_GivesTheSameEvaluations()
    {
        var study = new ResearchStudy(
            ResearchScene.Space(ResearchScene.TwoAverages), new(ResearchScene.Walk(3_000)), ResearchScene.Settings,
            Objective.Best("return", MetricBound.Least("trades", 10)));
        SearchRun Run(IResearchWorkers workers) =>
            Optimisation.Run(study, new SearchRun(study.Space, new(new SearchMethod.Tpe(24, Startup: 8), Batch: 6)), workers);

        var alone = Run(SequentialWorkers.Instance).Evaluations;

        Assert.Equal(24, alone.Length);
        Assert.Equal(alone.AsSpan(), Run(new BackwardWorkers()).Evaluations.AsSpan());
        Assert.Contains(alone, e => e.Feasible is not null);
    }

    private static double Hill(ParameterPoint point) => -Math.Abs(point[0] - 21.0) - Math.Abs(point[1] - 13.0);

    private static SearchSettings Settings(string method, int trials) => new(
        method switch
        {
            "grid" => new SearchMethod.Grid(),
            "random" => new SearchMethod.Random(trials),
            "tpe" => new SearchMethod.Tpe(trials),
            _ => new SearchMethod.Genetic(12, trials / 12),
        },
        Batch: 8,
        Seed: 5);

    /// <summary>Runs the last item first, as workers may.</summary>
    private sealed class BackwardWorkers : IResearchWorkers
    {
        public ImmutableArray<TResult> Run<TItem, TResult>(
            ImmutableArray<TItem> items, Func<TItem, CancellationToken, TResult> work, CancellationToken cancellationToken) =>
            [.. items.Reverse().Select(item => work(item, cancellationToken)).ToList().AsEnumerable().Reverse()];
    }
}
