using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Requests;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Body = Countersign.Api.Contracts.Backtests;
using Ran = Countersign.Domain.Backtests;

namespace Countersign.Api.Backtests;

internal static class BacktestMapping
{
    public static Body.BacktestListItem ToBody(this BacktestRow row) => new(
        row.Id.Value, row.Name, row.Strategy?.Value, row.Version, row.Kind, Choice.Name(row.Status), Choice.Name(row.Priority),
        [.. row.Symbols.Select(s => s.Value)], row.Timeframe, row.From, row.To, row.RequestedAt, row.StartedAt, row.EndedAt,
        row.Summary?.ToBody(), row.FailureCode);

    public static Body.BacktestListItem ToItem(this BacktestJob job) => new(
        job.Id.Value, job.Strategy.Definition.Name, job.Strategy.Id?.Value, job.Strategy.Version, job.Terms.Task.Kind, Choice.Name(job.Status),
        Choice.Name(job.Terms.Priority), [.. job.Terms.Symbols.Select(s => s.Value)], job.Strategy.Definition.Timeframe.ToString(), job.Terms.From,
        job.Terms.To, job.RequestedAt, job.StartedAt, job.EndedAt, job.Summary?.ToBody(), job.Failure?.Code);

    public static Body.Backtest ToBody(this BacktestView view)
    {
        var (job, terms) = (view.Job, view.Job.Terms);
        return new Body.Backtest(
            job.Id.Value, job.Strategy.Definition.Name, job.Strategy.Id?.Value, job.Strategy.Version, terms.Task.Kind, Choice.Name(job.Status),
            Choice.Name(terms.Priority), view.Position, job.Status == BacktestStatus.Done ? 1.0 : view.Progress?.Share ?? 0.0,
            view.Progress?.BarsDone, view.Progress is { BarsTotal: > 0 and var total } ? total : null, job.Attempts, job.RequestedBy.Value,
            job.RequestedAt, job.StartedAt, job.EndedAt, [.. terms.Symbols.Select(s => s.Value)], job.Strategy.Definition.Timeframe.ToString(),
            terms.Path?.ToString(), terms.From, terms.To, terms.WarmUpFrom, [.. terms.Sources], terms.StartCash, terms.CommissionRate, terms.Seed,
            job.Summary?.ToBody(), job.Digest, job.Failure is { } failure ? new RefusalReason(failure.Code, failure.Message) : null,
            terms.Task is BacktestTask.Study study ? JsonSerializer.Deserialize<JsonElement>(study.Plan) : null);
    }

    public static Body.BacktestSummary ToBody(this BacktestSummary s) => new(
        s.Bars, s.Signals, s.Denied, s.Fills, s.Trades, s.TradesWon, s.StartCash, s.FinalValue, s.ClosedNet, s.MaxDrawdownPercent,
        s.TotalReturnPercent, s.CagrPercent, s.VolatilityPercent, s.Sharpe, s.Sortino, s.Calmar, s.ProfitFactor, s.WinRatePercent, s.ExposurePercent,
        s.ProbabilisticSharpe, s.Costs, s.LongestDrawdownDays, s.DeflatedSharpe, s.Trials);

    public static Body.BacktestResult ToBody(this Ran.BacktestResult result, BacktestJob job, MetricsSettings metrics) => new(
        job.Id.Value, job.Digest!, result.DefinitionHash, [.. result.Symbols.Select(s => s.Value)], job.Summary!.ToBody(),
        ToJson(BacktestMetrics.Of(result, metrics)), ToJson(BacktestBreakdowns.Of(result, metrics.Days)),
        [.. result.Trades.Select(ToBody)], [.. result.Fills.Select(ToBody)],
        new Body.BacktestEquity(
            [.. Enumerable.Range(0, result.Equity.Count).Select(result.Equity.TimeAt)], result.Equity.Values, result.Equity.InMarket));

    private static Body.BacktestTrade ToBody(Ran.BacktestTrade t) => new(
        t.Symbol.Value, Choice.Name(t.Side), t.Quantity.Value, t.Opened, t.OpenPrice.Value, t.Closed, t.ClosePrice.Value, t.Gross, t.Net,
        Choice.Name(t.ClosedBecause), t.FavourableExcursion, t.AdverseExcursion);

    private static Body.BacktestFill ToBody(Ran.BacktestFill f) => new(
        f.Time, f.Symbol.Value, Choice.Name(f.Side), f.Quantity.Value, f.Price.Value, f.Commission, f.PositionAfter.Value, Choice.Name(f.Reason));

    private static JsonElement ToJson<T>(T value) => JsonSerializer.SerializeToElement(value, ApiJson.Options);
}
