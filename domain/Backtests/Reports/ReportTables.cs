using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Execution;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>The tables of a report. Each has a caption and named columns and rows; wide and long ones scroll in their own frame.</summary>
internal static class ReportTables
{
    public const int TradesMax = 500;

    private const int LowFrom = 14;
    private const int Tones = 4;
    private const int Shades = 8;

    /// <summary>Pairs of name and figure.</summary>
    public static void Figures(HtmlText page, string caption, IEnumerable<(string Name, string Value)> rows)
    {
        page.Add($"<table class=\"plain\"><caption>{caption}</caption><tbody>");
        foreach (var (name, value) in rows)
        {
            page.Add($"<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
        }

        page.AddMarkup("</tbody></table>");
    }

    /// <summary>A row a year, a column a month; the year is the months compounded.</summary>
    public static void Months(HtmlText page, ImmutableArray<PeriodReturn> months)
    {
        var names = CultureInfo.InvariantCulture.DateTimeFormat;
        var largest = months.Max(m => Math.Abs(m.Return));
        Frame(page, "Monthly returns", low: false);
        page.AddMarkup("<table class=\"cells\"><caption>Return of each month in percent; a year is its months compounded</caption><thead><tr><th scope=\"col\">Year</th>");
        for (var month = 1; month <= 12; month++)
        {
            page.Add($"<th scope=\"col\">{names.GetAbbreviatedMonthName(month)}</th>");
        }

        page.AddMarkup("<th scope=\"col\">Year</th></tr></thead><tbody>");
        foreach (var year in months.GroupBy(m => m.From.Year))
        {
            page.Add($"<tr><th scope=\"row\">{year.Key:0}</th>");
            for (var month = 1; month <= 12; month++)
            {
                Month(page, year.Where(m => m.From.Month == month).Select(m => (double?)m.Return).FirstOrDefault(), largest);
            }

            var whole = year.Aggregate(1.0, (product, m) => product * (1.0 + m.Return)) - 1.0;
            page.Add($"<td class=\"year {ReportNumber.Tone(whole)}\">{ReportNumber.Ratio(whole * 100.0)}</td></tr>");
        }

        page.AddMarkup("</tbody></table></div>");
    }

    public static void Breakdown(HtmlText page, string name, ImmutableArray<BreakdownRow> rows)
    {
        Frame(page, $"Trades by {name}", low: true);
        page.Add($"<table><caption>By {name}</caption>");
        page.AddMarkup(
            "<thead><tr><td></td><th scope=\"col\">Trades</th><th scope=\"col\">Net</th><th scope=\"col\">Won</th><th scope=\"col\">Profit factor</th></tr></thead><tbody>");
        foreach (var row in rows)
        {
            page.Add($"<tr><th scope=\"row\">{Spoken(row.Group)}</th><td>{ReportNumber.Count(row.Count)}</td>");
            page.Add($"<td class=\"{ReportNumber.Tone(row.Net)}\">{ReportNumber.Money(row.Net)}</td>");
            page.Add($"<td>{ReportNumber.Percent(row.WinRatePercent)}</td><td>{ReportNumber.Ratio(row.ProfitFactor)}</td></tr>");
        }

        page.AddMarkup("</tbody></table></div>");
    }

    public static void Trades(HtmlText page, ImmutableArray<BacktestTrade> trades)
    {
        var more = trades.Length - TradesMax;
        var caption = more > 0
            ? $"The first {ReportNumber.Count(TradesMax)} of {ReportNumber.Count(trades.Length)} trades; {ReportNumber.Count(more)} more are in the exports"
            : $"All {ReportNumber.Count(trades.Length)} trades";
        Frame(page, "Trades", low: true);
        page.Add($"<table><caption>{caption}; times are UTC</caption>");
        page.AddMarkup("<thead><tr><th scope=\"col\">No.</th>");
        foreach (var name in (ReadOnlySpan<string>)["Symbol", "Side", "Quantity", "Opened", "at", "Closed", "at", "Net", "Because", "Against", "In favour"])
        {
            page.Add($"<th scope=\"col\">{name}</th>");
        }

        page.AddMarkup("</tr></thead><tbody>");
        for (var i = 0; i < Math.Min(trades.Length, TradesMax); i++)
        {
            Trade(page, i + 1, trades[i]);
        }

        page.AddMarkup("</tbody></table></div>");
    }

    public static void HeatMap(HtmlText page, ParameterHeatMap map)
    {
        var (low, high) = (map.Values.Min() ?? 0.0, map.Values.Max() ?? 0.0);
        Frame(page, "Parameter heat map", low: false);
        page.Add($"<table class=\"cells\"><caption>{map.Objective}: {map.RowName} down, {map.ColumnName} across; more is better, the best is framed</caption>");
        page.Add($"<thead><tr><th scope=\"col\">{map.RowName} \\ {map.ColumnName}</th>");
        foreach (var column in map.Columns)
        {
            page.Add($"<th scope=\"col\">{column}</th>");
        }

        page.AddMarkup("</tr></thead><tbody>");
        for (var row = 0; row < map.Rows.Length; row++)
        {
            page.Add($"<tr><th scope=\"row\">{map.Rows[row]}</th>");
            for (var column = 0; column < map.Columns.Length; column++)
            {
                var value = map.Values[(row * map.Columns.Length) + column];
                var best = value is not null && value.Value.Equals(high) ? " best" : "";
                page.Add($"<td class=\"{Shade(value, low, high)}{best}\">{ReportNumber.Ratio(value)}</td>");
            }

            page.AddMarkup("</tr>");
        }

        page.AddMarkup("</tbody></table></div>");
    }

    /// <summary>A table of texts.</summary>
    public static void Plain(HtmlText page, ReportTable table)
    {
        Frame(page, table.Caption, low: table.Rows.Length > LowFrom);
        page.Add($"<table class=\"named\"><caption>{table.Caption}</caption><thead><tr>");
        foreach (var column in table.Columns)
        {
            page.Add($"<th scope=\"col\">{column}</th>");
        }

        page.AddMarkup("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            page.Add($"<tr><th scope=\"row\">{row[0]}</th>");
            foreach (var cell in row.Skip(1))
            {
                page.Add($"<td>{cell}</td>");
            }

            page.AddMarkup("</tr>");
        }

        page.AddMarkup("</tbody></table></div>");
        if (table.Note.Length > 0)
        {
            page.Add($"<p class=\"soft more\">{table.Note}</p>");
        }
    }

