using System.Globalization;
using System.Text.Json;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>Values as they stand in exports: whatever the machine's language is, and nothing rounded.</summary>
internal static class ExportText
{
    /// <summary>ISO 8601 in UTC; a fraction of a second only where there is one.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Every digit, without trailing zeros.</summary>
    public static string Of(decimal value) => (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
