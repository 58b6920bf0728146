#if !ORLEANS
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Tenants;
using Xunit;
using static Countersign.Tests.Grains.Backtests.BacktestDesk;
using static Countersign.Tests.Grains.Backtests.BacktestSamples;

namespace Countersign.Tests.Grains.Backtests;

/// <summary>A backtest from its request to its end, and everything that can come between.</summary>
public sealed class BacktestQueueTests
{
    private readonly BacktestDesk desk = new();

    [Fact]
    public void Request_OfAStoredPeriod_WaitsRunsAndIsDone()
    {
        var asked = Done(desk.Submit(Wish("b-one")));
        Assert.Equal((BacktestStatus.Queued, 1), (asked.Job.Status, asked.Position));
        Assert.Equal([EurUsd], asked.Job.Terms.Symbols);
        Assert.Equal([North], desk.Runner.Offers);

        var job = desk.Take()!;
        Assert.True(desk.Progress(job, 25, 100));
        var running = Done(desk.Get("b-one"));
        Assert.Equal((BacktestStatus.Running, null, 0.25), (running.Job.Status, running.Position, running.Progress!.Share));
        Assert.Null(desk.Take());

        desk.Results.Kept[(North, job.Id)] = [1, 2, 3];
        desk.End(job);
        var done = Done(desk.Get("b-one"));
        Assert.Equal((BacktestStatus.Done, Summary, 1), (done.Job.Status, done.Job.Summary, done.Job.Attempts));
        Assert.Null(done.Progress);
        Assert.Equal([1, 2, 3], Done(desk.Result("b-one")).Body);
    }

    [Fact]
    public void Request_SentAgain_IsAnsweredAsTheFirstTime()
    {
        Done(desk.Submit(Wish("b-one")));
        Done(desk.Submit(Wish("b-one")));
        desk.Take();

        Assert.Equal(BacktestStatus.Running, Done(desk.Submit(Wish("b-one"))).Job.Status);
        Assert.Null(desk.Take());
        Assert.Equal("backtest.exists", Refused(desk.Submit(Wish("b-one", Terms(cash: 5m), command: "other"))).Code);
    }

    [Fact]
    public void Request_OfAPeriodWithoutBars_IsToldWhatThereIs()
    {
        var terms = Terms() with { From = Start.AddYears(1), To = Start.AddYears(2) };

        var refusal = Refused(desk.Submit(Wish("b-one", terms)));

        Assert.Equal("backtest.no_data", refusal.Code);
        Assert.Contains("H1 of oanda from 2024-01-02 00:00:00Z to 2024-01-06 03:00:00Z (100 bars)", refusal.Message, StringComparison.Ordinal);
        var other = Refused(desk.Submit(Wish("b-two", definition: Definition(symbols: "\"GBPUSD\""))));
        Assert.Equal("backtest.no_data", other.Code);
        Assert.Contains("only of EURUSD", other.Message, StringComparison.Ordinal);
        Assert.Equal("not_found", Refused(desk.Get("b-one")).Code);
    }

    [Fact]
    public void Request_ThatCannotBe_IsRefusedWithEveryReason()
    {
        var terms = Terms(cash: 0m) with { To = Start, CommissionRate = 0.2m };

        var refused = Assert.IsType<Reply<BacktestView>.Refused>(desk.Submit(Wish("b-one", terms)));

        Assert.Equal(["backtest.start_cash", "backtest.commission_rate", "backtest.empty_period"], refused.Refusals.Select(r => r.Code));
        Assert.Equal("backtest.warm_up_after_start", Refused(desk.Submit(Wish("b-two", Terms() with { WarmUpFrom = Start.AddDays(1) }))).Code);
        Assert.Equal("backtest.foreign_symbol", Refused(desk.Submit(Wish("b-three", Terms() with { Symbols = [Symbol.Parse("GBPUSD")] }))).Code);
    }

    [Fact]
    public void Request_BeyondTheQuota_IsRefusedWithTheNumbersAndLeavesOthersAlone()
    {
        var small = new BacktestDesk(new BacktestQuota(RunningMax: 1, QueuedMax: 2));
        Done(small.Submit(Wish("b-one")));
        Done(small.Submit(Wish("b-two")));

        var refusal = Refused(small.Submit(Wish("b-three")));

        Assert.Equal("backtest.queue_full", refusal.Code);
        Assert.StartsWith("2 backtests wait already; 2 are", refusal.Message, StringComparison.Ordinal);
        Done(small.Submit(Wish("b-one")));
        Done(small.Submit(Wish("b-three"), South));
        small.Take();
        Done(small.Submit(Wish("b-three")));
    }