    /// <summary>Words out of a name of a program: <c>NewYork</c> is New York.</summary>
    public static string Spoken(string name)
    {
        var words = string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(name[i - 1]) ? " " + c : c.ToString()));
        return words.Replace("/", " + ", StringComparison.Ordinal);
    }

    private static void Trade(HtmlText page, int number, BacktestTrade trade)
    {
        page.Add($"<tr><td>{number}</td><td>{trade.Symbol.Value}</td><td>{(trade.Side == Side.Buy ? "Long" : "Short")}</td>");
        page.Add($"<td>{ExportText.Of(trade.Quantity.Value)}</td><td>{ReportNumber.Minute(trade.Opened)}</td><td>{ReportNumber.Price(trade.OpenPrice.Value)}</td>");
        page.Add($"<td>{ReportNumber.Minute(trade.Closed)}</td><td>{ReportNumber.Price(trade.ClosePrice.Value)}</td>");
        page.Add($"<td class=\"{ReportNumber.Tone(trade.Net)}\">{ReportNumber.Money(trade.Net)}</td><td>{Spoken(trade.ClosedBecause.ToString())}</td>");
        page.Add($"<td>{ReportNumber.Percent(trade.AdversePercent)}</td><td>{ReportNumber.Percent(trade.FavourablePercent)}</td></tr>");
    }

    private static void Month(HtmlText page, double? value, double largest)
    {
        if (value is not { } known)
        {
            page.AddMarkup("<td></td>");
            return;
        }

        var tone = largest > 0.0 ? (int)Math.Ceiling(Math.Abs(known) / largest * Tones) : 0;
        var style = tone == 0 ? "" : $"{(known > 0.0 ? 'g' : 'l')}{tone}";
        page.Add($"<td class=\"{style}\">{ReportNumber.Ratio(known * 100.0)}</td>");
    }

    private static string Shade(double? value, double low, double high) =>
        value is { } known ? $"q{(high > low ? Math.Clamp((int)((known - low) / (high - low) * Shades), 0, Shades - 1) : 0)}" : "none";

    // A frame that scrolls can be reached by keyboard only where it takes the focus.
    private static void Frame(HtmlText page, string name, bool low) =>
        page.Add($"<div class=\"scroll{(low ? " low" : "")}\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\">");
}
