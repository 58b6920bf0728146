namespace Countersign.Domain.Backtests.Metrics;

/// <summary>The edge at which a number that is none becomes null.</summary>
internal static class Numbers
{
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;

    /// <summary>Null where the divisor is not above 0.</summary>
    public static double? Ratio(double value, double divisor) => divisor > 0.0 ? Finite(value / divisor) : null;

    /// <inheritdoc cref="Ratio(double, double)"/>
    public static double? Ratio(decimal value, decimal divisor) => Ratio((double)value, (double)divisor);

    public static double? Percent(double? share) => share * 100.0;
}
