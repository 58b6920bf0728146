using System.Globalization;
using Countersign.Api.Contracts.Markets;

namespace Countersign.Web.Markets;

/// <summary>How figures are written.</summary>
internal static class Figures
{
    public const string None = "–";

    private const string Minus = "\u2212";

    public static string Price(decimal? price, Instrument? instrument) => price is { } value
        ? value.ToString(instrument is null ? "0.#####" : "F" + instrument.PriceDecimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : None;

    public static string Quantity(decimal quantity) => Sign(quantity.ToString("#,0.####", CultureInfo.InvariantCulture));

    public static string Money(decimal? amount) => amount is { } value ? Sign(value.ToString("#,0.00", CultureInfo.InvariantCulture)) : None;

    public static string Result(decimal? amount) => amount is { } value
        ? Sign(value.ToString("+#,0.00;-#,0.00;0.00", CultureInfo.InvariantCulture))
        : None;

    /// <summary>All digits that there are.</summary>
    public static string Exact(decimal amount) => Sign(amount.ToString("#,0.00##########", CultureInfo.InvariantCulture));

    /// <summary>A class that colours a result.</summary>
    public static string Tone(decimal? amount) => amount switch
    {
        > 0 => "up",
        < 0 => "down",
        _ => "flat",
    };

    /// <summary>Hundredths, with one digit after the point unless the format says otherwise.</summary>
    public static string Hundredths(decimal percent, string format = "0.0") => Sign(percent.ToString(format, CultureInfo.InvariantCulture)) + " %";

    /// <summary>A share of one in whole hundredths.</summary>
    public static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>A distance between two prices in the instrument's pips, without a sign unless it is negative.</summary>
    public static string Distance(decimal? distance, Instrument? instrument) => distance switch
    {
        null => None,
        { } d when instrument is { PipSize: > 0 } => Sign((d / instrument.PipSize).ToString("0.0", CultureInfo.InvariantCulture)) + " pips",
        { } d => Sign(d.ToString("0.#####", CultureInfo.InvariantCulture)),
    };

    public static string Left(TimeSpan left) => left switch
    {
        _ when left <= TimeSpan.Zero => "now",
        { TotalHours: >= 1 } => FormattableString.Invariant($"{(int)left.TotalHours} h {left.Minutes:00} min"),
        { TotalMinutes: >= 1 } => FormattableString.Invariant($"{left.Minutes} min {left.Seconds:00} s"),
        _ => FormattableString.Invariant($"{left.Seconds} s"),
    };

    private static string Sign(string text) => text.Replace("-", Minus, StringComparison.Ordinal);
}
