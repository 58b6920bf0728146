using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>The rules of a backtest's life: queued, running, and then done, failed or cancelled.</summary>
public static class BacktestDecider
{
    private const decimal CommissionRateMax = 0.1m;
    private const int PlanErrorsMax = 20;

    /// <summary>Takes a request. The same again under the same id yields no event.</summary>
    public static Outcome<BacktestEvent> Decide(BacktestJob? state, SubmitBacktest command, BacktestFacts facts, DateTimeOffset now)
    {
        if (state is not null)
        {
            return !state.IsRemoved && state.Strategy == command.Strategy && state.Terms == command.Terms
                ? Outcome<BacktestEvent>.Accept()
                : Outcome<BacktestEvent>.Refuse(BacktestRefusals.Exists(state.Id));
        }

        var refusals = Check(command.Strategy, command.Terms, facts);
        return refusals.IsEmpty
            ? Outcome<BacktestEvent>.Accept(new BacktestRequested(command.Id, command.Strategy, command.Terms, command.By, now))
            : Outcome<BacktestEvent>.Refuse(refusals);
    }

    /// <exception cref="ArgumentException">A request needs its facts.</exception>
    public static Outcome<BacktestEvent> Decide(BacktestJob? state, BacktestCommand command, DateTimeOffset now) => (state, command) switch
    {
        (_, SubmitBacktest) => throw new ArgumentException("A request needs its facts.", nameof(command)),
        (null or { IsRemoved: true }, not RemoveBacktest) or (null, _) => Outcome<BacktestEvent>.Refuse(BacktestRefusals.NotFound),
        (_, StartBacktest) => state.Status == BacktestStatus.Queued
            ? Outcome<BacktestEvent>.Accept(new BacktestStarted(state.Attempts + 1, now))
            : Outcome<BacktestEvent>.Refuse(BacktestRefusals.NotQueued),
        (_, ResumeBacktest resume) => Resume(state, resume.AttemptsMax, now),
        (_, RecordBacktestEnd end) => End(state, end, now),
        (_, CancelBacktest) => Cancel(state, command.By, now),
        (_, RemoveBacktest) => Remove(state, command.By, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "There is no such command."),
    };

