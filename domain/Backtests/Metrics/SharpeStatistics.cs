using MathNet.Numerics.Distributions;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>
/// How much a Sharpe ratio is worth, given how it was found. Sources: D. Bailey and M. López de Prado, "The Sharpe Ratio Efficient Frontier",
/// Journal of Risk 15 (2012), for the probabilistic ratio and the minimum track record; the same, "The Deflated Sharpe Ratio", Journal of
/// Portfolio Management 40 (2014). Every ratio here is of one period, not annualised; kurtosis is 3 for a normal sample.
/// </summary>
public static class SharpeStatistics
{
    private const double EulerMascheroni = 0.577215664901532861;

    /// <summary>
    /// Probability that the true ratio is above a benchmark: Φ((SR − SR*)·√(n − 1) / √(1 − γ₃·SR + (γ₄ − 1)/4·SR²)). Null below two returns and
    /// where the root is of nothing positive.
    /// </summary>
    public static double? Probabilistic(double sharpe, double benchmark, int count, double skewness, double kurtosis)
    {
        var spread = Spread(sharpe, skewness, kurtosis);
        return count < 2 || !(spread > 0.0)
            ? null
            : Numbers.Finite(Normal.CDF(0.0, 1.0, (sharpe - benchmark) * Math.Sqrt(count - 1) / Math.Sqrt(spread)));
    }

    /// <summary>
    /// The highest ratio that so many trials without any skill would be expected to show:
    /// √V·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))), γ being the Euler–Mascheroni constant. 0 for one trial.
    /// </summary>
    /// <param name="variance">Of the trials' ratios.</param>
    public static double ExpectedMaximum(int trials, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        return trials == 1
            ? 0.0
            : Math.Sqrt(variance) * (((1.0 - EulerMascheroni) * Normal.InvCDF(0.0, 1.0, 1.0 - (1.0 / trials)))
                + (EulerMascheroni * Normal.InvCDF(0.0, 1.0, 1.0 - (1.0 / (trials * Math.E)))));
    }

    /// <summary>The probabilistic ratio against <see cref="ExpectedMaximum"/>: what is left once the trials are counted.</summary>
    /// <param name="variance">Of the trials' ratios; null: <see cref="EstimationVariance"/>.</param>
    public static double? Deflated(double sharpe, int count, double skewness, double kurtosis, int trials, double? variance)
    {
        return (variance ?? EstimationVariance(sharpe, count, skewness, kurtosis)) is { } known
            ? Probabilistic(sharpe, ExpectedMaximum(trials, known), count, skewness, kurtosis)
            : null;
    }

    /// <summary>
    /// Variance with which a ratio is estimated from n returns: (1 − γ₃·SR + (γ₄ − 1)/4·SR²) / (n − 1). E. Mertens, "Comments on variance of the
    /// IID estimator in Lo (2002)".
    /// </summary>
    public static double? EstimationVariance(double sharpe, int count, double skewness, double kurtosis)
    {
        var spread = Spread(sharpe, skewness, kurtosis);
        return count < 2 || !(spread > 0.0) ? null : Numbers.Finite(spread / (count - 1));
    }

    /// <summary>
    /// Returns that it takes to say with some confidence that the true ratio is above a benchmark:
    /// 1 + (1 − γ₃·SR + (γ₄ − 1)/4·SR²)·(Φ⁻¹(confidence) / (SR − SR*))². Null where the ratio is not above it.
    /// </summary>
    public static double? MinimumTrackRecord(double sharpe, double benchmark, double skewness, double kurtosis, double confidence)
    {
        var spread = Spread(sharpe, skewness, kurtosis);
        return sharpe > benchmark && spread > 0.0
            ? Numbers.Finite(1.0 + (spread * Math.Pow(Normal.InvCDF(0.0, 1.0, confidence) / (sharpe - benchmark), 2.0)))
            : null;
    }

    private static double Spread(double sharpe, double skewness, double kurtosis) =>
        1.0 - (skewness * sharpe) + ((kurtosis - 1.0) / 4.0 * sharpe * sharpe);
}
