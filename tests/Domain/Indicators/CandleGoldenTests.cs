using System.Globalization;
using Countersign.Domain.Indicators;
using Xunit;

namespace Countersign.Tests.Domain.Indicators;

public sealed class CandleGoldenTests
{
    /// <summary>Skender file, its field, and our output: equal from the first value, and null exactly where Skender's is.</summary>
    public static TheoryData<string, string, string> SkenderFields { get; } = new()
    {
        { "heikinashi", "open", "heikin_ashi().open" },
        { "heikinashi", "high", "heikin_ashi().high" },
        { "heikinashi", "low", "heikin_ashi().low" },
        { "heikinashi", "close", "heikin_ashi()" },
        { "heikinashi", "volume", "volume" },
        { "doji", "match", "doji(0.1)" },
        { "doji", "candle.size", "candle().size" },
        { "doji", "candle.body", "candle()" },
        { "doji", "candle.upperWick", "candle().upper_wick" },
        { "doji", "candle.lowerWick", "candle().lower_wick" },
        { "doji", "candle.bodyPct", "candle().body_share" },
        { "doji", "candle.upperWickPct", "candle().upper_share" },
        { "doji", "candle.lowerWickPct", "candle().lower_share" },
        { "doji", "candle.open", "open" },
        { "doji", "candle.high", "high" },
        { "doji", "candle.low", "low" },
        { "doji", "candle.close", "close" },
        { "doji", "candle.volume", "volume" },
        { "marubozu", "candle.size", "candle().size" },
        { "marubozu", "candle.body", "candle()" },
        { "marubozu", "candle.upperWick", "candle().upper_wick" },
        { "marubozu", "candle.lowerWick", "candle().lower_wick" },
        { "marubozu", "candle.bodyPct", "candle().body_share" },
        { "marubozu", "candle.upperWickPct", "candle().upper_share" },
        { "marubozu", "candle.lowerWickPct", "candle().lower_share" },
        { "marubozu", "candle.open", "open" },
        { "marubozu", "candle.high", "high" },
        { "marubozu", "candle.low", "low" },
        { "marubozu", "candle.close", "close" },
        { "marubozu", "candle.volume", "volume" },
    };

    [Theory]
    [MemberData(nameof(SkenderFields))]
    public void Candle_OnSkendersDays_EqualsSkenderFromTheFirstValue(string file, string field, string series) =>
        GoldenComparison.AssertEqualsSkender(file, field, series);

    /// <summary>Skender writes 100 and -100 for a signal, a direction as two flags, and the close of a match as its price.</summary>
    [Fact]
    public void Patterns_OnSkendersDays_AreSkendersInOurUnits()
    {
        var marubozu = GoldenSeries.Skender("marubozu");
        var doji = GoldenSeries.Skender("doji");
        var direction = GoldenComparison.Compute("candle().direction", doji.Bars);
        var matches = GoldenComparison.Compute("marubozu(95)", marubozu.Bars);
        var dojis = GoldenComparison.Compute("doji(0.1)", doji.Bars);

        GoldenComparison.AssertSame("marubozu", marubozu.Columns["match"], [.. matches.Select(match => match * 100.0)]);
        GoldenComparison.AssertSame("its price", marubozu.Columns["price"], PricesWhere(matches, marubozu.Bars));
        GoldenComparison.AssertSame("doji's price", doji.Columns["price"], PricesWhere(dojis, doji.Bars));
        foreach (var golden in new[] { marubozu, doji })
        {
            GoldenComparison.AssertSame("bullish", golden.Columns["candle.isBullish"], [.. direction.Select(way => (double?)(way > 0 ? 1 : 0))]);
            GoldenComparison.AssertSame("bearish", golden.Columns["candle.isBearish"], [.. direction.Select(way => (double?)(way < 0 ? 1 : 0))]);
        }
    }

