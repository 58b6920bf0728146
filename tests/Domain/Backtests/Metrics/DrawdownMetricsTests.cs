using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Metrics;

public sealed class DrawdownMetricsTests
{
    [Fact]
    public void Drawdown_DeepAndLongSpells_AreTwo()
    {
        // Deepest: 120 to 90 (25 %) and back within 2 bars; longest: from 130 to the end.
        var drawdown = Of(110.0, 120.0, 90.0, 121.0, 130.0, 129.0, 128.0, 127.0, 129.0);

        Assert.Equal(25.0, drawdown.MaxPercent, 12);
        Assert.Equal((Day(1), Day(2), Day(3)), (drawdown.MaxFrom, drawdown.MaxAt, drawdown.MaxRecovered));
        Assert.Equal((2, 2.0), (drawdown.MaxBars, drawdown.MaxDays));
        Assert.Equal((4, 4.0), (drawdown.LongestBars, drawdown.LongestDays));
        Assert.Equal(5.0 / 9.0 * 100.0, drawdown.UnderWaterPercent!.Value, 12);
        Assert.Equal((25.0 + (100.0 / 130.0) + (200.0 / 130.0) + (300.0 / 130.0) + (100.0 / 130.0)) / 9.0, drawdown.MeanPercent!.Value, 12);
    }

    [Fact]
    public void Drawdown_NeverMadeGood_LastsToTheEnd()
    {
        var drawdown = Of(100.0, 80.0, 90.0, 85.0);

        Assert.Equal((20.0, 3, 3.0), (drawdown.MaxPercent, drawdown.MaxBars, drawdown.MaxDays));
        Assert.Null(drawdown.MaxRecovered);
        Assert.Equal(Math.Sqrt((400.0 + 100.0 + 225.0) / 4.0), drawdown.UlcerIndex!.Value, 12);
    }

    [Fact]
    public void Drawdown_FromTheFirstBar_IsMeasuredFromTheStartCash()
    {
        var drawdown = Of(90.0, 95.0, 101.0);

        Assert.Equal(10.0, drawdown.MaxPercent, 12);
        Assert.Equal((3, 2.0), (drawdown.MaxBars, drawdown.MaxDays));
        Assert.Equal((Day(0), Day(0), Day(2)), (drawdown.MaxFrom, drawdown.MaxAt, drawdown.MaxRecovered));
    }

    [Fact]
    public void Drawdown_OfARisingCurve_IsNone()
    {
        var drawdown = Of(100.0, 101.0, 101.0, 102.0);

        Assert.Equal((0.0, 0.0, 0, 0), (drawdown.MaxPercent, drawdown.UnderWaterPercent, drawdown.MaxBars, drawdown.LongestBars));
        Assert.Null(drawdown.MaxAt);
    }

    [Fact]
    public void Drawdown_WithoutBars_IsUndefinedWhereItIsAShare()
    {
        var drawdown = BacktestMetrics.Of(ResultScene.Of(EquityCurve.Empty), MetricsSettings.Default).Drawdown;

        Assert.Equal(0.0, drawdown.MaxPercent);
        Assert.Null(drawdown.UnderWaterPercent);
        Assert.Null(drawdown.UlcerIndex);
    }

    private static DateTimeOffset Day(int day) => ResultScene.Start.AddHours(12).AddDays(day);

    private static DrawdownMetrics Of(params double[] values) =>
        BacktestMetrics.Of(ResultScene.Of(ResultScene.Daily([.. values])), MetricsSettings.Default).Drawdown;
}
