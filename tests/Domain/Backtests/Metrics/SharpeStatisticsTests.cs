using Countersign.Domain.Backtests.Metrics;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Metrics;

/// <summary>The worked examples of the papers, and what must hold of any ratio.</summary>
public sealed class SharpeStatisticsTests
{
    // Bailey and López de Prado 2012: a fund with a monthly ratio of 0.458 over two years, γ₃ = −2.448 and γ₄ = 10.164.
    [Theory]
    [InlineData(0.0, 3.0, 0.982)]
    [InlineData(-2.448, 10.164, 0.913)]
    public void Probabilistic_ThePapersHedgeFund_GivesThePapersProbability(double skewness, double kurtosis, double expected) =>
        Assert.Equal(expected, SharpeStatistics.Probabilistic(0.458, 0.0, 24, skewness, kurtosis)!.Value, 3);

    // Bailey and López de Prado 2014: an annualised ratio of 2.5 over 1,250 days, γ₃ = −3, γ₄ = 10, the trials' variance being 1/2 a year.
    [Theory]
    [InlineData(100, 0.9004)]
    [InlineData(46, 0.9505)]
    public void Deflated_ThePapersStrategy_GivesThePapersProbability(int trials, double expected)
    {
        var sharpe = 2.5 / Math.Sqrt(250.0);

        Assert.Equal(expected, SharpeStatistics.Deflated(sharpe, 1250, -3.0, 10.0, trials, 0.5 / 250.0)!.Value, 4);
    }

    [Fact]
    public void ExpectedMaximum_OfAHundredTrials_IsThePapersThreshold()
    {
        Assert.Equal(0.1132, SharpeStatistics.ExpectedMaximum(100, 0.5 / 250.0), 4);
        Assert.Equal(0.0, SharpeStatistics.ExpectedMaximum(1, 0.5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(500)]
    public void ExpectedMaximum_OfOneTrialMore_IsNoLess(int trials) =>
        Assert.True(SharpeStatistics.ExpectedMaximum(trials + 1, 0.01) >= SharpeStatistics.ExpectedMaximum(trials, 0.01));

    [Fact]
    public void MinimumTrackRecord_ThatManyReturns_GiveJustTheConfidence()
    {
        var count = SharpeStatistics.MinimumTrackRecord(0.458, 0.1, -2.448, 10.164, 0.95)!.Value;

        Assert.Equal(34.5575059348562, SharpeStatistics.MinimumTrackRecord(0.458, 0.0, -2.448, 10.164, 0.95)!.Value, 9);
        Assert.True(SharpeStatistics.Probabilistic(0.458, 0.1, (int)Math.Floor(count), -2.448, 10.164) < 0.95);
        Assert.True(SharpeStatistics.Probabilistic(0.458, 0.1, (int)Math.Ceiling(count), -2.448, 10.164) >= 0.95);
        Assert.Null(SharpeStatistics.MinimumTrackRecord(0.1, 0.1, 0.0, 3.0, 0.95));
    }

    [Fact]
    public void Probabilistic_AgainstItself_IsAHalf() => Assert.Equal(0.5, SharpeStatistics.Probabilistic(0.3, 0.3, 100, 0.0, 3.0)!.Value, 12);

    [Fact]
    public void Probabilistic_OfOneReturnOrOfNoSpread_IsUndefined()
    {
        Assert.Null(SharpeStatistics.Probabilistic(0.3, 0.0, 1, 0.0, 3.0));
        Assert.Null(SharpeStatistics.Probabilistic(1.0, 0.0, 100, 2.0, 1.0));
        Assert.Null(SharpeStatistics.Deflated(1.0, 100, 2.0, 1.0, 5, null));
    }
}
