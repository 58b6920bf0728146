using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>
/// A format that a user describes: <c>time=0,open=1,high=2,low=3,close=4,volume=5</c> for bars, <c>time=0,bid=1,ask=2</c> for ticks. Columns count
/// from 0. <c>date</c> and <c>clock</c> name two columns where date and time of day are apart.
/// </summary>
public static class RecordedMapping
{
    private static readonly string[] Known =
    [
        "time", "date", "clock", "bid", "ask", "bid_size", "ask_size", "open", "high", "low", "close", "volume", "ask_open", "ask_high", "ask_low",
        "ask_close",
    ];

    /// <param name="timeFormat"><c>iso</c>, <c>unix</c>, <c>unix_ms</c>, or a .NET format such as <c>dd/MM/yyyy HH:mm</c>.</param>
    /// <param name="problems">Everything that is wrong, a sentence each.</param>
    public static bool TryRead(
        string map, string timeFormat, char separator, bool hasHeader, [NotNullWhen(true)] out RecordedFormat? format, out ImmutableArray<string> problems)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in map.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Read(part, columns, found);
        }

        Check(columns, found);
        problems = found.ToImmutable();
        format = problems.IsEmpty ? Make(columns, timeFormat, separator, hasHeader) : null;
        return format is not null;
    }

    private static void Read(string part, Dictionary<string, int> columns, ImmutableArray<string>.Builder problems)
    {
        var equals = part.IndexOf('=');
        var name = equals < 0 ? part : part[..equals].Trim();
        if (!Known.Contains(name))
        {
            problems.Add($"'{part}' maps nothing: {string.Join(", ", Known)} are known, such as close=4.");
        }
        else if (equals < 0 || !int.TryParse(part[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var column)
            || column >= RecordedFormat.ColumnsMax)
        {
            problems.Add($"'{part}' has no column: a number from 0 to {RecordedFormat.ColumnsMax - 1} is right, such as {name}=1.");
        }
        else if (!columns.TryAdd(name, column))
        {
            problems.Add($"{name} is mapped twice.");
        }
    }

    private static void Check(Dictionary<string, int> columns, ImmutableArray<string>.Builder problems)
    {
        if (columns.ContainsKey("time") == columns.ContainsKey("date"))
        {
            problems.Add("One of time and date must be mapped.");
        }

        if (columns.ContainsKey("clock") && !columns.ContainsKey("date"))
        {
            problems.Add("clock goes with date.");
        }

        var bars = columns.ContainsKey("close");
        if (bars == columns.ContainsKey("bid"))
        {
            problems.Add("Either bid and ask (ticks) or open, high, low and close (bars) must be mapped.");
        }

        foreach (var name in bars ? (string[])["open", "high", "low"] : ["ask"])
        {
            if (!columns.ContainsKey(name) && (bars || columns.ContainsKey("bid")))
            {
                problems.Add($"{name} is not mapped.");
            }
        }

        var asks = Known.Where(n => n is "ask_open" or "ask_high" or "ask_low" or "ask_close").Count(columns.ContainsKey);
        if (asks is not (0 or 4))
        {
            problems.Add("Of ask_open, ask_high, ask_low and ask_close all or none must be mapped.");
        }
    }

    private static RecordedFormat Make(Dictionary<string, int> columns, string timeFormat, char separator, bool hasHeader)
    {
        int? At(string name) => columns.TryGetValue(name, out var column) ? column : null;
        var (style, pattern) = timeFormat switch
        {
            "iso" => (RecordedTimeStyle.Iso, null),
            "unix" => (RecordedTimeStyle.UnixSeconds, null),
            "unix_ms" => (RecordedTimeStyle.UnixMilliseconds, null),
            _ => (RecordedTimeStyle.Pattern, timeFormat),
        };
        return new RecordedFormat("mapped", string.Empty, "As the user mapped it.")
        {
            Columns = new RecordedColumns(
                At("time") ?? At("date")!.Value, At("clock"), At("bid"), At("ask"), At("bid_size"), At("ask_size"), At("open"), At("high"), At("low"),
                At("close"), At("volume"), At("ask_open"), At("ask_high"), At("ask_low"), At("ask_close")),
            TimeStyle = style,
            TimePattern = pattern,
            Separator = separator,
            HasHeader = hasHeader,
            GuessesZone = style is RecordedTimeStyle.Iso or RecordedTimeStyle.Pattern,
        };
    }
}
