using System.Globalization;

namespace Countersign.Web.Backtests;

/// <summary>Backtests' figures as they are shown; what is not defined is a dash.</summary>
internal static class BacktestText
{
    public static string Kind(string kind) => kind switch
    {
        "single" => "one run",
        "walkForward" => "walk forward",
        "monteCarlo" => "Monte Carlo",
        "leakCheck" => "leak check",
        _ => kind,
    };

    public static string Percent(double? value) => Write(value, "0.00", " %");

    public static string Ratio(double? value) => Write(value, "0.00", "");

    private static string Write(double? value, string format, string unit) =>
        value is { } v && double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture).Replace("-", "\u2212", StringComparison.Ordinal) + unit : "–";
}
