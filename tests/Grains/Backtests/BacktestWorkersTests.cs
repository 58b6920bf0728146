using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Silo.Backtests;
using Xunit;
using static Countersign.Tests.Grains.Backtests.BacktestSamples;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>Backtests that are really run, on a journal and a store in files.</summary>
public sealed class BacktestWorkersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-backtests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Backtest_RunByAWorker_HasTheResultOfTheEngineToTheByte()
    {
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory());
        await desk.SubmitAsync(Wish("b-one"));

        var job = await desk.EndOfAsync("b-one");

        var expected = Engine();
        Assert.Equal((BacktestStatus.Done, BacktestArchive.Pack(Outcome(expected)).Digest), (job.Status, job.Digest));
        Assert.Equal(BacktestSummary.Of(expected), job.Summary);
        var stored = Assert.IsType<BacktestOutcome.Single>(BacktestArchive.Unpack(await desk.ResultAsync("b-one"))).Result;
        Assert.Equal(expected, stored);
        Assert.True(stored.Trades.Length > 5, "the strategy trades");
    }

    [Fact]
    public async Task Backtest_OnItsOwnTerms_UsesThem()
    {
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory());
        var rules = new BacktestFillRules(0.0003m, null, null, null, null, null, null, null, null);
        await desk.SubmitAsync(Wish("b-plain"));
        await desk.SubmitAsync(Wish("b-dear", Terms() with { CommissionRate = 0.001m }));
        await desk.SubmitAsync(Wish("b-slipping", Terms() with { Rules = rules }));
        await desk.SubmitAsync(Wish("b-warm", Terms() with { From = Start.AddHours(50), WarmUpFrom = Start }));

        var plain = (await desk.EndOfAsync("b-plain")).Summary!;
        Assert.True((await desk.EndOfAsync("b-dear")).Summary!.FinalValue < plain.FinalValue, "commission costs");
        Assert.True((await desk.EndOfAsync("b-slipping")).Summary!.FinalValue < plain.FinalValue, "slippage costs");
        var warm = (await desk.EndOfAsync("b-warm")).Summary!;
        Assert.True(warm.Bars == plain.Bars && warm.Trades < plain.Trades, "a warm-up only warms");
    }

    [Fact]
    public async Task Backtest_WhoseRulesLookAtAPartner_ReadsItsBarsToo()
    {
        // The partner's bars are the symbol's own here, so the strategy does what it does without one.
        var definition = Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(
            """
            {
              "name": "Two", "symbols": ["EURUSD"], "timeframe": "H1", "partners": [{ "symbols": ["EURUSD", "GBPUSD"], "maxAgeBars": 0 }],
              "entry": { "long": { "above": ["close@partner", "open"] } }, "exit": { "long": { "below": ["close", "open@partner"] } }, "size": { "units": 1000 }
            }
            """)).Definition;
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory { Symbols = [EurUsd, Symbol.Parse("GBPUSD")] });
        await desk.SubmitAsync(Wish("b-plain"));
        await desk.SubmitAsync(Wish("b-two", definition: definition));

        var two = (await desk.EndOfAsync("b-two")).Summary!;

        Assert.True(two.Trades > 5, $"{two.Trades} trades");
        Assert.Equal((await desk.EndOfAsync("b-plain")).Summary, two);
    }

    [Fact]
    public async Task Backtest_WhoseDeskStoppedInTheMiddle_IsRunAgainFromItsStartToTheSameBytes()
    {
        var held = new HeldHistory();
        await using (var before = await WorkerDesk.StartAsync(folder, held))
        {
            await before.SubmitAsync(Wish("b-one"));
            await held.Entered;
        }

        await using var after = await WorkerDesk.StartAsync(folder, new MemoryHistory());
        var job = await after.EndOfAsync("b-one");

        Assert.Equal((BacktestStatus.Done, 2), (job.Status, job.Attempts));
        Assert.Equal(BacktestArchive.Pack(Outcome(Engine())).Digest, job.Digest);
    }

    [Fact]
    public async Task Backtest_CancelledInTheMiddle_LeavesNoResultAndItsWorkerToTheNext()
    {
        var (held, results) = (new HeldHistory(), new WatchedResults());
        await using var desk = await WorkerDesk.StartAsync(folder, held, results: results);
        await desk.SubmitAsync(Wish("b-one"));
        await desk.SubmitAsync(Wish("b-two"));
        await held.Entered;

        await desk.CancelAsync("b-one");

        Assert.Equal(BacktestStatus.Done, (await desk.EndOfAsync("b-two")).Status);
        Assert.Equal(BacktestStatus.Cancelled, (await desk.EndOfAsync("b-one")).Status);
        Assert.Equal(["t-north/b-two"], results.Written);
    }

    [Fact]
    public async Task Backtest_WhoseResultCannotBeKept_FailsAndNothingElseBreaks()
    {
        var results = new WatchedResults { IsFull = true };
        await using var desk = await WorkerDesk.StartAsync(folder, new MemoryHistory(), results: results);
        await desk.SubmitAsync(Wish("b-one"));

        var failed = await desk.EndOfAsync("b-one");

        Assert.Equal((BacktestStatus.Failed, "backtest.result_not_stored"), (failed.Status, failed.Failure!.Code));
        Assert.Contains("disk is full", failed.Failure.Message, StringComparison.Ordinal);
        results.IsFull = false;
        await desk.SubmitAsync(Wish("b-two"));
        Assert.Equal(BacktestStatus.Done, (await desk.EndOfAsync("b-two")).Status);
    }

    [Fact]
    public async Task Backtest_WhoseBarsAreGoneWhenItRuns_FailsAndSaysWhatThereIs()
    {
        var (held, history) = (new HeldHistory(), new MemoryHistory());
        await using (var before = await WorkerDesk.StartAsync(folder, held))
        {
            await before.SubmitAsync(Wish("b-first"));
            await before.SubmitAsync(Wish("b-late", Terms() with { From = Start.AddHours(90) }));
            await held.Entered;
        }

        history.Hours = 80;
        await using var desk = await WorkerDesk.StartAsync(folder, history);

        var failed = await desk.EndOfAsync("b-late");
        Assert.Equal((BacktestStatus.Failed, "backtest.no_data"), (failed.Status, failed.Failure!.Code));
        Assert.Contains("80 bars", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_OfTwoTenants_TakeTurns()
    {
        var (held, results) = (new HeldHistory(), new WatchedResults());
        await using var desk = await WorkerDesk.StartAsync(folder, held, results: results);
        foreach (var id in new[] { "b-one", "b-two", "b-three" })
        {
            await desk.SubmitAsync(Wish(id));
        }

        await held.Entered;
        await desk.SubmitAsync(Wish("b-one"), South);
        held.Release();
        await desk.EndOfAsync("b-three");

        // North stood in line again when its first was taken, before South came.
        Assert.Equal(["t-north/b-one", "t-north/b-two", "t-south/b-one", "t-north/b-three"], results.Written);
    }

    [Fact]
    public async Task Turns_OfTenants_AreOneEachInOrder()
    {
        var turns = new TenantTurns();
        turns.Add(North);
        turns.Add(South);
        turns.Add(North);

        Assert.Equal(North, await turns.NextAsync(TestContext.Current.CancellationToken));
        turns.Add(North);
        Assert.Equal(South, await turns.NextAsync(TestContext.Current.CancellationToken));
        Assert.Equal(North, await turns.NextAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Options_ThatCannotBe_AreNamedByTheirKeys()
    {
        var options = new BacktestOptions { Workers = 0, AttemptsMax = 0, PerTenant = new TenantBacktestOptions { QueuedMax = 0 } };
        options.Tenants["t-one"] = new TenantBacktestOptions { RunningMax = 65 };

        var failures = new BacktestOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            ["Backtests:AttemptsMax", "Backtests:PerTenant:QueuedMax", "Backtests:Tenants:t-one:RunningMax", "Backtests:Workers"],
            failures.Select(f => f.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal(65, options.Quotas().Of(Domain.Tenants.TenantId.Parse("t-one")).RunningMax);
        Assert.Equal(2, options.Quotas().Of(North).RunningMax);
    }

    private static BacktestResult Engine() => Backtest.Run(Plan());

    private static BacktestOutcome Outcome(BacktestResult result) => BacktestOutcome.Single.Of(Plan(), result);

    private static BacktestPlan Plan() => new(
        [new BacktestStrategy(Definition(), [EurUsd])],
        new BacktestData(BarSeriesBuilder.Of(EurUsd, Timeframe.H1, Enumerable.Range(0, 100).Select(Bar))),
        new BacktestSettings(Instruments.Find(EurUsd)!, 10_000m));
}
