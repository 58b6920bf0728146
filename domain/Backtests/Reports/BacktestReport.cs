using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>
/// A backtest as one HTML file that asks for nothing else: no script, pictures as SVG, one style sheet that its own policy names by hash. The same
/// input gives the same bytes. Below 2 MB whatever the result's size.
/// </summary>
public static class BacktestReport
{
    /// <summary>The Content-Security-Policy under which a report works; the file states it too.</summary>
    public static string ContentSecurityPolicy => ReportStyle.Policy;

    /// <exception cref="ArgumentException">The heat map or the fan is not of its own size.</exception>
    public static string Html(BacktestReportInput input)
    {
        input.HeatMap?.Check();
        input.Fan?.Check();
        var metrics = BacktestMetrics.Of(input.Result, input.Metrics);
        var page = new HtmlText();
        Begin(page, input);
        Head(page, input);
        Warnings(page, ReportWarnings.Of(input, metrics));
        Section(page, "Key figures", () => ReportFigures.Tiles(page, input.Result, metrics));
        if (input.HeatMap is { } map)
        {
            Section(page, "Parameters", () => ReportTables.HeatMap(page, map));
        }

        if (input.Fan is { } fan)
        {
            Section(page, "Monte Carlo", () => Fan(page, fan));
        }

        foreach (var tables in input.Tables.GroupBy(t => t.Title))
        {
            Section(page, tables.Key, () => Studied(page, [.. tables]));
        }

        Curve(page, input, metrics);
        Section(page, "All figures", () => ReportFigures.Tables(page, metrics));
        Trades(page, input);
        End(page, input);
        return page.ToString();
    }

