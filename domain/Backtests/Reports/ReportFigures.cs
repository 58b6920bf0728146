using System.Globalization;
using Countersign.Domain.Backtests.Metrics;
using static Countersign.Domain.Backtests.Reports.ReportNumber;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>The figures of a report: the key ones large, then all of them in tables.</summary>
internal static class ReportFigures
{
    public static void Tiles(HtmlText page, BacktestResult result, BacktestMetrics metrics)
    {
        var (returns, trades) = (metrics.Returns, metrics.Trades);
        var gain = result.FinalValue - result.StartCash;
        (string Name, string Value, string Tone)[] tiles =
        [
            ("Net result", Money(gain), Tone(gain)), ("Total return", Percent(returns.TotalPercent), Tone(returns.TotalPercent)),
            ("Growth a year", Percent(returns.CagrPercent), Tone(returns.CagrPercent)), ("Max drawdown", Percent(metrics.Drawdown.MaxPercent), ""),
            ("Sharpe", Ratio(returns.Sharpe), ""), ("Sortino", Ratio(returns.Sortino), ""), ("Calmar", Ratio(returns.Calmar), ""),
            ("Deflated Sharpe", Probability(returns.DeflatedSharpe), ""),
            ("Trades", Count(trades.Count), ""), ("Win rate", Percent(trades.WinRatePercent), ""), ("Profit factor", Ratio(trades.ProfitFactor), ""),
            ("Expectancy", Money(trades.Expectancy), Tone(trades.Expectancy)),
            ("Volatility a year", Percent(returns.VolatilityPercent), ""), ("Time in market", Percent(metrics.Activity.ExposurePercent), ""),
            ("Costs", Money(metrics.Activity.Costs), ""), ("Costs of gross gain", Percent(metrics.Activity.CostSharePercent), ""),
        ];
        page.AddMarkup("<dl class=\"tiles\">");
        foreach (var (name, value, tone) in tiles)
        {
            page.Add($"<div><dt>{name}</dt><dd class=\"{tone}\">{value}</dd></div>");
        }

        page.AddMarkup("</dl>");
    }

    public static void Tables(HtmlText page, BacktestMetrics metrics)
    {
        page.AddMarkup("<div class=\"two\">");
        Returns(page, metrics.Returns);
        Trades(page, metrics.Trades);
        Drawdown(page, metrics.Drawdown);
        Activity(page, metrics.Activity);
        page.AddMarkup("</div>");
    }

    private static void Returns(HtmlText page, ReturnMetrics returns) => ReportTables.Figures(
        page,
        "Returns",
        [
            ("Years", Ratio(returns.Years)), ("Periods", Count(returns.Periods)), ("Best period", Percent(returns.BestPercent)),
            ("Worst period", Percent(returns.WorstPercent)), ("Omega", Ratio(returns.Omega)), ("Tail ratio", Ratio(returns.TailRatio)),
            ("Skewness", Ratio(returns.Skewness)), ("Kurtosis (normal: 3)", Ratio(returns.Kurtosis)),
            ("Probabilistic Sharpe", Probability(returns.ProbabilisticSharpe)), ("Deflated Sharpe", Probability(returns.DeflatedSharpe)),
            ("Trials counted", Count(returns.Trials)),
            ("Minimum track record", returns.MinimumTrackRecord is { } needed ? Count((long)Math.Min(Math.Ceiling(needed), long.MaxValue / 2)) + " periods" : Missing),
        ]);

    private static void Trades(HtmlText page, TradeMetrics trades) => ReportTables.Figures(
        page,
        "Trades",
        [
            ("Won", Count(trades.Won)), ("Lost", Count(trades.Lost)), ("Average win", Money(trades.AverageWin)), ("Average loss", Money(trades.AverageLoss)),
            ("Average win over loss", Ratio(trades.PayoffRatio)), ("Largest win", Money(trades.LargestWin)), ("Largest loss", Money(trades.LargestLoss)),
            ("Average holding time", Hours(trades.AverageHoldingHours)), ("Most wins in a row", Count(trades.WinStreak)),
            ("Most losses in a row", Count(trades.LossStreak)), ("Average adverse excursion", Percent(trades.AverageAdversePercent)),
            ("Average favourable excursion", Percent(trades.AverageFavourablePercent)),
        ]);

    private static void Drawdown(HtmlText page, DrawdownMetrics drawdown) => ReportTables.Figures(
        page,
        "Drawdown",
        [
            ("Deepest", Percent(drawdown.MaxPercent)), ("From its peak on", drawdown.MaxFrom is { } from ? Day(from) : Missing),
            ("Deepest on", drawdown.MaxAt is { } at ? Day(at) : Missing),
            ("Made good on", drawdown.MaxRecovered is { } recovered ? Day(recovered) : drawdown.MaxAt is null ? Missing : "never"),
            ("Its length", Spell(drawdown.MaxDays, drawdown.MaxBars)), ("Longest under water", Spell(drawdown.LongestDays, drawdown.LongestBars)),
            ("Time under water", Percent(drawdown.UnderWaterPercent)), ("Mean", Percent(drawdown.MeanPercent)), ("Ulcer index", Percent(drawdown.UlcerIndex)),
        ]);

    private static void Activity(HtmlText page, ActivityMetrics activity) => ReportTables.Figures(
        page,
        "Activity and costs",
        [
            ("Time in market", Percent(activity.ExposurePercent)), ("Trades a year", Ratio(activity.TradesPerYear)), ("Traded", Money(activity.Traded)),
            ("Turnover a year", Ratio(activity.TurnoverPerYear) + (activity.TurnoverPerYear is null ? "" : " × account")),
            ("Commission", Money(activity.Commission)), ("Swaps", Money(activity.Financing)), ("Costs", Money(activity.Costs)),
            ("Costs of gross gain", Percent(activity.CostSharePercent)),
        ]);

    private static string Spell(double days, int bars) => string.Create(CultureInfo.InvariantCulture, $"{Days(days)}, {bars:#,##0} bars");
}
