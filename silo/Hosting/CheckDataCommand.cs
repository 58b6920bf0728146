using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;
using Countersign.Silo.Markets.History;

namespace Countersign.Silo.Hosting;

/// <summary>Looks through a recording for flaws and tells them.</summary>
internal static class CheckDataCommand
{
    private const int DaysShown = 5;
    private const int FindingsShown = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter<Timeframe>(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static async Task<int> RunAsync(Command.CheckData command, TextWriter output)
    {
        var reports = Recording.Open(command.Recording).Select(r => (Recording: r, Report: Check(r))).ToList();
        if (command.AsJson)
        {
            await output.WriteLineAsync(
                reports is [var single]
                    ? JsonSerializer.Serialize(single.Report, Json)
                    : JsonSerializer.Serialize(reports.Select(r => r.Report), Json));
            return EntryPoint.Done;
        }

        foreach (var (recording, report) in reports)
        {
            await WriteAsync(Path.GetFileName(command.Recording.File), recording, report, output);
        }

        return EntryPoint.Done;
    }

    public static DataReport Check(Recording recording)
    {
        var check = new DataCheck(recording.Symbol, recording.Timeframe, HoursOf(recording));
        using var text = recording.OpenText();
        if (recording.Timeframe is null)
        {
            var ticks = recording.Ticks(text, recording.Options(check.Add));
            while (ticks.TryRead(out var tick))
            {
                check.Add(in tick, ticks.Line);
            }
        }
        else
        {
            var bars = recording.Bars(text, recording.Options(check.Add));
            while (bars.TryReadRaw(out var bar))
            {
                check.Add(in bar, bars.Line);
            }
        }

        return check.ToReport();
    }

    // Minutes of shares often have the trading before and after the main session, which then is no gap's end.
    private static TradingHours? HoursOf(Recording recording)
    {
        if (recording.Timeframe is null or Timeframe.D1 || SessionCalendar.HoursOf(recording.Symbol) != TradingHours.UsEquity)
        {
            return null;
        }

        using var text = recording.OpenText();
        var bars = recording.Bars(text, recording.Options(_ => { }));
        while (bars.TryReadRaw(out var bar))
        {
            if (!SessionCalendar.IsOpen(TradingHours.UsEquity, bar.Start) && SessionCalendar.IsOpen(TradingHours.UsEquityExtended, bar.Start))
            {
                return TradingHours.UsEquityExtended;
            }
        }

        return TradingHours.UsEquity;
    }

    private static async Task WriteAsync(string file, Recording recording, DataReport report, TextWriter output)
    {
        await output.WriteLineAsync($"{file}: {recording}");
        await output.WriteLineAsync(
            report.First is { } first && report.Last is { } last
                ? $"  {Number(report.Rows)} rows, {Time(first)} to {Time(last)}; score {Score(report.Score)} of 100"
                : "  There is no row in it.");
        foreach (var (defect, count) in report.Counts)
        {
            await output.WriteLineAsync($"  {Number(count),9}  {Name(defect, report)}");
            foreach (var finding in report.Findings.Where(f => f.Defect == defect).Take(FindingsShown))
            {
                await output.WriteLineAsync($"             line {Number(finding.Line)}{(finding.Time is { } time ? $", {Time(time)}" : string.Empty)}: {finding.Detail}");
            }
        }

        if (report.ClosedBreaks > 0)
        {
            await output.WriteLineAsync($"  {Number(report.ClosedBreaks),9}  breaks while the market was closed, which are no gaps");
        }

        foreach (var day in report.Days.Where(d => d.Score < 100.0).OrderBy(d => d.Score).Take(DaysShown))
        {
            await output.WriteLineAsync(
                $"  worst days: {day.Day:yyyy-MM-dd} score {Score(day.Score)}, {Number(day.Rows)} rows, {Number(day.Missing)} missing, {Number(day.Defects)} with a flaw");
        }
    }

    private static string Name(DataDefect defect, DataReport report) => defect switch
    {
        DataDefect.Malformed => "lines that cannot be read",
        DataDefect.DuplicateTime => "rows with the time of the row before",
        DataDefect.DuplicateRow => "rows that repeat the row before",
        DataDefect.OutOfOrder => "rows that are older than one before",
        DataDefect.Gap => $"gaps while the market was open, {Number(report.MissingPeriods)} {(report.Timeframe is { } t ? $"{t} bars" : "minutes")} together",
        DataDefect.Inconsistent => "rows that break low <= open, close <= high, or have a price that is not above zero",
        DataDefect.Crossed => "crossed: the bid above the ask",
        DataDefect.Locked => "locked: bid and ask equal, no spread",
        DataDefect.ZeroSpread => report.Timeframe is null ? "stretches of quotes without a spread" : "bars without a spread in any price",
        DataDefect.Outlier => "outliers by robust z-score",
        DataDefect.SplitLike => "jumps like a split",
        DataDefect.Stale => "stretches in which an open market stood still",
        DataDefect.WeekendBar => "daily bars of a Saturday or Sunday",
        DataDefect.ClosedMarket => "rows of times when the market was closed",
        _ => defect.ToString(),
    };

    private static string Score(double score) => score.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>Says what the market history holds.</summary>
internal static class ListDataCommand
{
    public static async Task<int> RunAsync(Command.ListData command, TextWriter output)
    {
        using var history = HistoryServices.Open(DeskHost.JournalOptionsOf(command.Store), new MarketHistoryOptions());
        var series = await history.ListAsync(CancellationToken.None);
        if (series.IsEmpty)
        {
            await output.WriteLineAsync("The history is empty; ./run import FILE fills it.");
        }

        foreach (var each in series)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{each.Symbol,-10} {(each.Timeframe is { } t ? t.ToString() : "ticks"),-6} {each.Source,-20} {each.Rows,14:N0} rows  {each.First.UtcDateTime:yyyy-MM-dd HH:mm} to {each.Last.UtcDateTime:yyyy-MM-dd HH:mm}"));
        }

        return EntryPoint.Done;
    }
}
