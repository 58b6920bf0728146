using Countersign.Domain.Markets;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

/// <summary>Every recorded file is recognised, read whole, and its known flaws are found, counted and named.</summary>
public sealed class RecordedFilesTests
{
    [Theory]
    [InlineData("fx/tick/eurusd_oanda_tick_2014-05-06.csv", "EURUSD", 44_864, 304, 1)]
    [InlineData("fx/tick/nzdusd_oanda_tick_2014-05-06.csv", "NZDUSD", 49_798, 220, 0)]
    public void Ticks_OfTheRecordedDay_HaveTheirSharedTimesAndAtMostASilence(string file, string symbol, int rows, int shared, int silences)
    {
        var report = Check(file, symbol);

        Assert.Equal((null, rows), (report.Timeframe, (int)report.Rows));
        Assert.Equal(shared, report.Counts[DataDefect.DuplicateTime]);
        Assert.Equal(silences, report.Counts.GetValueOrDefault(DataDefect.Gap));
        Assert.Equal(shared + silences, report.Counts.Values.Sum());
        Assert.Equal(silences == 0 ? 100.0 : 99.9, report.Score);
    }

    // The files' description counts every jump in time, the weekends' and the daily rests' among them. The recorded broker quoted gold until 17:15 New
    // York in those days, so some of its jumps lie within the rest.
    [Theory]
    [InlineData("fx/minute/eurusd_oanda_m1_2014-05.csv", "EURUSD", 15_366, 389, 2)]
    [InlineData("fx/minute/nzdusd_oanda_m1_2014-05.csv", "NZDUSD", 15_543, 257, 2)]
    [InlineData("fx/minute/xauusd_oanda_m1_2014-05.csv", "XAUUSD", 15_222, 84, 21)]
    public void Minutes_WithHoles_HaveTheirGapsToldFromClosedMarkets(string file, string symbol, int rows, int jumps, int closed)
    {
        var report = Check(file, symbol);

        Assert.Equal((Timeframe.M1, rows), (report.Timeframe!.Value, (int)report.Rows));
        Assert.True(closed == report.ClosedBreaks, $"{report.ClosedBreaks}" + string.Join("; ", report.Findings));
        Assert.Equal(jumps, report.ClosedBreaks + report.Counts[DataDefect.Gap]);
        Assert.DoesNotContain(report.Counts.Keys, k => k is DataDefect.Inconsistent or DataDefect.Crossed or DataDefect.OutOfOrder or DataDefect.Malformed);
        Assert.InRange(report.Score, 90.0, 99.9);
    }

    [Fact]
    public void Minutes_WhoseBidsMeetTheirAsks_AreCountedAsCrossedAndLocked()
    {
        var report = Check("fx/minute/eurusd_fxcm_m1_2014-05.csv", "EURUSD");

        Assert.Equal(15_857, report.Rows);
        Assert.Equal(1_454, report.Counts[DataDefect.Crossed] + report.Counts[DataDefect.Locked]);
        Assert.Equal(374, report.Counts[DataDefect.Crossed]);
        Assert.Equal(30, report.Counts[DataDefect.ZeroSpread]);

        // This broker opens two hours before the week does.
        Assert.Equal(177, report.Counts[DataDefect.ClosedMarket]);
        Assert.All(report.Findings.Where(f => f.Defect == DataDefect.ClosedMarket), f => Assert.Equal(DayOfWeek.Sunday, f.Time!.Value.DayOfWeek));
        Assert.Equal(DataReport.FindingsMax, report.Findings.Count(f => f.Defect == DataDefect.Crossed));
    }

    [Fact]
    public void Minutes_WhoseExtremesDoNotEncloseTheirPrices_AreCounted()
    {
        var report = Check("fx/minute/hedgehogger_eurusd_m1_2024-11.tsv", "EURUSD");

        Assert.Equal((9_999, 231), ((int)report.Rows, (int)report.Counts[DataDefect.Inconsistent]));
        Assert.DoesNotContain(DataDefect.Locked, report.Counts.Keys);
    }

