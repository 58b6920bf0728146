using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Markets;

namespace Countersign.Silo.Backtests;

/// <summary>One backtest from the stored bars to the stored result. The same job on the same bars stores the same bytes.</summary>
internal sealed class BacktestExecution(
    IMarketHistory history, ICalendarStore calendar, IBacktestResults results, BacktestQuotas quotas, ParallelWorkers workers)
{
    private const int ReleasesMax = 200_000;

    /// <exception cref="OperationCanceledException">Nobody wants it any more, or the desk stops; nothing is stored.</exception>
    public async Task<BacktestEnd> RunAsync(TenantId tenant, BacktestJob job, BacktestMeter meter, CancellationToken cancellationToken)
    {
        try
        {
            var data = await ReadAsync(job, quotas.Of(tenant).BarsMax, meter, cancellationToken).ConfigureAwait(false);
            var (summary, archive) = await OnOwnThreadAsync(() => Run(job, data, meter, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await results.WriteAsync(tenant, job.Id, archive.Body, cancellationToken).ConfigureAwait(false);
            return new BacktestEnd.Finished(summary, archive.Digest, archive.Bytes);
        }
        catch (UnfitDataException e)
        {
            return new BacktestEnd.Failed(e.Cause);
        }
        catch (NoVariantException e)
        {
            return new BacktestEnd.Failed(e.Cause);
        }
        catch (HistoryUnavailableException e)
        {
            return new BacktestEnd.Failed(BacktestRefusals.NoHistory(e.Message));
        }
        catch (BacktestResultsUnavailableException e)
        {
            return new BacktestEnd.Failed(BacktestRefusals.NotStored(e.Message));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException)
        {
            return new BacktestEnd.Failed(BacktestRefusals.Failed(e.Message));
        }
    }

    private (BacktestSummary Summary, BacktestArchive Archive) Run(
        BacktestJob job, BacktestData data, BacktestMeter meter, CancellationToken cancellationToken)
    {
        var terms = job.Terms;
        var settings = new BacktestSettings(
            Instruments.Find(terms.Symbols[0])!, terms.StartCash, Rules: terms.Rules?.ToPaperRules(), Seed: terms.Seed,
            TradeFrom: terms.WarmUpFrom is null ? null : terms.From,
            Commission: terms.CommissionRate is { } rate ? new CommissionModel(rate, 0m) : null);
        var plan = new BacktestPlan([new BacktestStrategy(job.Strategy.Definition, terms.Symbols)], data, settings);
        BacktestOutcome outcome = terms.Task is BacktestTask.Study study
            ? RunStudy(study, job, plan, meter, cancellationToken)
            : BacktestOutcome.Single.Of(plan, Backtest.Run(plan, meter, cancellationToken));
        return (outcome.Summary, BacktestArchive.Pack(outcome));
    }

    private BacktestOutcome.Study RunStudy(
        BacktestTask.Study task, BacktestJob job, BacktestPlan plan, BacktestMeter meter, CancellationToken cancellationToken)
    {
        var (from, to) = (job.Terms.From, job.Terms.To);
        switch (StudyPlanJson.Read(job.Strategy.Definition, task.Of, task.Plan))
        {
            case ResearchReading<StudyPlan>.Valid { Value: var study }:
                var passes = study.PassesOver(from, to);
                meter.Begin((long)Math.Min(long.MaxValue / 2, plan.Data.Series.Sum(s => (double)s.Count) * passes));
                var runs = study is StudyPlan.WalkForward ? study.TrialsOver(from, to) : passes;
                return StudyRun.Run(study, plan, new MeteredWorkers(workers, Math.Max(1.0, runs), meter), cancellationToken);
            case ResearchReading<StudyPlan>.Invalid { Errors: [var first, ..] }:
                throw new UnfitDataException(BacktestRefusals.Plan(first));
            default:
                throw new InvalidOperationException("A plan is valid or not.");
        }
    }

    private async Task<BacktestData> ReadAsync(BacktestJob job, long barsMax, BacktestMeter meter, CancellationToken cancellationToken)
    {
        var (terms, timeframe) = (job.Terms, job.Strategy.TimeframeOf(job.Terms));
        var stored = await StoredAsync(cancellationToken).ConfigureAwait(false);
        var bars = 0L;
        var series = new List<BarSeries>();
        foreach (var symbol in job.Strategy.Definition.SymbolsSeenWith(terms.Symbols))
        {
            var builder = new BarSeriesBuilder(symbol, timeframe);
            var query = new HistoryQuery(symbol, terms.ReadFrom, terms.To, terms.Sources);
            await foreach (var bar in history.ReadBarsAsync(query, timeframe, cancellationToken).ConfigureAwait(false))
            {
                builder.Add(bar.Bar);
                if (++bars > barsMax)
                {
                    throw new UnfitDataException(BacktestRefusals.TooManyBars(bars, barsMax));
                }
            }

            if (builder.Count == 0)
            {
                throw new UnfitDataException(BacktestRefusals.NoData(symbol, timeframe, terms, stored));
            }

            series.Add(builder.Build());
        }

        meter.Begin(bars);
        var data = new BacktestData([.. series]);
        return job.Strategy.Definition.Forbid?.News is { } news
            ? new BacktestData(data.Series) { Releases = await ReleasesAsync(data, news.ImpactMin, cancellationToken).ConfigureAwait(false) }
            : data;
    }

    /// <summary>The calendar of the time, with what a bar of the period can still see around it.</summary>
    private async Task<ImmutableArray<EconomicRelease>> ReleasesAsync(BacktestData data, Impact impactMin, CancellationToken cancellationToken)
    {
        var reach = CalendarBlackout.ReachMax;
        var query = new CalendarQuery(data.From!.Value - reach, data.To!.Value + reach, ImpactMin: impactMin);
        var releases = ImmutableArray.CreateBuilder<EconomicRelease>();
        for (string? cursor = null; releases.Count < ReleasesMax;)
        {
            var page = await calendar.ReadPageAsync(query, new PageRequest(PageRequest.LimitMax, cursor), cancellationToken).ConfigureAwait(false);
            releases.AddRange(page.Items);
            cursor = page.Next;
            if (cursor is null)
            {
                break;
            }
        }

        return releases.ToImmutable();
    }

    private async Task<ImmutableArray<StoredBars>> StoredAsync(CancellationToken cancellationToken) =>
        (await history.ListAsync(cancellationToken).ConfigureAwait(false)).ToStoredBars();

    // Below the threads that trade: a backtest takes what they leave.
    private static Task<T> OnOwnThreadAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true, Name = "backtest", Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>The bars are not what the job needs.</summary>
    private sealed class UnfitDataException(Refusal cause) : Exception(cause.Message)
    {
        public Refusal Cause { get; } = cause;
    }
}
