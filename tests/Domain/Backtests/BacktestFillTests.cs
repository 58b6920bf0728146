using Countersign.Domain.Backtests;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Backtests;

/// <summary>What a bar's four prices fill: bars of one price for bid and ask, a stop and a target 5 cents from the signal's close of 1.1.</summary>
public sealed class BacktestFillTests
{
    private const string Long = """ "entry":{"long":{"above":["close",1]}},"stop":{"price":0.05},"target":{"price":0.05},"size":{"units":1000}""";
    private const string Short = """ "entry":{"short":{"below":["close",2]}},"stop":{"price":0.05},"target":{"price":0.05},"size":{"units":1000}""";

    [Fact]
    public void Stop_ReachedAfterTheOpen_FillsAtItsTriggerInThatBar()
    {
        var fills = Run(Long, PaperRules.Default, (1.1m, 1.12m, 1.02m, 1.06m));

        Assert.Equal([(Side.Buy, 1.1m, SignalReason.Rule), (Side.Sell, 1.05m, SignalReason.Stop)], fills);
    }

    [Fact]
    public void Stop_WithTheRuleStopsAtBarExtreme_FillsAtTheWorstPriceOfTheBar()
    {
        var fills = Run(Long, PaperRules.Default with { StopsAtBarExtreme = true }, (1.1m, 1.12m, 1.02m, 1.06m));

        Assert.Equal((Side.Sell, 1.02m, SignalReason.Stop), fills[1]);
    }

    [Fact]
    public void Stop_ThatTheNextOpenGapsOver_FillsAtThatOpen()
    {
        var fills = Run(Long, PaperRules.Default, (1.1m, 1.1m, 1.1m, 1.1m), (1.01m, 1.03m, 0.99m, 0.99m));

        Assert.Equal((Side.Sell, 1.01m, SignalReason.Stop), fills[1]);
    }

    [Theory]
    [InlineData(Long, 1.05)]
    [InlineData(Short, 1.15)]
    public void Bar_ThatReachesStopAndTarget_HitsTheStop(string rules, double stop)
    {
        var fills = Run(rules, PaperRules.Default, (1.1m, 1.2m, 1.02m, 1.1m));

        Assert.Equal(((decimal)stop, SignalReason.Stop), (fills[1].Price, fills[1].Reason));
    }

    [Fact]
    public void Target_TouchedByTheHigh_StaysUntilTheMarketGoesBeyondIt()
    {
        Assert.Single(Run(Long, PaperRules.Default, (1.1m, 1.15m, 1.09m, 1.1m)));
        Assert.Equal((Side.Sell, 1.15m, SignalReason.Target), Run(Long, PaperRules.Default, (1.1m, 1.15001m, 1.09m, 1.1m))[1]);
    }

    [Theory]
    [InlineData(Long, 1.12)]
    [InlineData(Short, 1.09)]
    public void Entry_ThatIsOnItsWayWhileTheBarMoves_PaysTheExtremeThatHurtsIt(string rules, double paid)
    {
        var fills = Run(
            rules, PaperRules.Default with { Latency = new LatencyModel.Fixed(TimeSpan.FromSeconds(5)) }, (1.1m, 1.12m, 1.09m, 1.1m));

        Assert.Equal((decimal)paid, fills[0].Price);
    }

    /// <summary>The bar that gives the signal reaches stop and target too; none of its prices fills anything.</summary>
    private static List<(Side Side, decimal Price, SignalReason Reason)> Run(
        string rules, PaperRules paper, params (decimal Open, decimal High, decimal Low, decimal Close)[] bars)
    {
        var definition = ExampleStrategies.Parse($$"""{"name":"A","symbols":["EURUSD"],"timeframe":"M1",{{rules}}}""");
        var all = bars.Prepend((Open: 1.1m, High: 1.3m, Low: 0.9m, Close: 1.1m)).Select((bar, i) =>
        {
            var start = Scene.Start.AddMinutes(i);
            var prices = new Ohlc(new Price(bar.Open), new Price(bar.High), new Price(bar.Low), new Price(bar.Close));
            return new Bar(
                Timeframe.M1, start, start.AddMinutes(1), DateOnly.FromDateTime(start.UtcDateTime), prices, prices, 1, new Quantity(1m));
        });
        var result = Backtest.Run(
            definition, all, new BacktestSettings(Scene.EurUsd, 10_000m, Rules: paper), TestContext.Current.CancellationToken);
        Assert.All(result.Fills, fill => Assert.True(fill.Time >= Scene.Start.AddMinutes(1), "filled inside the bar that gave the signal"));
        return [.. result.Fills.Select(fill => (fill.Side, fill.Price.Value, fill.Reason))];
    }
}
