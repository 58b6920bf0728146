using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class RollingCorrelationTests
{
    private static readonly Symbol GbpUsd = Symbol.Parse("GBPUSD");

    [Fact]
    public void Correlation_OfTheLastReturns_IsPearsons()
    {
        var (rolling, random) = (new RollingCorrelation(50), new Random(7));
        var (a, b) = (new List<double> { 1.0 }, new List<double> { 1.0 });
        for (var i = 0; i < 200; i++)
        {
            var common = random.NextDouble() - 0.5;
            a.Add(a[^1] * Math.Exp((common + random.NextDouble() - 0.5) / 100));
            b.Add(b[^1] * Math.Exp((common + random.NextDouble() - 0.5) / 100));
        }

        Feed(rolling, Desk.EurUsd, a);
        Feed(rolling, GbpUsd, b);

        var right = MathNet.Numerics.Statistics.Correlation.Pearson(Returns(a).TakeLast(50), Returns(b).TakeLast(50));
        Assert.Equal(right, rolling.Of(Desk.EurUsd, GbpUsd), 10);
        Assert.Equal(right, rolling.With(GbpUsd)[Desk.EurUsd], 10);
    }

    [Fact]
    public void Correlation_OfAPriceThatNeverMoved_IsNotKnown()
    {
        var rolling = new RollingCorrelation(20);
        Feed(rolling, Desk.EurUsd, Enumerable.Range(1, 60).Select(i => (double)i));
        Feed(rolling, GbpUsd, Enumerable.Repeat(1.5, 60));

        Assert.Equal(double.NaN, rolling.Of(Desk.EurUsd, GbpUsd));
    }

    [Fact]
    public void Correlation_OfTooFewReturnsOrUnknownSymbols_IsNotKnown()
    {
        var rolling = new RollingCorrelation(50);
        Feed(rolling, Desk.EurUsd, Enumerable.Range(1, 20).Select(i => (double)i));
        Feed(rolling, GbpUsd, Enumerable.Range(1, 20).Select(i => (double)i));

        Assert.Equal(double.NaN, rolling.Of(Desk.EurUsd, GbpUsd));
        Assert.Equal(double.NaN, rolling.Of(Desk.EurUsd, Symbol.Parse("USDJPY")));
    }

    [Fact]
    public void Gap_OfOneSymbol_DoesNotShiftItAgainstTheOther()
    {
        var rolling = new RollingCorrelation(100);
        var random = new Random(11);
        var price = 1.0;
        for (var i = 0; i < 90; i++)
        {
            price *= Math.Exp((random.NextDouble() - 0.5) / 100);
            rolling.Push(Desk.EurUsd, Desk.Now.AddHours(i), price);
            if (i % 10 != 5)
            {
                rolling.Push(GbpUsd, Desk.Now.AddHours(i), price * 2);
            }
        }

        Assert.Equal(1.0, rolling.Of(Desk.EurUsd, GbpUsd), 10);
    }

    [Fact]
    public void Close_ThatIsNoPrice_IsLeftOut()
    {
        var rolling = new RollingCorrelation(30);
        var closes = Enumerable.Range(1, 60).Select(i => 1.0 + (i % 7)).ToArray();
        Feed(rolling, Desk.EurUsd, closes);
        Feed(rolling, GbpUsd, closes);
        rolling.Push(GbpUsd, Desk.Now.AddHours(100), double.NaN);
        rolling.Push(GbpUsd, Desk.Now.AddHours(101), -1);

        Assert.Equal(1.0, rolling.Of(Desk.EurUsd, GbpUsd), 10);
    }

    private static void Feed(RollingCorrelation rolling, Symbol symbol, IEnumerable<double> closes)
    {
        var at = Desk.Now;
        foreach (var close in closes)
        {
            rolling.Push(symbol, at, close);
            at = at.AddHours(1);
        }
    }

    private static IEnumerable<double> Returns(List<double> closes) => closes.Skip(1).Select((close, i) => Math.Log(close / closes[i]));
}
