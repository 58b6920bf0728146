using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class VolatilityRatioTests
{
    [Fact]
    public void Of_AMarketThatMovesAsAlways_IsOne() => Assert.Equal(1m, VolatilityRatio.Of(Bars(50, i => 0.0010m)));

    [Fact]
    public void Of_ABurstInTheLatestBars_IsTheirRangeOverTheAverage()
    {
        var bars = Bars(57, i => i >= 57 - VolatilityRatio.Latest ? 0.0040m : 0.0010m);

        // 14 ranges of 40 and 42 of 10: the average is 17.5.
        Assert.Equal(decimal.Round(40m / 17.5m, 6), VolatilityRatio.Of(bars));
    }

    [Fact]
    public void Of_AGapBetweenBars_CountsAsMovement()
    {
        var calm = Bars(50, i => 0.0010m).ToList();
        var up = new Price(0.0500m);
        calm[^1] = calm[^1] with { Bid = new Ohlc(calm[^1].Bid.Open + up.Value, calm[^1].Bid.High + up.Value, calm[^1].Bid.Low + up.Value, calm[^1].Bid.Close + up.Value) };

        Assert.True(VolatilityRatio.Of(calm) > 2m);
    }

    [Fact]
    public void Of_TooFewBarsOrNoneThatMoved_IsNotKnown()
    {
        Assert.Null(VolatilityRatio.Of(Bars(VolatilityRatio.BarsMin - 1, i => 0.0010m)));
        Assert.Null(VolatilityRatio.Of(Bars(50, i => 0m)));
    }

    private static List<Bar> Bars(int count, Func<int, decimal> range) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var start = Desk.Now.AddHours(i);
        var side = new Ohlc(new Price(1.1000m), new Price(1.1000m + range(i)), new Price(1.1000m), new Price(1.1000m));
        return new Bar(Timeframe.H1, start, start.AddHours(1), Desk.Day, side, side, 10, new Quantity(10m));
    })];
}
