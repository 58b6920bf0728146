using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

/// <summary>A recorded day and month of EURUSD and NZDUSD: every tick is kept, and its bars are the recorded bars.</summary>
public sealed class RecordedDayTests
{
    [Theory]
    [InlineData("eurusd", 44_864, 304)]
    [InlineData("nzdusd", 49_798, 220)]
    public void Day_ThroughGuardAndBars_LosesNoTick(string pair, int count, int sharingATime)
    {
        var ticks = ReadTicks(pair);
        Assert.Equal(count, ticks.Count);
        Assert.Equal(sharingATime, ticks.Zip(ticks.Skip(1)).Count(pair => pair.First.Time == pair.Second.Time));

        var guard = new TickGuard();
        var aggregator = new BarAggregator();
        var totals = new long[Timeframes.All.Length];
        foreach (var tick in ticks)
        {
            Assert.Null(guard.Check(in tick));
            foreach (var bar in aggregator.Add(in tick))
            {
                totals[(int)bar.Timeframe] += bar.Ticks;
            }
        }

        foreach (var timeframe in Timeframes.All)
        {
            Assert.Equal(count, totals[(int)timeframe] + aggregator.Forming(timeframe)!.Ticks);
        }

        Assert.Equal((count, 0L, 100.0), (guard.Quality.Accepted, guard.Quality.Rejected, guard.Quality.Score));
    }

    [Theory]
    [InlineData("eurusd")]
    [InlineData("nzdusd")]
    public void Day_AsMinutes_IsTheRecordedMinutes(string pair)
    {
        var recorded = ReadBars($"data/fx/minute/{pair}_oanda_m1_2014-05.csv", Timeframe.M1, pair)
            .Where(bar => DateOnly.FromDateTime(bar.Start.UtcDateTime) == new DateOnly(2014, 5, 6)).ToDictionary(bar => bar.Start);
        var built = Build(ReadTicks(pair), Timeframe.M1).ToDictionary(bar => bar.Start);

        Assert.Equal(recorded.Keys.Order(), built.Keys.Order());
        Assert.All(built.Values, bar =>
        {
            Assert.Equal(recorded[bar.Start].Bid, bar.Bid);
            Assert.Equal(recorded[bar.Start].Ask, bar.Ask);
        });
    }

    [Theory]
    [InlineData("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, "eurusd", 15_366, 0)]
    [InlineData("data/fx/hour/eurusd_oanda_h1_2007-2018.csv", Timeframe.H1, "eurusd", 74_439, 0)]
    [InlineData("data/fx/daily/xauusd_oanda_d1.csv", Timeframe.D1, "xauusd", 3_949, 0)]
    [InlineData("data/fx/hour/ejtrader_usdjpy_h1.csv", Timeframe.H1, "usdjpy", 57_600, 0)]
    [InlineData("data/crypto/minute/btcusd_coinbase_m1_trade.csv", Timeframe.M1, "btcusd", 12_423, 0)]
    public void Recording_OfBars_IsReadToTheLastLine(string file, Timeframe timeframe, string pair, int bars, int malformed)
    {
        using var text = File.OpenText(SharedFiles.Require(file));
        Assert.True(RecordedBarReader.TryOpen(text, timeframe, new RecordedOptions(Digits: Instruments.Find(Symbol.Parse(pair.ToUpperInvariant()))!.PriceDecimals), out var reader, out _));
        var count = 0;
        while (reader.TryRead(out _))
        {
            count++;
        }

        Assert.Equal((bars, malformed), (count, reader.MalformedCount));
    }

    [Fact]
    public void Month_OfMinutes_MakesTheBarsOfEveryLargerTimeframe()
    {
        var minutes = ReadBars("data/fx/minute/eurusd_oanda_m1_2014-05.csv", Timeframe.M1, "eurusd");
        var aggregator = new BarAggregator();
        var closed = new List<Bar>();
        foreach (var minute in minutes)
        {
            closed.AddRange(aggregator.Add(minute));
        }

        foreach (var timeframe in Timeframes.All)
        {
            var expected = minutes.GroupBy(bar => timeframe.PeriodAt(bar.Start).Start)
                .Select(group => (Start: group.Key, Bid: Merge(group, bar => bar.Bid), Ask: Merge(group, bar => bar.Ask))).ToArray();
            var actual = closed.Where(bar => bar.Timeframe == timeframe).Select(bar => (bar.Start, bar.Bid, bar.Ask)).ToArray();
            Assert.InRange(actual.Length, expected.Length - 1, expected.Length);
            Assert.Equal(expected[..actual.Length], actual);
        }
    }

    [Fact]
    public void Day_OnAllTimeframesWithIndicators_IsTheSameTwice()
    {
        var ticks = ReadTicks("eurusd");
        Assert.Equal(Fingerprint(ticks), Fingerprint(ticks));
    }

    private static Ohlc Merge(IEnumerable<Bar> bars, Func<Bar, Ohlc> side) => bars.Select(side).Aggregate((first, later) => first.Then(later));

    private static List<long> Fingerprint(List<Tick> ticks)
    {
        var aggregator = new BarAggregator();
        var sets = Timeframes.All.Select(_ => new IndicatorSet(IndicatorCatalogue.Standard)).ToArray();
        var bits = new List<long>();
        foreach (var tick in ticks)
        {
            foreach (var bar in aggregator.Add(in tick))
            {
                var set = sets[(int)bar.Timeframe];
                set.Update(bar.ToInput());
                bits.AddRange(set.Indicators.Select(indicator => BitConverter.DoubleToInt64Bits(indicator[0])));
            }
        }

        return bits;
    }

    private static List<Bar> Build(List<Tick> ticks, Timeframe timeframe)
    {
        var builder = new BarBuilder(timeframe);
        var bars = ticks.Select(tick => builder.Add(in tick)).OfType<Bar>().ToList();
        bars.Add(builder.Forming!);
        return bars;
    }

    private static List<Tick> ReadTicks(string pair)
    {
        using var text = File.OpenText(SharedFiles.Require($"data/fx/tick/{pair}_oanda_tick_2014-05-06.csv"));
        Assert.True(RecordedTickReader.TryOpen(text, new RecordedOptions(), out var reader, out _));
        var ticks = new List<Tick>();
        while (reader.TryRead(out var tick))
        {
            ticks.Add(tick);
        }

        Assert.Equal(0, reader.MalformedCount);
        return ticks;
    }

    private static List<Bar> ReadBars(string file, Timeframe timeframe, string pair)
    {
        using var text = File.OpenText(SharedFiles.Require(file));
        Assert.True(RecordedBarReader.TryOpen(text, timeframe, new RecordedOptions(Digits: Instruments.Find(Symbol.Parse(pair.ToUpperInvariant()))!.PriceDecimals), out var reader, out _));
        var bars = new List<Bar>();
        while (reader.TryRead(out var bar))
        {
            bars.Add(bar);
        }

        return bars;
    }
}
