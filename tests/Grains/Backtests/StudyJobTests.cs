#if !ORLEANS
using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Silo.Backtests;
using Xunit;
using static Countersign.Tests.Grains.Backtests.BacktestSamples;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>Studies as jobs: refused before they cost anything, and run to the same bytes whatever happens in between.</summary>
public sealed class StudyJobTests : IDisposable
{
    private const string Grid =
        """{"parameters":[{"name":"wait","at":"$.cooldownBars","from":0,"to":5},{"name":"units","at":"$.size.units","values":[1000,2000]}],"objective":{"metric":"return"},"search":{"method":"grid","batch":4}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-studies-").FullName;

    public static TheoryData<StudyKind, string> Studies => new()
    {
        { StudyKind.Optimisation, Grid },
        { StudyKind.WalkForward, Grid.Replace("\"grid\",\"batch\":4}", "\"grid\"},\"walkForward\":{\"inSampleDays\":2,\"outOfSampleDays\":1,\"warmUpBars\":0}", StringComparison.Ordinal) },
        { StudyKind.MonteCarlo, """{"paths":20}""" },
        { StudyKind.Stress, "{}" },
        { StudyKind.LeakCheck, """{"cuts":2,"places":2,"stretch":10}""" },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Studies))]
    public async Task Study_RunByAWorkerWithHelpers_HasTheBytesOfTheRuleAlone(StudyKind kind, string plan)
    {
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory(), new BacktestOptions { Workers = 1, StudyThreads = 3 });
        await desk.SubmitAsync(Wish("b-study", Terms() with { Task = new BacktestTask.Study(kind, plan) }));

        var job = await desk.EndOfAsync("b-study");

        Assert.Null(job.Failure);
        var expected = BacktestArchive.Pack(Alone(kind, plan));
        Assert.Equal((BacktestStatus.Done, expected.Digest), (job.Status, job.Digest));
        Assert.Equal(expected.Body, await desk.ResultAsync("b-study"));
        Assert.Equal(Alone(kind, plan).Summary, job.Summary);
    }

    [Fact]
    public async Task Study_WhoseDeskStoppedInTheMiddle_IsRunAgainToTheSameBytes()
    {
        var held = new HeldHistory();
        await using (var before = await WorkerDesk.StartAsync(folder, held))
        {
            await before.SubmitAsync(Wish("b-study", Asked(Grid)));
            await held.Entered;
        }

        await using var after = await WorkerDesk.StartAsync(folder, new MemoryHistory(), new BacktestOptions { Workers = 1, StudyThreads = 2 });
        var job = await after.EndOfAsync("b-study");

        Assert.Equal((BacktestStatus.Done, 2), (job.Status, job.Attempts));
        Assert.Equal(BacktestArchive.Pack(Alone(StudyKind.Optimisation, Grid)).Digest, job.Digest);
    }

    [Fact]
    public async Task Study_WhoseResultCannotBeKept_FailsWithTheReasonAndMayBeAskedAgain()
    {
        var results = new WatchedResults { IsFull = true };
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory(), results: results);
        await desk.SubmitAsync(Wish("b-one", Asked(Grid)));
        var failed = await desk.EndOfAsync("b-one");

        results.IsFull = false;
        await desk.SubmitAsync(Wish("b-two", Asked(Grid)));
        var done = await desk.EndOfAsync("b-two");

        Assert.Equal((BacktestStatus.Failed, "backtest.result_not_stored"), (failed.Status, failed.Failure!.Code));
        Assert.Equal(BacktestStatus.Done, done.Status);
        Assert.Equal(["t-north/b-two"], results.Written);
    }

    [Fact]
    public async Task Study_NoVariantOfWhichCanBeRun_FailsAndSaysWhy()
    {
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory());
        await desk.SubmitAsync(Wish("b-none", Asked(Grid.Replace("[1000,2000]", "[-1,-2]", StringComparison.Ordinal))));

        var failed = await desk.EndOfAsync("b-none");

        Assert.Equal((BacktestStatus.Failed, "backtest.no_variant"), (failed.Status, failed.Failure!.Code));
        Assert.Contains("$.size.units", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"wait","at":"$.cooldownBars","from":0,"to":5}""", """{"method":"random","trials":1000000000}""", "backtest.plan", "plan.search.trials: This is 1000000000. A whole number from 1 to 200000.")]
    [InlineData("""{"name":"wait","at":"$.cooldownBars","from":0,"to":1000000000}""", """{"method":"grid"}""", "backtest.plan", "at most 10,000 levels")]
    [InlineData("""{"name":"wait","at":"$.cooldown","from":0,"to":5}""", """{"method":"grid"}""", "backtest.plan", "plan.parameters[0].at")]
    [InlineData("""{"name":"units","at":"$.size.units","from":1,"to":9000}""", """{"method":"random","trials":8999}""", "backtest.too_many_trials", "up to 8,999 variants; 1,000 are the most")]
    [InlineData("""{"name":"units","at":"$.size.units","from":1,"to":900}""", """{"method":"grid"}""", "backtest.too_much_work", "90,200 bars")]
    public void Request_OfMoreThanTheTenantMayRun_IsRefusedWithWhatWouldBeRight(string parameter, string search, string code, string message)
    {
        var plan = $$"""{"parameters":[{{parameter}}],"objective":{"metric":"return"},"search":{{search}} }""";

        var refusal = Assert.Single(Decide(plan, new BacktestQuota(TrialsMax: 1_000, StudyBarsMax: 50_000)), r => r.Code == code);

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Request_WithSeveralErrorsInItsPlan_TellsThemAllUpToTwenty()
    {
        var parameters = string.Join(',', Enumerable.Range(0, 16).Select(i => $$"""{"name":"{{i}}","at":"$.x{{i}}","from":"a","to":null}"""));

        var refusals = Decide($$"""{"parameters":[{{parameters}}],"objective":{},"search":{"method":"guess"} }""", BacktestQuota.Default);

        Assert.Equal(20, refusals.Length);
        Assert.All(refusals, r => Assert.Equal("backtest.plan", r.Code));
    }

    [Fact]
    public void Request_OfWindowsLongerThanThePeriod_IsRefusedWithBoth()
    {
        var plan = Grid.Replace("\"grid\",\"batch\":4}", "\"grid\"},\"walkForward\":{\"inSampleDays\":365,\"outOfSampleDays\":90}", StringComparison.Ordinal);

        var refusal = Assert.Single(Decide(plan, BacktestQuota.Default, StudyKind.WalkForward));

        Assert.Contains("One fold takes 455 days, the period has 4.17.", refusal.Message, StringComparison.Ordinal);
    }

    private static ImmutableArray<Refusal> Decide(string plan, BacktestQuota quota, StudyKind kind = StudyKind.Optimisation)
    {
        var terms = Asked(plan, kind) with { Symbols = [EurUsd] };
        var facts = new BacktestFacts([new StoredBars(EurUsd, Timeframe.H1, "oanda", 100, Start, Start.AddHours(99))], 0, quota);
        var outcome = BacktestDecider.Decide(
            null, new SubmitBacktest(CommandId.Parse("c"), Anna, BacktestJobId.Parse("b-one"), new(Definition(), null, null), terms), facts, Start);
        return Assert.IsType<Outcome<BacktestEvent>.Refused>(outcome).Refusals;
    }

    private static BacktestTerms Asked(string plan, StudyKind kind = StudyKind.Optimisation) => Terms() with { Task = new BacktestTask.Study(kind, plan) };

    private static BacktestOutcome.Study Alone(StudyKind kind, string json)
    {
        var plan = new BacktestPlan(
            [new BacktestStrategy(Definition(), [EurUsd])],
            new BacktestData(BarSeriesBuilder.Of(EurUsd, Timeframe.H1, Enumerable.Range(0, 100).Select(Bar))),
            new BacktestSettings(Instruments.Find(EurUsd)!, 10_000m));
        var study = Assert.IsType<ResearchReading<StudyPlan>.Valid>(StudyPlanJson.Read(Definition(), kind, json)).Value;
        return StudyRun.Run(study, plan, SequentialWorkers.Instance);
    }
}
#endif
