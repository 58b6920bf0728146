using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Backtests;
using Countersign.Domain.Backtests.Research;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>The template that trades two symbols against each other, over six years of hours from two different sources.</summary>
public sealed class PairsTemplateTests
{
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");
    private static readonly Symbol GbpUsd = Symbol.Parse("GBPUSD");
    private static readonly Lazy<BacktestData> SixYears = new(Read);

    private static BacktestSettings Settings => new(Scene.EurUsd, 100_000m);

    [Fact]
    public void Pairs_OverRecordedPrices_OpensAndClosesBothLegsTogetherAndOpposite()
    {
        var result = Run(ExampleStrategies.Read("pairs"), SixYears.Value, TestContext.Current.CancellationToken);

        BacktestTrade[] euro = [.. result.Trades.Where(trade => trade.Symbol == EurUsd)];
        BacktestTrade[] pound = [.. result.Trades.Where(trade => trade.Symbol == GbpUsd)];
        Assert.True(euro.Length >= 200, $"{euro.Length} trades");
        Assert.Equal(euro.Length, pound.Length);
        Assert.All(euro.Zip(pound), legs =>
        {
            Assert.NotEqual(legs.First.Side, legs.Second.Side);
            Assert.Equal(legs.First.ClosedBecause, legs.Second.ClosedBecause);

            // Each leg trades at the next price of its own market, which one of them may have only after the weekend.
            Assert.True((legs.First.Opened - legs.Second.Opened).Duration() < TimeSpan.FromDays(3), $"{legs}");
            Assert.True((legs.First.Closed - legs.Second.Closed).Duration() < TimeSpan.FromDays(3), $"{legs}");
        });
        Assert.InRange(euro.Zip(pound).Count(legs => legs.First.Opened == legs.Second.Opened && legs.First.Closed == legs.Second.Closed), euro.Length - 5, euro.Length);
        Assert.Equal(2, euro.Select(trade => trade.Side).Distinct().Count());
        Assert.InRange(result.FinalValue, 50_000m, 200_000m);
    }

    [Fact]
    public void Pairs_WithoutBarsOfThePartner_AreRefusedWithWhatIsMissing()
    {
        var alone = new BacktestData(SixYears.Value.Find(EurUsd, Timeframe.H1)!);

        var refusal = Assert.Throws<ArgumentException>(() => Run(ExampleStrategies.Read("pairs"), alone, TestContext.Current.CancellationToken));

        Assert.Contains("There are no bars of GBPUSD H1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_PartnerOnlyWatched_TradesItsOwnLegAlike()
    {
        var definition = ExampleStrategies.Read("pairs");
        var watching = definition with { Symbols = [EurUsd], Size = new SizeRule.FixedUnits(1_000m) };

        var both = Run(definition with { Size = new SizeRule.FixedUnits(1_000m) }, SixYears.Value, TestContext.Current.CancellationToken);
        var one = Run(watching, SixYears.Value, TestContext.Current.CancellationToken);

        Assert.Equal(both.Trades.Where(trade => trade.Symbol == EurUsd), one.Trades);
    }

    [Fact]
    public void LookAhead_Pairs_KnowNothingOfTheFuture()
    {
        var report = LookAheadCheck.Run((data, token) => Run(ExampleStrategies.Read("pairs"), data, token), Year(), SequentialWorkers.Instance, cuts: 4);

        Assert.True(report.IsClean, string.Join("\n", report.Leaks));
        Assert.True(report.Fills > 10, $"{report.Fills} fills");
    }

    // The partner's prices come an hour early, the own ones when they should.
    [Fact]
    public void LookAhead_PairsThatKnowThePartnersNextBar_AreCaught()
    {
        static BacktestResult Peeking(BacktestData data, CancellationToken token)
        {
            var bars = data.Find(GbpUsd, Timeframe.H1)!.Bars.ToArray();
            var early = bars.Zip(bars.Skip(1), (bar, next) => bar with { Bid = next.Bid, Ask = next.Ask });
            return Run(ExampleStrategies.Read("pairs"), new BacktestData(data.Find(EurUsd, Timeframe.H1)!, BarSeriesBuilder.Of(GbpUsd, Timeframe.H1, early)), token);
        }

        var report = LookAheadCheck.Run(Peeking, Year(), SequentialWorkers.Instance, cuts: 8);

        Assert.Contains(report.Leaks, leak => leak.How == FutureChange.Perturbed);
    }

    [Fact]
    public void WarmUp_Pairs_NeedNoMoreThanTheyAskFor()
    {
        var (own, partner) = (Year().Find(EurUsd, Timeframe.H1)!, Year().Find(GbpUsd, Timeframe.H1)!);

        var report = WarmUpCheck.Run(ExampleStrategies.Read("pairs"), Scene.EurUsd, own, SequentialWorkers.Instance, [480, 960], partner: partner);

        Assert.True(report.Enough(1e-4) is <= 960, string.Join("\n", report.Levels.Select(level => $"{level.WarmUpBars}: {level.LargestDifference} {level.Differing}")));
    }

    [Fact]
    public void WarmUp_PairsWithoutThePartner_AreRefused() => Assert.Contains(
        "GBPUSD",
        Assert.Throws<ArgumentException>(
            () => WarmUpCheck.Run(ExampleStrategies.Read("pairs"), Scene.EurUsd, Year().Find(EurUsd, Timeframe.H1)!, SequentialWorkers.Instance)).Message,
        StringComparison.Ordinal);

    private static BacktestResult Run(StrategyDefinition definition, BacktestData data, CancellationToken token) =>
        Backtest.Run(new BacktestPlan([new BacktestStrategy(definition)], data, Settings), null, token);

    private static BacktestData Year() => SixYears.Value.Between(Day(2014), Day(2015));

    private static DateTimeOffset Day(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static BacktestData Read()
    {
        var begin = Day(2013);
        return new BacktestData(
            BarSeriesBuilder.Of(
                EurUsd, Timeframe.H1,
                RecordedBars.Read("data/fx/hour/eurusd_oanda_h1_2007-2018.csv", Timeframe.H1, bidOnly: true).Where(bar => bar.Start >= begin)),
            BarSeriesBuilder.Of(
                GbpUsd, Timeframe.H1,
                File.ReadLines(SharedFiles.Require("data/fx/hour/ejtrader_gbpusd_h1.csv")).Skip(1).Select(OfServer)
                    .Where(bar => bar.Start >= begin && bar.Start < Day(2019))));
    }

    // Integers of 1e-5, in the server's time.
    private static Bar OfServer(string line)
    {
        var cells = line.Split(',');
        var start = MetaTraderTime.ToUtc(DateTime.Parse(cells[0], CultureInfo.InvariantCulture));
        ImmutableArray<Price> prices = [.. cells.Skip(1).Take(4).Select(cell => new Price(decimal.Round(decimal.Parse(cell, CultureInfo.InvariantCulture) * 0.00001m, 5)))];
        var side = new Ohlc(prices[0], prices[1], prices[2], prices[3]);
        return new Bar(Timeframe.H1, start, start.AddHours(1), DateOnly.FromDateTime(start.UtcDateTime), side, side, 0, Quantity.Zero);
    }
}