    public static BacktestJob Apply(BacktestJob? state, BacktestEvent @event) => @event switch
    {
        BacktestRequested e => new BacktestJob(e.Id, e.Strategy, e.Terms, BacktestStatus.Queued, e.By, e.At),
        BacktestStarted e when state is not null => state with { Status = BacktestStatus.Running, Attempts = e.Attempt, StartedAt = e.At },
        BacktestInterrupted when state is not null => state with { Status = BacktestStatus.Queued },
        BacktestFinished e when state is not null =>
            state with { Status = BacktestStatus.Done, EndedAt = e.At, Summary = e.Summary, Digest = e.Digest },
        BacktestFailed e when state is not null => state with { Status = BacktestStatus.Failed, EndedAt = e.At, Failure = e.Cause },
        BacktestCancelled e when state is not null => state with { Status = BacktestStatus.Cancelled, EndedAt = e.At },
        BacktestRemoved when state is not null => state with { IsRemoved = true },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} came before the backtest was asked for."),
    };

    private static Outcome<BacktestEvent> Resume(BacktestJob state, int attemptsMax, DateTimeOffset now)
    {
        if (state.Status != BacktestStatus.Running)
        {
            return Outcome<BacktestEvent>.Accept();
        }

        return Outcome<BacktestEvent>.Accept(state.Attempts < attemptsMax
            ? new BacktestInterrupted(state.Attempts, now)
            : new BacktestFailed(state.Attempts, BacktestRefusals.Interrupted(state.Attempts), now));
    }

    private static Outcome<BacktestEvent> End(BacktestJob state, RecordBacktestEnd command, DateTimeOffset now)
    {
        if (state.Status != BacktestStatus.Running || state.Attempts != command.Attempt)
        {
            return Outcome<BacktestEvent>.Accept();
        }

        return command.End switch
        {
            BacktestEnd.Finished e => Outcome<BacktestEvent>.Accept(new BacktestFinished(command.Attempt, e.Summary, e.Digest, e.Bytes, now)),
            BacktestEnd.Failed e => Outcome<BacktestEvent>.Accept(new BacktestFailed(command.Attempt, e.Cause, now)),
            BacktestEnd.Stopped => Outcome<BacktestEvent>.Accept(new BacktestInterrupted(command.Attempt, now)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.End.GetType().Name, "There is no such end."),
        };
    }

    private static Outcome<BacktestEvent> Cancel(BacktestJob state, Actor by, DateTimeOffset now) => state.Status switch
    {
        BacktestStatus.Cancelled => Outcome<BacktestEvent>.Accept(),
        BacktestStatus.Queued or BacktestStatus.Running => Outcome<BacktestEvent>.Accept(new BacktestCancelled(by, now)),
        _ => Outcome<BacktestEvent>.Refuse(BacktestRefusals.Ended(state.Status)),
    };

    private static Outcome<BacktestEvent> Remove(BacktestJob state, Actor by, DateTimeOffset now)
    {
        if (state.IsRemoved)
        {
            return Outcome<BacktestEvent>.Accept();
        }

        return state.IsEnded
            ? Outcome<BacktestEvent>.Accept(new BacktestRemoved(by, now))
            : Outcome<BacktestEvent>.Refuse(BacktestRefusals.NotEnded);
    }

    private static ImmutableArray<Refusal> Check(TestedStrategy strategy, BacktestTerms terms, BacktestFacts facts)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (facts.Queued >= facts.Quota.QueuedMax)
        {
            refusals.Add(BacktestRefusals.QueueFull(facts.Queued, facts.Quota.QueuedMax));
        }

        if (terms.StartCash <= 0m)
        {
            refusals.Add(BacktestRefusals.StartCash(terms.StartCash));
        }

        if (terms.CommissionRate is { } rate and (< 0m or > CommissionRateMax))
        {
            refusals.Add(BacktestRefusals.CommissionRate(rate));
        }

        if (CheckPeriod(terms) is { } wrong)
        {
            refusals.Add(wrong);
        }
        else
        {
            CheckPlan(strategy, terms, facts.Quota, CheckBars(strategy, terms, facts, refusals), refusals);
        }

        return refusals.ToImmutable();
    }

    private static Refusal? CheckPeriod(BacktestTerms terms) =>
        terms.To <= terms.From ? BacktestRefusals.EmptyPeriod(terms.From, terms.To)
        : terms.WarmUpFrom is { } warmUp && warmUp > terms.From ? BacktestRefusals.WarmUpAfterStart(warmUp, terms.From)
        : null;

    /// <summary>What a study would cost is refused before it costs anything.</summary>
    private static void CheckPlan(
        TestedStrategy strategy, BacktestTerms terms, BacktestQuota quota, long bars, ImmutableArray<Refusal>.Builder refusals)
    {
        if (terms.Task is not BacktestTask.Study study)
        {
            return;
        }

        switch (StudyPlanJson.Read(strategy.Definition, study.Of, study.Plan))
        {
            case ResearchReading<StudyPlan>.Invalid invalid:
                refusals.AddRange(invalid.Errors.Take(PlanErrorsMax).Select(BacktestRefusals.Plan));
                break;
            case ResearchReading<StudyPlan>.Valid { Value: var plan } when plan.ProblemOver(terms.From, terms.To) is { } problem:
                refusals.Add(BacktestRefusals.Plan(problem));
                break;
            case ResearchReading<StudyPlan>.Valid { Value: var plan }:
                CheckWork(plan, terms, quota, bars, refusals);
                break;
        }
    }

    private static void CheckWork(
        StudyPlan plan, BacktestTerms terms, BacktestQuota quota, long bars, ImmutableArray<Refusal>.Builder refusals)
    {
        if (plan.TrialsOver(terms.From, terms.To) is var trials && trials > quota.TrialsMax)
        {
            refusals.Add(BacktestRefusals.TooManyTrials(trials, quota.TrialsMax));
        }

        if (plan.PassesOver(terms.From, terms.To) * bars is var work && work > quota.StudyBarsMax)
        {
            refusals.Add(BacktestRefusals.TooMuchWork(work, quota.StudyBarsMax));
        }
    }

    /// <returns>Bars that are read at most.</returns>
    private static long CheckBars(
        TestedStrategy strategy, BacktestTerms terms, BacktestFacts facts, ImmutableArray<Refusal>.Builder refusals)
    {
        var (own, timeframe) = (strategy.Definition.Symbols, strategy.TimeframeOf(terms));
        if (timeframe > strategy.Definition.Timeframe)
        {
            refusals.Add(BacktestRefusals.CoarsePath(timeframe, strategy.Definition.Timeframe));
            return 0;
        }

        var bars = 0L;
        foreach (var symbol in strategy.Definition.SymbolsSeenWith(terms.Symbols))
        {
            var series = facts.Stored.Where(s => s.Symbol == symbol && s.Timeframe == timeframe && IsAsked(s, terms)).ToArray();
            if (terms.Symbols.Contains(symbol) && CheckSymbol(symbol, own, terms.Symbols) is { } wrong)
            {
                refusals.Add(wrong);
            }
            else if (!series.Any(s => s.First < terms.To && s.Last >= terms.From))
            {
                refusals.Add(BacktestRefusals.NoData(symbol, timeframe, terms, facts.Stored));
            }

            bars += BarsWithin(terms, series, timeframe);
        }

        if (bars > facts.Quota.BarsMax)
        {
            refusals.Add(BacktestRefusals.TooManyBars(bars, facts.Quota.BarsMax));
        }

        return bars;
    }

    private static Refusal? CheckSymbol(Symbol symbol, ImmutableArray<Symbol> own, ImmutableArray<Symbol> all)
    {
        if (!own.Contains(symbol))
        {
            return BacktestRefusals.ForeignSymbol(symbol, own);
        }

        if (Instruments.Find(symbol) is not { } instrument)
        {
            return BacktestRefusals.UnknownSymbol(symbol);
        }

        return Instruments.Find(all[0]) is { } first && first.QuoteCurrency != instrument.QuoteCurrency
            ? BacktestRefusals.OtherCurrency(first, instrument)
            : null;
    }

    private static bool IsAsked(StoredBars stored, BacktestTerms terms) => terms.Sources.IsEmpty || terms.Sources.Contains(stored.Source);

    // As many as fit into the period by the clock, and no more than are stored.
    private static long BarsWithin(BacktestTerms terms, StoredBars[] series, Timeframe timeframe)
    {
        if (series.Length == 0)
        {
            return 0;
        }

        var first = Max(terms.ReadFrom, series.Min(s => s.First));
        var last = Min(terms.To, series.Max(s => s.Last) + timeframe.Length);
        var fit = last <= first ? 0 : (last - first).Ticks / timeframe.Length.Ticks + 1;
        return Math.Min(fit, series.Sum(s => s.Rows));
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
