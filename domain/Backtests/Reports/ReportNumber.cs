using System.Globalization;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>Numbers as people read them; a dash where there is none.</summary>
internal static class ReportNumber
{
    public const string Missing = "–";

    private const double Thousand = 1e3;
    private const double Million = 1e6;

    public static string Money(decimal? value) => Text(value?.ToString("#,##0.00", CultureInfo.InvariantCulture));

    public static string Percent(double? value) => Text(value?.ToString("#,##0.00", CultureInfo.InvariantCulture), " %");

    public static string Ratio(double? value) => Text(value?.ToString("#,##0.00", CultureInfo.InvariantCulture));

    /// <summary>Three digits behind the point: a probability of 0.95 and one of 0.949 are two.</summary>
    public static string Probability(double? value) => Text(value?.ToString("0.000", CultureInfo.InvariantCulture));

    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string Days(double value) => Text(value.ToString("#,##0.#", CultureInfo.InvariantCulture), " days");

    public static string Hours(double? value) => value is >= 72.0
        ? Days(value.Value / 24.0)
        : Text(value?.ToString("#,##0.#", CultureInfo.InvariantCulture), " h");

    public static string Price(decimal value) => ExportText.Of(value);

    public static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Short, for axes: 97.5k, 1.2M.</summary>
    public static string Tick(double value)
    {
        var size = Math.Abs(value);
        return size >= Million ? Text((value / Million).ToString("0.###", CultureInfo.InvariantCulture), "M")
            : size >= 10.0 * Thousand ? Text((value / Thousand).ToString("0.###", CultureInfo.InvariantCulture), "k")
            : Text(value.ToString("0.######", CultureInfo.InvariantCulture));
    }

    /// <summary>CSS class of a gain or a loss; nothing for neither.</summary>
    public static string Tone(decimal? value) => value switch { > 0m => "gain", < 0m => "loss", _ => "" };

    /// <inheritdoc cref="Tone(decimal?)"/>
    public static string Tone(double? value) => value switch { > 0.0 => "gain", < 0.0 => "loss", _ => "" };

    // A rounded zero has no sign.
    private static string Text(string? digits, string unit = "") =>
        digits is null ? Missing : (digits.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? digits.TrimStart('-') : digits) + unit;
}
