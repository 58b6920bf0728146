using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>
/// Files that belong to no known program but say in their first line what their columns are: <c>time,open,high,low,close</c>,
/// <c>Date;Bid;Ask</c>. Names count, not their order or their case; columns with other names are passed over.
/// </summary>
internal static class RecordedHeader
{
    private static readonly string[] Times =
        ["time", "timestamp", "datetime", "date_time", "date", "ts", "ts_utc", "time_utc", "timestamp_utc", "datetime_utc", "utc", "open_time"];

    /// <summary>The format that a header describes; null where it names no time, or neither both quotes nor all four prices.</summary>
    public static RecordedFormat? Read(string line)
    {
        foreach (var separator in (char[])[',', ';', '\t'])
        {
            var names = line.Split(separator);
            if (names.Length is >= 3 and <= RecordedFormat.ColumnsMax && Make(line, separator, [.. names.Select(Plain)]) is { } format)
            {
                return format;
            }
        }

        return null;
    }

    private static RecordedFormat? Make(string line, char separator, ImmutableArray<string> names)
    {
        var time = Array.Find(Times, names.Contains);
        if (time is null || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            return null;
        }

        int? At(params string[] known) => Array.Find(known, names.Contains) is { } name ? names.IndexOf(name) : null;
        var columns = new RecordedColumns(
            names.IndexOf(time), Open: At("open", "bid_open", "o"), High: At("high", "bid_high", "h"), Low: At("low", "bid_low", "l"),
            Close: At("close", "bid_close", "c"), Volume: At("volume", "tick_volume", "vol", "bid_size", "v"), AskOpen: At("ask_open"),
            AskHigh: At("ask_high"), AskLow: At("ask_low"), AskClose: At("ask_close"), Count: names.Length);
        if (columns is { Open: null, High: null, Low: null, Close: null })
        {
            columns = new RecordedColumns(
                columns.Time, Bid: At("bid"), Ask: At("ask"), BidSize: At("bid_size", "bidvolume"), AskSize: At("ask_size", "askvolume"), Count: names.Length);
        }

        // A clock beside a date is its time of day.
        columns = time == "time" && names.Contains("date") ? columns with { Time = names.IndexOf("date"), TimeOfDay = names.IndexOf("time") } : columns;
        return IsWhole(columns)
            ? new RecordedFormat("named", line, "Columns as the first line names them; UTC is taken where it names no zone.")
            {
                Columns = columns,
                Separator = separator,
                GuessesZone = !time.Contains("utc", StringComparison.Ordinal),
            }
            : null;
    }

    private static bool IsWhole(RecordedColumns columns) => columns switch
    {
        { Open: not null, High: not null, Low: not null, Close: not null } =>
            columns is { AskOpen: null, AskHigh: null, AskLow: null, AskClose: null } or { AskOpen: not null, AskHigh: not null, AskLow: not null, AskClose: not null },
        _ => columns is { Bid: not null, Ask: not null, Open: null, High: null, Low: null, Close: null },
    };

    private static string Plain(string name) => name.Trim().Trim('"', '<', '>').ToLowerInvariant().Replace(' ', '_');
}
