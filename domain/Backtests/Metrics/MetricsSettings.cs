using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>Which clock cuts the equity curve into days.</summary>
public enum DayConvention
{
    /// <summary>17:00 to 17:00 New York; only days that have bars count, which leaves out weekends.</summary>
    Fx,

    /// <summary>Midnight to midnight UTC; a day without bars returned nothing, and counts: for markets that never close.</summary>
    Utc,
}

/// <summary>What one return of the statistics spans.</summary>
public enum ReturnPeriod
{
    Day,

    /// <summary>A calendar month of the chosen days; one without bars returned nothing.</summary>
    Month,
}

/// <summary>The conventions that figures depend on.</summary>
/// <param name="PeriodsPerYear">More than 0. Null: 252 FX days, 365 UTC days, 12 months.</param>
/// <param name="RiskFreeRate">A year's, as a share: 0.02 is 2 %; more than −1. Turned into a period's by compounding.</param>
/// <param name="OmegaThreshold">Return of one period, as a share, above which Omega counts a gain.</param>
/// <param name="BenchmarkSharpe">The annualised Sharpe ratio that the probabilistic one asks to be beaten.</param>
/// <param name="TailShare">Share of the returns on either side that the tail ratio compares; more than 0, at most 0.5.</param>
/// <param name="Confidence">Of the minimum track record; between 0.5 and 1.</param>
/// <param name="Trials">Variants that were tried before this one was chosen, itself included; 1 or more. Honest counting is up to the caller.</param>
/// <param name="TrialVariance">
/// Variance over the trials of their Sharpe ratios of one period (not annualised). Null: the variance with which one such ratio is estimated
/// takes its place.
/// </param>
public sealed record MetricsSettings(
    ReturnPeriod Period = ReturnPeriod.Day,
    DayConvention Days = DayConvention.Fx,
    double? PeriodsPerYear = null,
    double RiskFreeRate = 0.0,
    double OmegaThreshold = 0.0,
    double BenchmarkSharpe = 0.0,
    double TailShare = 0.05,
    double Confidence = 0.95,
    int Trials = 1,
    double? TrialVariance = null)
{
    public static MetricsSettings Default { get; } = new();

    /// <summary>How many periods a year is taken to have.</summary>
    public double YearPeriods => PeriodsPerYear ?? (Period, Days) switch
    {
        (ReturnPeriod.Month, _) => 12.0,
        (_, DayConvention.Utc) => 365.0,
        _ => 252.0,
    };

    /// <summary>The risk-free return of one period, as a share.</summary>
    public double PeriodRiskFreeRate => RiskFreeRate == 0.0 ? 0.0 : Math.Pow(1.0 + RiskFreeRate, 1.0 / YearPeriods) - 1.0;

    /// <summary>The same, for the best of several trials.</summary>
    /// <param name="annualisedSharpes">Of every trial; undefined ones (null) count as trials and not in the variance.</param>
    public MetricsSettings WithTrials(ImmutableArray<double?> annualisedSharpes)
    {
        var known = annualisedSharpes.Where(s => s is { } value && double.IsFinite(value)).Select(s => s!.Value / Math.Sqrt(YearPeriods)).ToArray();
        return this with { Trials = Math.Max(1, annualisedSharpes.Length), TrialVariance = known.Length < 2 ? null : Moments.Of(known).SampleVariance };
    }

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(YearPeriods, nameof(PeriodsPerYear));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RiskFreeRate, -1.0, nameof(RiskFreeRate));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TailShare, nameof(TailShare));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TailShare, 0.5, nameof(TailShare));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Confidence, 0.5, nameof(Confidence));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Confidence, 1.0, nameof(Confidence));
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1, nameof(Trials));
        ArgumentOutOfRangeException.ThrowIfNegative(TrialVariance ?? 0.0, nameof(TrialVariance));
    }
}
