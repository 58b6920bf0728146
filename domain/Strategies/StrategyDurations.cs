using System.Globalization;
using System.Xml;

namespace Countersign.Domain.Strategies;

/// <summary>Durations in a strategy's JSON: <c>30m</c>, <c>4h</c>, <c>1d</c>, or ISO 8601 without months and years, such as <c>PT4H</c>.</summary>
internal static class StrategyDurations
{
    private const int CountMax = 100_000;

    /// <returns>Null where the text is none.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length > 1
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= CountMax)
        {
            return text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            };
        }

        // Months and years have no fixed length.
        var date = text.Split('T')[0];
        if (date.Contains('Y', StringComparison.Ordinal) || date.Contains('M', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}