    [Theory]
    [InlineData("renko", 1.0)]
    [InlineData("renko-atr", null)]
    public void Renko_OnSkendersDays_MakesSkendersBricks(string file, double? brick)
    {
        var golden = GoldenSeries.Skender(file);
        // The reference sizes the whole past's bricks by the last bar's average true range.
        var size = brick ?? GoldenComparison.Compute("atr(14)", golden.Bars)[^1]!.Value;
        var renko = new Renko(size);
        var made = golden.Columns.Keys.ToDictionary(name => name, _ => new List<double?>());
        foreach (var bar in golden.Bars)
        {
            renko.Update(in bar);
            for (var back = Math.Abs(renko[3]) - 1.0; back >= 0.0; back--)
            {
                made["isUp"].Add(renko[2] > 0 ? 1 : 0);
                made["close"].Add(renko[0] - (back * renko[2] * size));
                made["open"].Add(renko[1] - (back * renko[2] * size));
                made["high"].Add(renko[4]);
                made["low"].Add(renko[5]);
                made["volume"].Add(renko[6]);
            }
        }

        Assert.All(made, column => GoldenComparison.AssertSame($"{file} {column.Key}", golden.Columns[column.Key], [.. column.Value]));
    }

    [Fact]
    public void RenkoTrueRange_OfAnyMarket_MakesBricksOfTheRangeKnownAtEachBricksBeginning()
    {
        var renko = new RenkoTrueRange(5);
        var size = double.NaN;
        var made = 0;
        foreach (var bar in RandomBars.Walk(seed: 17, count: 3_000))
        {
            renko.Update(in bar);
            if (renko[3] is not (0.0 or double.NaN))
            {
                made++;
                Assert.Equal(size, Math.Abs(renko[0] - renko[1]), 1e-12);
            }

            size = renko[7];
        }

        Assert.InRange(made, 100, 3_000);
    }

    /// <summary>Open, high, low, close of each candle, oldest first; what the last one makes.</summary>
    [Theory]
    [InlineData("engulfing()", 1.0, "10 11 8 9, 8 12 8 11")]
    [InlineData("engulfing()", -1.0, "9 11 8 10, 11 12 8 8.5")]
    [InlineData("engulfing()", 0.0, "9 11 8 10, 8 12 8 11")]
    [InlineData("harami()", 1.0, "12 12 8 8, 9 10 9 10")]
    [InlineData("harami()", 0.0, "12 12 8 8, 7 10 7 10")]
    [InlineData("hammer(2)", 1.0, "10 10.6 7 10.5")]
    [InlineData("hammer(2)", -1.0, "10 13 9.9 10.5")]
    [InlineData("hammer(2)", 0.0, "10 13 7 10.5")]
    [InlineData("inside_bar()", -1.0, "10 12 8 11, 11 11.5 9 10")]
    [InlineData("inside_bar()", 0.0, "10 12 8 11, 11 12 9 10")]
    [InlineData("outside_bar()", 1.0, "10 12 8 11, 9 13 7 12")]
    [InlineData("star(30)", 1.0, "12 12 8 8, 7.5 8 7 7.8, 8 11.5 8 11")]
    [InlineData("star(30)", -1.0, "8 12 8 12, 12.5 13 12 12.3, 12 12 8 9")]
    [InlineData("star(30)", 0.0, "12 12 8 8, 7.5 8 7 7.8, 8 9.5 8 9")]
    [InlineData("three_in_a_row()", 1.0, "8 10 8 10, 9 12 9 12, 11 14 11 14")]
    [InlineData("three_in_a_row()", -1.0, "14 14 11 11, 12 12 9 9, 10 10 8 8")]
    [InlineData("three_in_a_row()", 0.0, "8 10 8 10, 9 12 9 12, 12.5 14 12 14")]
    public void Pattern_OfItsCandles_IsFound(string series, double expected, string candles)
    {
        BarInput[] bars = [.. candles.Split(", ").Select(ReadBar)];

        Assert.Equal(expected, GoldenComparison.Compute(series, bars)[^1]);
    }

    private static double?[] PricesWhere(double?[] matches, BarInput[] bars) =>
        [.. matches.Zip(bars, (match, bar) => match is null or 0.0 ? (double?)null : bar.Close)];

    private static BarInput ReadBar(string prices)
    {
        var price = prices.Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture)).ToArray();
        return new BarInput(price[0], price[1], price[2], price[3], 1.0);
    }
}
