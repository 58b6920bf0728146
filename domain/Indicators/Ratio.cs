namespace Countersign.Domain.Indicators;

/// <summary>Quotients that markets without a move, a price or a volume do not break.</summary>
internal static class Ratio
{
    /// <summary>The quotient; 0 where the divisor is 0 or the quotient is beyond all numbers.</summary>
    public static double OrZero(double numerator, double denominator) =>
        denominator != 0.0 && numerator / denominator is var quotient && double.IsFinite(quotient) ? quotient : 0.0;

    /// <summary>The quotient; NaN (no value) where the divisor is 0 or the quotient is beyond all numbers.</summary>
    public static double OrNone(double numerator, double denominator) =>
        denominator != 0.0 && numerator / denominator is var quotient && double.IsFinite(quotient) ? quotient : double.NaN;
}
