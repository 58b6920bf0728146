namespace Countersign.Domain.Backtests.Metrics;

/// <summary>The first four moments of a sample, in two passes.</summary>
/// <param name="SampleVariance">Divided by n − 1; 0 below two values.</param>
/// <param name="Skewness">Third central moment over the cubed standard deviation, both of the population; null where the values do not differ.</param>
/// <param name="Kurtosis">Fourth central moment over the squared variance, both of the population: 3 for a normal sample; null likewise.</param>
internal readonly record struct Moments(int Count, double Mean, double SampleVariance, double? Skewness, double? Kurtosis)
{
    // Equal values whose mean is not exact differ by rounding only.
    private const double SpreadMin = 1e-12;

    public double Deviation => Math.Sqrt(SampleVariance);

    public bool Differ => Skewness is not null;

    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var (second, third, fourth) = (0.0, 0.0, 0.0);
        foreach (var value in values)
        {
            var off = value - mean;
            var squared = off * off;
            second += squared;
            third += squared * off;
            fourth += squared * squared;
        }

        var variance = second / values.Length;
        var sample = values.Length < 2 ? 0.0 : second / (values.Length - 1);
        return variance > 0.0 && Math.Sqrt(variance) > SpreadMin * Math.Abs(mean)
            ? new Moments(
                values.Length, mean, sample, Numbers.Finite(third / values.Length / Math.Pow(variance, 1.5)),
                Numbers.Finite(fourth / values.Length / (variance * variance)))
            : new Moments(values.Length, mean, 0.0, null, null);
    }
}
