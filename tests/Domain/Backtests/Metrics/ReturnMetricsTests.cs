using System.Collections.Immutable;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Metrics;

public sealed class ReturnMetricsTests
{
    // Daily returns of +1 %, −2 %, +3 % and 0.
    private static readonly BacktestResult Four = ResultScene.Of(ResultScene.Daily(101.0, 98.98, 101.9494, 101.9494));

    [Fact]
    public void Ratios_OfFourReturns_AreThoseWorkedOutByHand()
    {
        var returns = BacktestMetrics.Of(Four, MetricsSettings.Default).Returns;

        Assert.Equal(4, returns.Periods);
        Assert.Equal(1.9494, returns.TotalPercent, 10);
        Assert.Equal(33.045423283716616, returns.VolatilityPercent!.Value, 9);
        Assert.Equal(3.812933455813455, returns.Sharpe!.Value, 9);
        Assert.Equal(7.93725393319377, returns.Sortino!.Value, 9);
        Assert.Equal(2.0, returns.Omega!.Value, 9);
        Assert.Equal(0.027 / 0.017, returns.TailRatio!.Value, 9);
        Assert.Equal(0.0, returns.Skewness!.Value, 9);
        Assert.Equal(1.852071005917159, returns.Kurtosis!.Value, 9);
        Assert.Equal((3.0, -2.0), (Math.Round(returns.BestPercent!.Value, 9), Math.Round(returns.WorstPercent!.Value, 9)));
    }

    [Fact]
    public void Growth_OfADoublingInTwoYears_IsTheRootOfTwo()
    {
        var curve = ResultScene.Curve(TimeSpan.FromDays(365.25), [100.0, 50.0, 200.0]);

        var metrics = BacktestMetrics.Of(ResultScene.Of(curve), MetricsSettings.Default);

        Assert.Equal(2.0, metrics.Returns.Years, 12);
        Assert.Equal((Math.Sqrt(2.0) - 1.0) * 100.0, metrics.Returns.CagrPercent!.Value, 9);
        Assert.Equal((Math.Sqrt(2.0) - 1.0) * 2.0, metrics.Returns.Calmar!.Value, 9);
    }

    [Fact]
    public void RiskFreeRate_EqualToEveryReturn_LeavesNoRatio()
    {
        var curve = ResultScene.Daily(101.0, 102.01, 103.0301);
        var rate = Math.Pow(1.01, 252.0) - 1.0;

        var free = BacktestMetrics.Of(ResultScene.Of(curve), MetricsSettings.Default with { RiskFreeRate = rate }).Returns;
        var plain = BacktestMetrics.Of(Four, MetricsSettings.Default).Returns;
        var charged = BacktestMetrics.Of(Four, MetricsSettings.Default with { RiskFreeRate = rate }).Returns;

        Assert.Null(free.Sharpe);
        Assert.Equal(plain.Sharpe!.Value * (0.005 - 0.01) / 0.005, charged.Sharpe!.Value, 9);
        Assert.Equal(plain.VolatilityPercent, charged.VolatilityPercent);
    }

    [Fact]
    public void PeriodsOfAYear_FourTimesAsMany_DoubleTheSharpeRatio()
    {
        var once = BacktestMetrics.Of(Four, MetricsSettings.Default with { PeriodsPerYear = 100.0 }).Returns;
        var more = BacktestMetrics.Of(Four, MetricsSettings.Default with { PeriodsPerYear = 400.0 }).Returns;

        Assert.Equal(once.Sharpe!.Value * 2.0, more.Sharpe!.Value, 9);
        Assert.Equal((252.0, 365.0, 12.0), (
            MetricsSettings.Default.YearPeriods, new MetricsSettings(Days: DayConvention.Utc).YearPeriods, new MetricsSettings(ReturnPeriod.Month).YearPeriods));
    }

    [Fact]
    public void Equity_ThatNeverMoves_HasNoRatios()
    {
        var returns = BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily(100.0, 100.0, 100.0)), MetricsSettings.Default).Returns;

        Assert.Equal((0.0, 0.0, 0.0), (returns.TotalPercent, returns.CagrPercent, returns.VolatilityPercent));
        double?[] undefined = [
            returns.Sharpe, returns.Sortino, returns.Calmar, returns.Omega, returns.TailRatio, returns.Skewness, returns.Kurtosis,
            returns.ProbabilisticSharpe, returns.DeflatedSharpe, returns.MinimumTrackRecord];
        Assert.All(undefined, Assert.Null);
    }

    [Fact]
    public void Equity_OfOneBar_HasATotalAndNothingThatNeedsTwo()
    {
        var returns = BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily(110.0)), MetricsSettings.Default).Returns;

        Assert.Equal((1, 0.0), (returns.Periods, returns.Years));
        Assert.Equal(10.0, returns.TotalPercent, 9);
        Assert.All(new[] { returns.CagrPercent, returns.VolatilityPercent, returns.Sharpe, returns.Sortino, returns.TailRatio }, Assert.Null);
    }

    [Fact]
    public void Equity_ThatOnlyFalls_HasASortinoAndNoGainToMeasure()
    {
        var returns = BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily(90.0, 72.0)), MetricsSettings.Default).Returns;

        Assert.Equal(-0.15 / Math.Sqrt((0.01 + 0.04) / 2.0) * Math.Sqrt(252.0), returns.Sortino!.Value, 9);
        Assert.Equal(0.0, returns.Omega);
        Assert.True(returns.Sharpe < 0.0 && returns.Calmar < 0.0 && returns.MinimumTrackRecord is null);
    }

    [Fact]
    public void Deflation_OfMoreTrials_TakesAwayConfidence()
    {
        double? Deflated(int trials) => BacktestMetrics.Of(Four, MetricsSettings.Default with { Trials = trials }).Returns.DeflatedSharpe;

        Assert.Equal(BacktestMetrics.Of(Four, MetricsSettings.Default).Returns.ProbabilisticSharpe, Deflated(1));
        Assert.True(Deflated(1) > Deflated(10));
        Assert.True(Deflated(10) > Deflated(1000));
    }

    [Fact]
    public void Trials_GivenBySharpeRatios_AreCountedAndTheirVarianceIsOfOnePeriod()
    {
        var settings = new MetricsSettings(PeriodsPerYear: 100.0).WithTrials([1.0, 2.0, 3.0, null]);

        Assert.Equal(4, settings.Trials);
        Assert.Equal(0.01, settings.TrialVariance!.Value, 12);
        Assert.Null(MetricsSettings.Default.WithTrials([1.0]).TrialVariance);
    }

    [Theory]
    [InlineData(0, 0.0, 0.05)]
    [InlineData(1, -1.0, 0.05)]
    [InlineData(1, 0.0, 0.6)]
    public void Settings_OutsideTheirRange_AreRefused(int trials, double rate, double tail) => Assert.Throws<ArgumentOutOfRangeException>(
        () => BacktestMetrics.Of(Four, new MetricsSettings(Trials: trials, RiskFreeRate: rate, TailShare: tail)));

    [Fact]
    public void Settings_OfNoTrialsAtAll_CountTheRunItself() =>
        Assert.Equal(1, MetricsSettings.Default.WithTrials(ImmutableArray<double?>.Empty).Trials);
}