    [Fact]
    public void Hours_WithoutAWeekOfDecember2016_HaveThatGap()
    {
        var report = Check("fx/hour/eurusd_oanda_h1_2007-2018.csv", "EURUSD");

        Assert.Equal(74_439, report.Rows);
        var gap = Assert.Single(report.Findings, f => f.Defect == DataDefect.Gap && f.Time?.Year == 2016 && f.Detail.Contains("2016-12-16", StringComparison.Ordinal));
        Assert.Equal(new DateTimeOffset(2016, 12, 9, 21, 0, 0, TimeSpan.Zero), gap.Time);
        Assert.True(report.ClosedBreaks > 590, $"{report.ClosedBreaks} weekends and holidays");
        Assert.DoesNotContain(report.Counts.Keys, k => k is DataDefect.Inconsistent or DataDefect.OutOfOrder or DataDefect.SplitLike);
    }

    [Fact]
    public void Days_WithoutThatWeek_HaveThatGapToo()
    {
        var report = Check("fx/daily/eurusd_oanda_d1_2007-2018.csv", "EURUSD");

        Assert.Equal((Timeframe.D1, 3_738), (report.Timeframe!.Value, (int)report.Rows));
        Assert.Contains(report.Findings, f => f.Defect == DataDefect.Gap && f.Time is { Year: 2016, Month: 12 });
        Assert.Equal(
            [12, 13, 14, 15], report.Days.Where(d => d is { Day: { Year: 2016, Month: 12 }, Missing: 1, Rows: 0, Score: 0.0 }).Select(d => d.Day.Day));
        Assert.Equal(620, report.Counts[DataDefect.WeekendBar]);
        Assert.Equal(654, Check("fx/daily/xauusd_oanda_d1.csv", "XAUUSD").Counts[DataDefect.WeekendBar]);
    }

    [Fact]
    public void Shares_WhoseFactorsLackASplit_ShowItAndOthersShowNone()
    {
        var google = Check("equity/daily/goog_d1.csv", "GOOG", adjusted: true);
        var split = Assert.Single(google.Findings, f => f.Defect == DataDefect.SplitLike);
        Assert.Equal(new DateOnly(2014, 4, 3), DateOnly.FromDateTime(split.Time!.Value.UtcDateTime));
        Assert.Contains("-49.8 %", split.Detail, StringComparison.Ordinal);
        Assert.Contains("2:1", split.Detail, StringComparison.Ordinal);

        foreach (var symbol in (string[])["SPY", "AAPL", "IBM"])
        {
            var report = Check($"equity/daily/{symbol.ToLowerInvariant()}_d1.csv", symbol, adjusted: true);
            Assert.Equal(5_849, report.Rows);
            Assert.True(!report.Counts.ContainsKey(DataDefect.SplitLike), string.Join("; ", report.Findings));
            Assert.True(!report.Counts.ContainsKey(DataDefect.Gap), string.Join("; ", report.Findings));
        }

        // A single wild price of IBM, gone within its day.
        Assert.Contains(Check("equity/daily/ibm_d1.csv", "IBM", adjusted: true).Findings, f => f is { Defect: DataDefect.Outlier, Time.Year: 2002 });

        // Unadjusted, Apple's splits of 2000, 2005, 2014 and 2020 are jumps of the price.
        Assert.Equal(4, Check("equity/daily/aapl_d1.csv", "AAPL").Counts[DataDefect.SplitLike]);
    }

    [Fact]
    public void Minutes_OfShares_LackNoneOfTheMainSession()
    {
        var report = Check("equity/minute/spy_m1_trade_2013-10-07_11.csv", "SPY");

        Assert.Equal(4_128, report.Rows);
        Assert.DoesNotContain(report.Counts.Keys, k => k is DataDefect.Gap or DataDefect.ClosedMarket);
    }

    [Fact]
    public void Coins_WithAHoleOfSevenHoursAndMissingDays_HaveThem()
    {
        var minutes = Check("crypto/minute/btcusd_coinbase_m1_trade.csv", "BTCUSD");
        Assert.Equal(12_423, minutes.Rows);
        var hole = Assert.Single(minutes.Findings.Where(f => f.Time is { Year: 2018, Month: 4, Day: 4, Hour: 16 }), f => f.Defect == DataDefect.Gap);
        Assert.Contains("432 M1s", hole.Detail, StringComparison.Ordinal);
        Assert.Equal(8, Check("crypto/daily/btcusd_coinbase_d1.csv", "BTCUSD").Counts[DataDefect.Gap]);
        Assert.Equal(5_329, Check("crypto/minute/ethusd_coinbase_m1_trade.csv", "ETHUSD").Rows);
    }