    private static void Begin(HtmlText page, BacktestReportInput input)
    {
        page.AddMarkup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        page.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"{ReportStyle.Policy}\"/>");
        page.AddMarkup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/>");
        page.AddMarkup("<meta name=\"referrer\" content=\"no-referrer\"/><meta name=\"generator\" content=\"Countersign\"/>");
        page.Add($"<title>Backtest of {input.StrategyName}</title><style>").AddMarkup(ReportStyle.Css).AddMarkup("</style></head>\n<body><main>");
    }

    private static void Head(HtmlText page, BacktestReportInput input)
    {
        var (result, curve) = (input.Result, input.Result.Equity);
        page.Add($"<header><p class=\"over\">Backtest</p><h1><bdi>{input.StrategyName}</bdi></h1>");
        if (input.StrategyDescription.Length > 0)
        {
            page.Add($"<p class=\"soft\"><bdi>{input.StrategyDescription}</bdi></p>");
        }

        page.AddMarkup("<dl class=\"facts\">");
        Fact(page, "Symbols", string.Join(", ", result.Symbols.Select(s => s.Value)));
        Fact(page, "Period", curve.Count == 0 ? ReportNumber.Missing : $"{ReportNumber.Day(curve.TimeAt(0))} to {ReportNumber.Day(curve.TimeAt(curve.Count - 1))}");
        Fact(page, "Bars", ReportNumber.Count(result.Bars));
        Fact(page, "Start cash", $"{ReportNumber.Money(result.StartCash)} {ActivityMetrics.CurrencyOf(result)?.Value}".TrimEnd());
        Fact(page, "Final value", $"{ReportNumber.Money(result.FinalValue)} {ActivityMetrics.CurrencyOf(result)?.Value}".TrimEnd());
        foreach (var fact in input.Facts)
        {
            Fact(page, fact.Name, fact.Value);
        }

        page.Add($"<div class=\"wide\"><dt>Version (SHA-256 of the definition)</dt><dd><code>{result.DefinitionHash}</code></dd></div></dl></header>");
    }

    private static void Warnings(HtmlText page, ImmutableArray<string> warnings)
    {
        if (warnings.IsEmpty)
        {
            return;
        }

        page.AddMarkup("<section class=\"warnings\" aria-labelledby=\"warnings\"><h2 id=\"warnings\">Before you believe it</h2><ul>");
        foreach (var warning in warnings)
        {
            page.Add($"<li>{warning}</li>");
        }

        page.AddMarkup("</ul></section>");
    }

    private static void Curve(HtmlText page, BacktestReportInput input, BacktestMetrics metrics)
    {
        var (result, days) = (input.Result, input.Metrics.Days);
        if (result.Equity.Count == 0)
        {
            return;
        }

        Section(page, "Account value and drawdown", () =>
        {
            page.AddMarkup("<figure>");
            ReportCharts.Equity(page, result, metrics.Drawdown);
            page.AddMarkup("<figcaption>Above the value at bar closes, the start cash dashed; below the fall from the highest value before.</figcaption></figure>");
        });
        Section(page, "Monthly returns", () =>
            ReportTables.Months(page, PeriodReturns.Of(result.Equity, result.StartCash, ReturnPeriod.Month, days)));
        Section(page, "Distributions", () =>
        {
            page.AddMarkup("<div class=\"two\">");
            var daily = PeriodReturns.Of(result.Equity, result.StartCash, ReturnPeriod.Day, days).Select(r => r.Return * 100.0);
            Histogram(page, "days", "Daily returns in percent", [.. daily.Where(double.IsFinite)], " %");
            Histogram(page, "results", "Net results of trades", [.. result.Trades.Select(t => (double)t.Net)], "");
            page.AddMarkup("</div>");
        });
    }

    private static void Histogram(HtmlText page, string id, string title, ImmutableArray<double> values, string unit)
    {
        page.Add($"<figure><h3>{title}</h3>");
        if (values.IsEmpty)
        {
            page.AddMarkup("<p class=\"soft\">There are none.</p>");
        }
        else
        {
            ReportCharts.Histogram(page, id, title, values, unit);
        }

        page.AddMarkup("</figure>");
    }

    private static void Trades(HtmlText page, BacktestReportInput input)
    {
        var trades = input.Result.Trades;
        if (trades.IsEmpty)
        {
            Section(page, "Trades", () => page.AddMarkup("<p class=\"soft\">No trade was closed.</p>"));
            return;
        }

        Section(page, "Excursions", () =>
        {
            page.AddMarkup("<div class=\"two\"><figure><h3>Furthest against (MAE)</h3>");
            ReportCharts.Excursions(page, "mae", "Result of each trade over its adverse excursion", trades, t => t.AdversePercent);
            page.AddMarkup("<figcaption>Across: how far the price went against the trade. Up: what the price made of it. Green trades were won after costs.</figcaption></figure>");
            page.AddMarkup("<figure><h3>Furthest in favour (MFE)</h3>");
            ReportCharts.Excursions(page, "mfe", "Result of each trade over its favourable excursion", trades, t => t.FavourablePercent);
            page.AddMarkup("<figcaption>What lies far right and low gave its gain back. In percent of the opening price.</figcaption></figure></div>");
        });
        Section(page, "Where it came from", () =>
        {
            page.AddMarkup("<div class=\"two\">");
            foreach (var (name, rows) in BacktestBreakdowns.Of(input.Result, input.Metrics.Days).All())
            {
                ReportTables.Breakdown(page, ReportTables.Spoken(name).ToLowerInvariant(), rows);
            }

            page.AddMarkup("</div>");
        });
        Section(page, "Trades", () => ReportTables.Trades(page, trades));
    }

    private static void Fan(HtmlText page, MonteCarloFan fan)
    {
        var percents = string.Join(", ", fan.Percents.Select(p => p.ToString("0.##", CultureInfo.InvariantCulture)));
        page.AddMarkup("<figure>");
        ReportCharts.Fan(page, fan);
        page.Add($"<figcaption>Percentiles {percents} of the account value over {ReportNumber.Count(fan.Runs)} runs, step by step.</figcaption></figure>");
        page.AddMarkup("<div class=\"more scroll\" role=\"region\" aria-label=\"Percentiles at the end\" tabindex=\"0\"><table><caption>At the end</caption><thead><tr>");
        foreach (var percent in fan.Percents)
        {
            page.Add($"<th scope=\"col\">{percent:0.##} %</th>");
        }

        page.AddMarkup("</tr></thead><tbody><tr>");
        foreach (var value in fan.Steps[^1])
        {
            page.Add($"<td>{value:#,##0.00}</td>");
        }

        page.AddMarkup("</tr></tbody></table></div>");
    }

    private static void Studied(HtmlText page, ImmutableArray<ReportTable> tables)
    {
        foreach (var table in tables)
        {
            ReportTables.Plain(page, table);
        }
    }

    private static void End(HtmlText page, BacktestReportInput input)
    {
        var settings = input.Metrics;
        var days = settings.Days == DayConvention.Fx ? "17:00 to 17:00 New York" : "midnight to midnight UTC";
        page.AddMarkup("<footer>");
        page.Add($"<p>Statistics are of {(settings.Period == ReturnPeriod.Day ? "daily" : "monthly")} returns, days going from {days}, ");
        page.Add($"{settings.YearPeriods:0.##} periods a year, risk-free rate {settings.RiskFreeRate * 100.0:0.##} %. ");
        page.AddMarkup("Drawdowns are of bar closes. Months of trades are those of the closing, weekdays and sessions those of the opening. A dash is an undefined figure. ");
        page.AddMarkup("A backtest tells what would have been, not what will be.</p></footer></main></body></html>\n");
    }

    private static void Fact(HtmlText page, string name, string value) => page.Add($"<div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>");

    private static void Section(HtmlText page, string title, Action write)
    {
        var id = "s-" + title.ToLowerInvariant().Replace(' ', '-').Replace("'", "", StringComparison.Ordinal);
        page.Add($"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{title}</h2>");
        write();
        page.AddMarkup("</section>");
    }
}