    [Fact]
    public void Request_OfMoreBarsThanAllowed_IsRefused()
    {
        var small = new BacktestDesk(new BacktestQuota(BarsMax: 99));

        Assert.Equal("backtest.too_many_bars", Refused(small.Submit(Wish("b-one"))).Code);
        Done(small.Submit(Wish("b-two", Terms(hours: 98))));
    }

    [Fact]
    public void Request_OfATenantsStrategy_RunsTheVersionThatItNames()
    {
        var id = StrategyId.Parse("s-follow");
        desk.Define(id, Definition("First"), Definition("Second"));

        var first = Done(desk.Submit(Wish("b-one") with { Definition = null, Strategy = id, Version = 1 })).Job;
        var newest = Done(desk.Submit(Wish("b-two") with { Definition = null, Strategy = id })).Job;

        Assert.Equal(("First", 1), (first.Strategy.Definition.Name, first.Strategy.Version));
        Assert.Equal(("Second", 2), (newest.Strategy.Definition.Name, newest.Strategy.Version));
        Assert.Equal("not_found", Refused(desk.Submit(Wish("b-three") with { Definition = null, Strategy = id, Version = 3 })).Code);
        Assert.Equal("not_found", Refused(desk.Submit(Wish("b-four") with { Definition = null, Strategy = id }, South)).Code);
    }

    [Fact]
    public void Worker_OfATenantWithMany_TakesByPriorityThenByOrderAndNoMoreThanTheQuota()
    {
        Done(desk.Submit(Wish("b-low", Terms(BacktestPriority.Low))));
        Done(desk.Submit(Wish("b-one")));
        Done(desk.Submit(Wish("b-two")));
        Done(desk.Submit(Wish("b-high", Terms(BacktestPriority.High))));
        Assert.Equal([4, 2, 3, 1], new[] { "b-low", "b-one", "b-two", "b-high" }.Select(id => Done(desk.Get(id)).Position!.Value));

        var high = desk.Take()!;
        var one = desk.Take()!;
        Assert.Equal(("b-high", "b-one"), (high.Id.Value, one.Id.Value));
        Assert.Null(desk.Take());

        var offers = desk.Runner.Offers.Count;
        desk.End(one, new BacktestEnd.Failed(BacktestRefusals.Failed("It broke.")));
        Assert.Equal(offers + 1, desk.Runner.Offers.Count);
        Assert.Equal("b-two", desk.Take()!.Id.Value);
        var failed = Done(desk.Get("b-one")).Job;
        Assert.Equal((BacktestStatus.Failed, "backtest.failed"), (failed.Status, failed.Failure!.Code));
        Assert.Equal("backtest.no_result", Refused(desk.Result("b-one")).Code);
    }

    [Fact]
    public void Backtest_CancelledWhileItWaits_IsNeverRun()
    {
        Done(desk.Submit(Wish("b-one")));

        Assert.Equal(BacktestStatus.Cancelled, Done(desk.Cancel("b-one")).Job.Status);

        Assert.Null(desk.Take());
        Assert.Empty(desk.Runner.Cancelled);
        Done(desk.Cancel("b-one"));
    }

    [Fact]
    public void Backtest_CancelledWhileItRuns_StaysCancelledWhateverItsWorkerTells()
    {
        Done(desk.Submit(Wish("b-one")));
        var job = desk.Take()!;

        Assert.Equal(BacktestStatus.Cancelled, Done(desk.Cancel("b-one")).Job.Status);
        Assert.Equal([job.Id], desk.Runner.Cancelled);
        Assert.False(desk.Progress(job, 99, 100));
        desk.End(job);

        Assert.Equal(BacktestStatus.Cancelled, Done(desk.Get("b-one")).Job.Status);
    }

    [Fact]
    public void Backtest_ThatEnded_CannotBeCancelled()
    {
        Done(desk.Submit(Wish("b-one")));
        desk.End(desk.Take()!);

        Assert.Equal("backtest.ended", Refused(desk.Cancel("b-one")).Code);
    }

    [Fact]
    public void Backtest_InterruptedByARestart_IsRunAgainAndAnEarlierAttemptsEndIsNoEnd()
    {
        Done(desk.Submit(Wish("b-late", Terms(BacktestPriority.Low))));
        Done(desk.Submit(Wish("b-one")));
        Done(desk.Submit(Wish("b-two")));
        var first = desk.Take()!;

        desk.Restart();

        Assert.Equal([North], desk.Runner.Offers);
        Assert.Equal((BacktestStatus.Queued, 1), (Done(desk.Get("b-one")).Job.Status, Done(desk.Get("b-one")).Position));
        var second = desk.Take()!;
        Assert.Equal(("b-one", 1, "b-one", 2), (first.Id.Value, first.Attempts, second.Id.Value, second.Attempts));
        desk.End(first);
        Assert.Equal(BacktestStatus.Running, Done(desk.Get("b-one")).Job.Status);
        desk.End(second);
        Assert.Equal(BacktestStatus.Done, Done(desk.Get("b-one")).Job.Status);
        Assert.Equal("b-two", desk.Take()!.Id.Value);
        Assert.Equal("b-late", desk.Take()!.Id.Value);
    }