    [Theory]
    [InlineData("fx/daily/xauusd_oanda_d1.csv", "XAUUSD", 3_949, "bars")]
    [InlineData("fx/hour/ejtrader_usdjpy_h1.csv", "USDJPY", 57_600, "mt5")]
    [InlineData("fx/hour/ejtrader_gbpusd_h1.csv", "GBPUSD", 57_600, "mt5")]
    [InlineData("fx/daily/ejtrader_audjpy_d1.csv", "AUDJPY", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_audusd_d1.csv", "AUDUSD", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_eurchf_d1.csv", "EURCHF", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_eurgbp_d1.csv", "EURGBP", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_eurjpy_d1.csv", "EURJPY", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_eurusd_d1.csv", "EURUSD", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_gbpjpy_d1.csv", "GBPJPY", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_gbpusd_d1.csv", "GBPUSD", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_usdcad_d1.csv", "USDCAD", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_usdchf_d1.csv", "USDCHF", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_usdjpy_d1.csv", "USDJPY", 2_400, "mt5")]
    [InlineData("fx/daily/ejtrader_xauusd_d1.csv", "XAUUSD", 2_400, "mt5")]
    [InlineData("equity/daily/skender_default.csv", "SPY", 502, "dated")]
    [InlineData("equity/minute/spy_m1_trade_2013-10-07_11.csv", "SPY", 0, "equity")]
    [InlineData("equity/daily/lean_23etf_close_2008-2016.csv", "SPY", 2_141, "matrix")]
    public void Files_OfEveryFormat_AreRecognisedAndReadWithoutABadLine(string file, string symbol, int rows, string format)
    {
        using var text = Open(file);
        Assert.True(RecordedInspection.TryInspect(text, new RecordedOptions(), out var inspection, out var refusal), refusal?.Message);
        Assert.Equal(format, inspection.Format.Name);
        Assert.NotNull(inspection.Timeframe);

        var report = Check(file, symbol);
        Assert.Equal(rows == 0 ? report.Rows : rows, report.Rows);
        Assert.True(report.Rows > 500);
        Assert.DoesNotContain(report.Counts.Keys, k => k is DataDefect.Malformed or DataDefect.Inconsistent or DataDefect.OutOfOrder);
    }

    [Fact]
    public void ServerTimes_OfMetaTrader_PutTheWeeksEndAtFiveInNewYork()
    {
        // Seen from New York the week ends at 17:00 the whole year, though the EU and the US change their clocks on different days.
        using var text = Open("fx/hour/ejtrader_gbpusd_h1.csv");
        Assert.True(RecordedBarReader.TryOpen(text, Timeframe.H1, new RecordedOptions(Digits: 5), out var bars, out _));
        var closed = 0;
        var read = 0;
        while (bars.TryRead(out var bar))
        {
            read++;
            closed += SessionCalendar.IsOpen(Symbol.Parse("GBPUSD"), bar.Start) ? 0 : 1;
            Assert.InRange(bar.Bid.Close.Value, 1.1m, 1.8m);
        }

        Assert.Equal(57_600, read);
        Assert.InRange(closed, 0, read / 500);
    }

    private static DataReport Check(string file, string symbol, bool adjusted = false)
    {
        var name = Symbol.Parse(symbol);
        RecordedInspection? inspection;
        using (var head = Open(file))
        {
            Assert.True(RecordedInspection.TryInspect(head, new RecordedOptions(), out inspection, out var refusal), refusal?.Message);
        }

        var check = new DataCheck(name, inspection.Timeframe, file.Contains("minute/spy", StringComparison.Ordinal) ? TradingHours.UsEquityExtended : null);
        var options = new RecordedOptions(
            Digits: Instruments.Find(name)?.PriceDecimals is { } digits ? name.Value == "XAUUSD" ? 2 : digits : null, Column: name, Adjusted: adjusted,
            OnMalformed: check.Add);
        using var text = Open(file);
        if (inspection.Format.IsTicks)
        {
            Assert.True(RecordedTickReader.TryOpen(text, options, out var ticks, out _));
            while (ticks.TryRead(out var tick))
            {
                check.Add(in tick, ticks.Line);
            }
        }
        else
        {
            Assert.True(RecordedBarReader.TryOpen(text, inspection.Timeframe!.Value, options, out var bars, out var no), no?.Message);
            while (bars.TryReadRaw(out var bar))
            {
                check.Add(in bar, bars.Line);
            }
        }

        return check.ToReport();
    }

    private static StreamReader Open(string file) => new(SharedFiles.Require("data/" + file));
}
