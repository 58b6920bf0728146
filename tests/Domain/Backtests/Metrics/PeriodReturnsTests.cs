using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Metrics;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Backtests.Metrics;

public sealed class PeriodReturnsTests
{
    [Fact]
    public void Days_OfSeveralBars_ReturnFromCloseToCloseAndTheFirstFromTheStartCash()
    {
        var curve = ResultScene.Curve(TimeSpan.FromHours(12), [100.0, 110.0, 121.0]);

        var returns = PeriodReturns.Of(curve, 100m, ReturnPeriod.Day, DayConvention.Utc);

        // Noon of the 7th, midnight (which ends the 7th), noon of the 8th.
        Assert.Equal([new DateOnly(2014, 1, 7), new DateOnly(2014, 1, 8)], returns.Select(r => r.From));
        Assert.Equal([0.1, 0.1], returns.Select(r => Math.Round(r.Return, 12)));
    }

    [Theory]
    [InlineData(21, 59, "2014-01-07")]
    [InlineData(22, 0, "2014-01-07")]
    [InlineData(22, 1, "2014-01-08")]
    public void FxDay_ABarThatEndsAtSeventeenInNewYork_BelongsToTheDayThatEndsThen(int hour, int minute, string day)
    {
        var curve = new EquityCurve([ResultScene.Start.AddHours(hour).AddMinutes(minute).UtcTicks], [101.0], [false]);

        var returned = Assert.Single(PeriodReturns.Of(curve, 100m, ReturnPeriod.Day, DayConvention.Fx));

        Assert.Equal(DateOnly.Parse(day), returned.From);
    }

    [Fact]
    public void FxDay_OfAnyHalfHourOfTwoYears_IsWhatTheMarketsClockSays()
    {
        for (var end = new DateTimeOffset(2011, 12, 30, 0, 0, 0, TimeSpan.Zero); end.Year < 2014; end = end.AddMinutes(30))
        {
            var returned = PeriodReturns.Of(new EquityCurve([end.UtcTicks], [101.0], [false]), 100m, ReturnPeriod.Day, DayConvention.Fx);

            Assert.Equal(FxDay.DateAt(end.AddTicks(-1)), Assert.Single(returned).From);
        }
    }

    [Fact]
    public void Gap_InDays_CountsByUtcAndNotByFxDays()
    {
        var curve = new EquityCurve(
            [ResultScene.Start.AddHours(1).UtcTicks, ResultScene.Start.AddDays(3).AddHours(1).UtcTicks], [110.0, 121.0], [false, false]);

        Assert.Equal([0.1, 0.1], Rounded(PeriodReturns.Of(curve, 100m, ReturnPeriod.Day, DayConvention.Fx)));
        Assert.Equal([0.1, 0.0, 0.0, 0.1], Rounded(PeriodReturns.Of(curve, 100m, ReturnPeriod.Day, DayConvention.Utc)));
    }

    [Fact]
    public void Months_WithoutBars_ReturnedNothing()
    {
        var curve = new EquityCurve(
            [ResultScene.Start.UtcTicks, ResultScene.Start.AddDays(1).UtcTicks, ResultScene.Start.AddMonths(3).UtcTicks], [90.0, 110.0, 55.0],
            [false, false, false]);

        var returns = PeriodReturns.Of(curve, 100m, ReturnPeriod.Month, DayConvention.Fx);

        Assert.Equal([1, 2, 3, 4], returns.Select(r => r.From.Month));
        Assert.Equal([0.1, 0.0, 0.0, -0.5], Rounded(returns));
    }

    [Fact]
    public void Ruin_InTheMiddleOfADay_IsTheLastReturn()
    {
        var curve = ResultScene.Curve(TimeSpan.FromHours(1), [100.0, -20.0, 50.0, 60.0]);

        Assert.Equal([-1.2], Rounded(PeriodReturns.Of(curve, 100m, ReturnPeriod.Day, DayConvention.Fx)));
    }

    [Fact]
    public void Curve_WithoutPoints_HasNoReturns() =>
        Assert.Empty(PeriodReturns.Of(EquityCurve.Empty, 100m, ReturnPeriod.Month, DayConvention.Utc));

    private static IEnumerable<double> Rounded(IEnumerable<PeriodReturn> returns) => returns.Select(r => Math.Round(r.Return, 12));
}
