using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class PositionSizingTests
{
    private static readonly Instrument EurUsd = Desk.EurUsdInstrument;

    [Fact]
    public void PercentRisk_OverAStop_IsRoundedDown() =>
        Assert.Equal(new Quantity(33_333m), PositionSizing.PercentRisk(100_000m, 1m, 0.03m, EurUsd).Quantity);

    [Fact]
    public void PercentRisk_WithoutAStop_HasNoSizeAndSaysWhy()
    {
        var sizing = PositionSizing.PercentRisk(100_000m, 1m, null, EurUsd);

        Assert.True(sizing.Quantity.IsZero);
        Assert.Equal("risk.no_size", sizing.Refusal?.Code);
        Assert.Contains("no stop", sizing.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_BelowTheSmallestOrder_HasNoSize() =>
        Assert.Equal("risk.no_size", PositionSizing.Fixed(0.5m, EurUsd).Refusal?.Code);

    [Theory]
    [InlineData(0.005, 100_000)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, 0)]
    public void Volatility_OfARange_RisksTheShareOverSomeRanges(double range, int units) =>
        Assert.Equal(new Quantity(units), PositionSizing.Volatility(100_000m, 1m, range, 2m, EurUsd).Quantity);

    [Theory]
    [InlineData(0.6, 1, 0.5, 100, 1_000_000)]
    [InlineData(0.6, 1, 0.5, 2, 200_000)]
    [InlineData(0.5, 1, 1, 100, 0)]
    [InlineData(0.4, 1, 1, 100, 0)]
    [InlineData(1.1, 1, 1, 100, 0)]
    public void Kelly_OfAnEdge_TakesAFractionUpToTheCap(decimal winRate, decimal payoff, decimal fraction, decimal cap, int units) =>
        Assert.Equal(new Quantity(units), PositionSizing.Kelly(100_000m, winRate, payoff, fraction, cap, 0.01m, EurUsd).Quantity);

    [Fact]
    public void RiskParity_OfStrategies_GivesTheCalmerMoreAndSumsToOne()
    {
        var shares = PositionSizing.RiskParity([0.1, 0.2, 0.3]);

        Assert.Equal(1m, shares.Sum());
        Assert.Equal(2.0, (double)(shares[0] / shares[1]), 9);
        Assert.Empty(PositionSizing.RiskParity([0.1, double.NaN]));
    }
}
