using Countersign.Domain.Indicators;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

/// <summary>Running sums against the formula computed from scratch on each bar, over a history longer than 70,000 bars.</summary>
public sealed class DriftTests
{
    private const int Bars = 75_000;
    private const double Agreement = 1e-9;

    [Theory]
    [InlineData(1.3, 1e-4)]
    [InlineData(1_950.0, 0.5)]
    [InlineData(98_000.0, 40.0)]
    public void Indicators_Over75000Bars_StayWithTheFormula(double start, double step)
    {
        var bars = RandomBars.Walk(seed: 3, count: Bars, start, step);
        var sma = new Sma(200);
        var bollinger = new Bollinger(20, 2);
        var cci = new Cci(20);
        var stochastic = new Stochastic(14, 3, 3);
        var vwap = new Vwap(30);
        for (var i = 0; i < bars.Length; i++)
        {
            sma.Update(in bars[i]);
            bollinger.Update(in bars[i]);
            cci.Update(in bars[i]);
            stochastic.Update(in bars[i]);
            vwap.Update(in bars[i]);
            if (i < 250 || i % 37 != 0)
            {
                continue;
            }

            AssertClose(Last(bars, i, 200).Average(bar => bar.Close), sma[0], 1.0, "sma", i);
            var closes = Last(bars, i, 20).Select(bar => bar.Close).ToArray();
            AssertClose(Deviation(closes), (bollinger[1] - bollinger[0]) / 2, 1.0, "bollinger", i);
            AssertClose(CommodityChannel(Last(bars, i, 20)), cci[0], 1.0, "cci", i);
            AssertClose(SlowK(bars, i), stochastic[0], 1.0, "stochastic", i);
            var recent = Last(bars, i, 30);
            AssertClose(recent.Sum(bar => bar.Typical * bar.Volume) / recent.Sum(bar => bar.Volume), vwap[0], 1.0, "vwap", i);
        }
    }

    [Fact]
    public void Bollinger_AfterALargeSpikeHasLeft_HasItsDigitsBack()
    {
        var bollinger = new Bollinger(20, 2);
        for (var i = 0; i < 27; i++)
        {
            bollinger.Update(RandomBars.Flat(100));
        }

        bollinger.Update(RandomBars.Flat(100_000));
        double[] quiet = [.. Enumerable.Range(0, 20).Select(i => 100 + ((i % 4) * 1e-3))];
        foreach (var close in quiet)
        {
            bollinger.Update(RandomBars.Flat(close));
        }

        AssertClose(Deviation(quiet), (bollinger[1] - bollinger[0]) / 2, 0.0, "bollinger", 0);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Bollinger_OnAFlatMarketAfterMovement_HasNoWidth(int period)
    {
        var bollinger = new Bollinger(period, 2);
        foreach (var bar in RandomBars.Walk(seed: 9, count: 137))
        {
            bollinger.Update(in bar);
        }

        for (var i = 0; i < 3 * period; i++)
        {
            bollinger.Update(RandomBars.Flat(1.5));
        }

        Assert.Equal(bollinger[0], bollinger[1], 12);
        Assert.Equal(bollinger[0], bollinger[2], 12);
    }

    private static BarInput[] Last(BarInput[] bars, int end, int count) => bars.AsSpan(end - count + 1, count).ToArray();

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
    }

    private static double CommodityChannel(BarInput[] bars)
    {
        var typical = bars.Select(bar => bar.Typical).ToArray();
        var mean = typical.Average();
        return (typical[^1] - mean) / (0.015 * typical.Average(value => Math.Abs(value - mean)));
    }

    private static double SlowK(BarInput[] bars, int end) => Enumerable.Range(0, 3).Average(back =>
    {
        var window = Last(bars, end - back, 14);
        var low = window.Min(bar => bar.Low);
        return 100 * (bars[end - back].Close - low) / (window.Max(bar => bar.High) - low);
    });

    private static void AssertClose(double expected, double actual, double floor, string what, int bar)
    {
        var tolerance = Agreement * Math.Max(floor, Math.Abs(expected));
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what} bar {bar}: expected {expected:R}, got {actual:R}");
    }
}