    [Fact]
    public void Backtest_InterruptedAgainAndAgain_FailsAfterTheLastAttempt()
    {
        Done(desk.Submit(Wish("b-one")));
        for (var attempt = 1; attempt <= BacktestQuota.Default.AttemptsMax; attempt++)
        {
            Assert.Equal(attempt, desk.Take()!.Attempts);
            desk.Restart();
        }

        Assert.Null(desk.Take());
        var job = Done(desk.Get("b-one")).Job;
        Assert.Equal((BacktestStatus.Failed, "backtest.interrupted"), (job.Status, job.Failure!.Code));
    }

    [Fact]
    public void Backtest_WhoseStartCannotBeWritten_GoesOnWaiting()
    {
        Done(desk.Submit(Wish("b-one")));
        desk.Damage.BacktestsFail = true;
        Assert.Throws<JournalUnavailableException>(() => desk.Take());
        desk.Damage.BacktestsFail = false;

        Assert.Equal(1, Done(desk.Get("b-one")).Position);
        Assert.Equal(1, desk.Take()!.Attempts);
    }

    [Fact]
    public void Backtest_WhoseEndCannotBeWritten_EndsWhenItIsToldAgain()
    {
        Done(desk.Submit(Wish("b-one")));
        var job = desk.Take()!;
        desk.Damage.BacktestsFail = true;
        Assert.Throws<JournalUnavailableException>(() => desk.End(job));
        desk.Damage.BacktestsFail = false;

        desk.End(job);

        Assert.Equal(BacktestStatus.Done, Done(desk.Get("b-one")).Job.Status);
    }

    [Fact]
    public void Backtest_Deleted_IsGoneWithItsResult()
    {
        Done(desk.Submit(Wish("b-one")));
        Assert.Equal("backtest.not_ended", Refused(desk.Remove("b-one")).Code);
        var job = desk.Take()!;
        Assert.Equal("backtest.not_ended", Refused(desk.Remove("b-one")).Code);
        desk.Results.Kept[(North, job.Id)] = [1];
        desk.End(job);

        Done(desk.Remove("b-one"));

        Assert.Empty(desk.Results.Kept);
        Assert.Equal("not_found", Refused(desk.Get("b-one")).Code);
        Assert.Equal("not_found", Refused(desk.Result("b-one")).Code);
        Assert.Equal("not_found", Refused(desk.Cancel("b-one")).Code);
        Done(desk.Remove("b-one"));
        Assert.Equal("not_found", Refused(desk.Remove("b-none")).Code);
    }

    [Fact]
    public void Backtest_WhoseResultIsKeptNoLonger_SaysSoAndKeepsItsSummary()
    {
        Done(desk.Submit(Wish("b-one")));
        desk.End(desk.Take()!);

        Assert.Equal("backtest.result_gone", Refused(desk.Result("b-one")).Code);
        Assert.Equal(Summary, Done(desk.Get("b-one")).Job.Summary);
    }

    [Fact]
    public void Backtest_OfAnotherTenant_IsNotThere()
    {
        Done(desk.Submit(Wish("b-one")));

        Assert.Equal("not_found", Refused(desk.Get("b-one", South)).Code);
        Assert.Equal("not_found", Refused(desk.Cancel("b-one", South)).Code);
        Assert.Equal("not_found", Refused(desk.Remove("b-one", South)).Code);
        Assert.Null(desk.Take(South));
    }

    [Fact]
    public void Analyst_OfTheTenant_MayReadAndNotStart()
    {
        Assert.Throws<RoleDeniedException>(() => desk.Submit(Wish("b-one"), roles: Roles.Analyst));
        Done(desk.Submit(Wish("b-one"), roles: Roles.ApiUser));

        Assert.Equal("b-one", Done(desk.Get("b-one")).Job.Id.Value);
    }

    [Fact]
    public void Submit_DecidedWithoutFacts_IsABug() => Assert.Throws<ArgumentException>(() => BacktestDecider.Decide(
        null, new SubmitBacktest(CommandId.Parse("c"), Anna, BacktestJobId.Parse("b-one"), new(Definition(), null, null), Terms()), Start));
}
#endif
