using System.Diagnostics.CodeAnalysis;

namespace Countersign.Domain.Markets;

/// <summary>What a recording's first lines tell.</summary>
/// <param name="Timeframe">Of bars, the smallest distance between neighbours; null for ticks, and where no timeframe is that long.</param>
/// <param name="Distance">That distance; null for ticks.</param>
public sealed record RecordedInspection(RecordedFormat Format, Timeframe? Timeframe, TimeSpan? Distance)
{
    private const int LinesLookedAt = 500;

    /// <summary>Reads the first lines. The text reader stays the caller's.</summary>
    public static bool TryInspect(
        TextReader reader,
        RecordedOptions options,
        [NotNullWhen(true)] out RecordedInspection? inspection,
        [NotNullWhen(false)] out RecordedRefusal? refusal)
    {
        inspection = null;
        var first = reader.ReadLine();
        var format = options.Format ?? RecordedFormat.Detect(first);
        if (format is null)
        {
            refusal = string.IsNullOrWhiteSpace(first)
                ? new RecordedRefusal.Empty(RecordedRefusal.Headers(RecordedFormat.All))
                : new RecordedRefusal.Unknown(first);
            return false;
        }

        refusal = null;
        inspection = format.IsTicks ? new RecordedInspection(format, null, null) : Measure(reader, format, options.Zone, first);
        return true;
    }

    private static RecordedInspection Measure(TextReader reader, RecordedFormat format, RecordedZone? zone, string? first)
    {
        var lines = new RecordedLines(format.Symbols.IsEmpty ? format : format.Of(format.Symbols[0])!, zone);
        var smallest = TimeSpan.MaxValue;
        DateTimeOffset? before = null;
        var line = format.HasHeader ? reader.ReadLine() : first;
        for (var i = 0; i < LinesLookedAt && line is not null; i++)
        {
            if (lines.TryBar(line, out var bar) is null)
            {
                var distance = bar.Start - before;
                smallest = distance > TimeSpan.Zero && distance < smallest ? distance.Value : smallest;
                before = bar.Start;
            }

            line = reader.ReadLine();
        }

        // Where clocks change a day has 23 hours; a file of days has no hours.
        var length = smallest == TimeSpan.FromHours(23) ? TimeSpan.FromDays(1) : smallest;
        var known = Timeframes.All.Where(t => t.Length == length).ToArray();
        return new RecordedInspection(format, known is [var timeframe] ? timeframe : null, smallest == TimeSpan.MaxValue ? null : smallest);
    }
}
