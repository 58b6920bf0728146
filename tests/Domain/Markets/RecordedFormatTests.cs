using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

/// <summary>Formats whose originals cannot be shipped, by lines as their makers document them.</summary>
public sealed class RecordedFormatTests
{
    [Fact]
    public void HistDataBars_WithoutAHeader_AreReadFromTheFirstLineInWinterTime()
    {
        var bars = Bars("20120201 000000;1.306600;1.306610;1.306560;1.306560;0\n20120701 000100;1.306570;1.306570;1.306470;1.306560;0\n", "histdata");

        Assert.Equal([Utc("2012-02-01T05:00Z"), Utc("2012-07-01T05:01Z")], bars.Select(b => b.Start));
        Assert.Equal(Ohlc(1.3066m, 1.30661m, 1.30656m, 1.30656m), bars[0].Bid);
        Assert.Equal(bars[0].Bid, bars[0].Ask);
    }

    [Fact]
    public void HistDataTicks_WithMilliseconds_AreRead()
    {
        var ticks = Ticks("20120201 000003660,1.306600,1.306770,0\n20120201 000003973,1.306610,1.306780,0\n", "histdata-ticks");

        Assert.Equal([Tick("2012-02-01T05:00:03.660Z", 1.3066m, 1.30677m), Tick("2012-02-01T05:00:03.973Z", 1.30661m, 1.30678m)], ticks);
    }

    [Fact]
    public void DukascopyBars_InUtcAndInLocalTime_AreTheSame()
    {
        var utc = Bars("Gmt time,Open,High,Low,Close,Volume\n01.07.2014 22:00:00.000,1.37553,1.37580,1.37550,1.37566,1575.0999\n", "dukascopy");
        var local = Bars("Local time,Open,High,Low,Close,Volume\n02.07.2014 00:00:00.000 GMT+0200,1.37553,1.37580,1.37550,1.37566,1575.0999\n", "dukascopy-local");

        Assert.Equal(utc, local);
        Assert.Equal((Utc("2014-07-01T22:00Z"), 1575.0999m), (utc[0].Start, utc[0].Volume.Value));
    }

    [Fact]
    public void DukascopyTicks_HaveTheAskFirst()
    {
        var ticks = Ticks("Gmt time,Ask,Bid,AskVolume,BidVolume\n01.07.2014 22:00:00.147,1.37580,1.37571,1.5,0.75\n", "dukascopy-ticks");

        Assert.Equal(
            [new Tick(Utc("2014-07-01T22:00:00.147Z"), new Price(1.37571m), new Price(1.3758m), new Quantity(0.75m), new Quantity(1.5m))], ticks);
    }

    [Fact]
    public void TerminalBars_OfMetaTrader_HaveTheirSpreadInPoints()
    {
        var bars = Bars(
            "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2014.07.02\t00:00:00\t1.37553\t1.37580\t1.37550\t1.37566\t812\t0\t12\n",
            "mt5-bars");

        Assert.Equal((Utc("2014-07-01T21:00Z"), 812L), (bars[0].Start, bars[0].Ticks));
        Assert.Equal(Ohlc(1.37565m, 1.37592m, 1.37562m, 1.37578m), bars[0].Ask);
    }

    [Fact]
    public void TerminalTicks_OfMetaTrader_RepeatTheSideThatDidNotChange()
    {
        const string text = "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\n"
            + "2014.07.02\t00:00:00.100\t\t1.37580\t\t\t4\n"
            + "2014.07.02\t00:00:00.200\t1.37571\t1.37580\t\t\t6\n"
            + "2014.07.02\t00:00:00.350\t\t1.37582\t\t\t4\n"
            + "2014.07.02\t00:00:01.000\t1.37570\t\t\t\t2\n";
        Assert.True(RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(), out var reader, out _));
        var ticks = new List<Tick>();
        while (reader.TryRead(out var tick))
        {
            ticks.Add(tick);
        }

        Assert.Equal(
            [
                Tick("2014-07-01T21:00:00.200Z", 1.37571m, 1.3758m), Tick("2014-07-01T21:00:00.350Z", 1.37571m, 1.37582m),
                Tick("2014-07-01T21:00:01Z", 1.3757m, 1.37582m),
            ],
            ticks);
        Assert.Equal((2L, "field 3 (bid) must be a number"), (reader.Malformed[0].Line, reader.Malformed[0].Problem));
    }

    [Fact]
    public void JForexBars_InUtcAndInEasternTime_AreTheSame()
    {
        var utc = Bars("Time (UTC),Open,High,Low,Close,Volume \n2014.07.01 22:00:00,1.37553,1.37580,1.37550,1.37566,1575.1\n", "jforex");
        var eastern = Bars("Time (EET),Open,High,Low,Close,Volume \n2014.07.02 01:00:00,1.37553,1.37580,1.37550,1.37566,1575.1\n", "jforex-eet");

        Assert.Equal(utc, eastern);
        Assert.Equal(Utc("2014-07-01T22:00Z"), utc[0].Start);
    }

    [Fact]
    public void JForexTicks_HaveTheAskFirst()
    {
        var ticks = Ticks("Time (UTC),Ask,Bid,AskVolume,BidVolume \n2014.07.01 22:00:00.147,1.37580,1.37571,1.5,0.75\n", "jforex-ticks");

        Assert.Equal(
            [new Tick(Utc("2014-07-01T22:00:00.147Z"), new Price(1.37571m), new Price(1.3758m), new Quantity(0.75m), new Quantity(1.5m))], ticks);
    }

    [Fact]
    public void Sides_OfTwoFiles_AreJoinedByTimeAndWhatIsAloneIsTold()
    {
        const string header = "Gmt time,Open,High,Low,Close,Volume\n";
        const string bids = header + "01.07.2014 22:00:00.000,1.1,1.3,1.0,1.2,5\n01.07.2014 22:01:00.000,1.2,1.3,1.1,1.2,6\n"
            + "01.07.2014 22:03:00.000,1.2,1.3,1.1,1.2,7\n01.07.2014 22:04:00.000,1.2,1.3,1.1,1.25,8\n01.07.2014 22:09:00.000,1.2,1.3,1.1,1.2,9\n";
        const string asks = header + "01.07.2014 21:59:00.000,1.2,1.4,1.1,1.3,1\n01.07.2014 22:00:00.000,1.2,1.4,1.1,1.3,1\n"
            + "01.07.2014 22:02:00.000,1.3,1.4,1.2,1.3,1\n01.07.2014 22:03:00.000,1.3,1.4,1.2,1.3,1\n01.07.2014 22:04:00.000,1.3,1.4,1.2,1.24,1\n";
        Assert.True(RecordedBarReader.TryOpen(new StringReader(bids), Timeframe.M1, new RecordedOptions(), out var low, out _));
        Assert.True(RecordedBarReader.TryOpen(new StringReader(asks), Timeframe.M1, new RecordedOptions(), out var high, out _));
        var alone = new List<MalformedLine>();
        var sides = new RecordedSides(low, high, alone.Add);
        var bars = new List<Bar>();
        while (sides.TryRead(out var bar))
        {
            bars.Add(bar);
        }

        Assert.Equal([Utc("2014-07-01T22:00Z"), Utc("2014-07-01T22:03Z")], bars.Select(b => b.Start));
        Assert.Equal((Ohlc(1.1m, 1.3m, 1.0m, 1.2m), Ohlc(1.2m, 1.4m, 1.1m, 1.3m), 5m), (bars[0].Bid, bars[0].Ask, bars[0].Volume.Value));
        Assert.Equal([3L, 5, 6], alone.Select(a => a.Line));
        Assert.Equal("the closing bid is above the closing ask", alone[1].Problem);
    }

    [Fact]
    public void Zone_WithDaylightSaving_RepeatsAnHourOnceAndSkipsOne()
    {
        Assert.True(RecordedZone.TryParse("Europe/Berlin", out var zone));
        const string lines = """
            date,open,high,low,close,volume
            2014-03-30 01:30,1,1,1,1,0
            2014-03-30 02:30,1,1,1,1,0
            2014-03-30 03:30,1,1,1,1,0
            2014-10-26 02:00,1,1,1,1,0
            2014-10-26 02:30,1,1,1,1,0
            2014-10-26 02:00,1,1,1,1,0
            2014-10-26 02:30,1,1,1,1,0
            2014-10-26 03:00,1,1,1,1,0
            """;
        Assert.True(RecordedBarReader.TryOpen(new StringReader(lines), Timeframe.M30, new RecordedOptions(Zone: zone), out var reader, out _));
        var starts = new List<DateTimeOffset>();
        while (reader.TryRead(out var bar))
        {
            starts.Add(bar.Start);
        }

        Assert.Equal(
            [
                Utc("2014-03-30T00:30Z"), Utc("2014-03-30T01:30Z"), Utc("2014-10-26T00:00Z"), Utc("2014-10-26T00:30Z"), Utc("2014-10-26T01:00Z"),
                Utc("2014-10-26T01:30Z"), Utc("2014-10-26T02:00Z"),
            ],
            starts);
        Assert.Equal((3L, "field 1 is in the hour that clocks skip in spring"), (reader.Malformed[0].Line, reader.Malformed[0].Problem));
    }

    [Fact]
    public void Matrix_WithoutANamedColumn_SaysWhichItHas()
    {
        const string text = "Date,EEM,SPY\n2008-01-02,49.27,144.93\n2008-01-03,49.71,\n";
        Assert.False(RecordedBarReader.TryOpen(new StringReader(text), Timeframe.D1, new RecordedOptions(), out _, out var none));
        Assert.Contains("EEM, SPY", none.Message, StringComparison.Ordinal);
        Assert.True(RecordedBarReader.TryOpen(
            new StringReader(text), Timeframe.D1, new RecordedOptions(Column: Symbol.Parse("SPY")), out var reader, out _));
        Assert.True(reader.TryRead(out var bar));
        Assert.Equal((Ohlc(144.93m, 144.93m, 144.93m, 144.93m), new DateOnly(2008, 1, 2)), (bar.Bid, bar.Day));
        Assert.False(reader.TryRead(out _));
        Assert.Contains("field 3", reader.Malformed[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_WithoutTheirDigits_AreRefusedWithWhatToSay()
    {
        Assert.False(RecordedBarReader.TryOpen(
            new StringReader("Date,open,high,low,close,tick_volume\n"), Timeframe.D1, new RecordedOptions(), out _, out var refusal));
        Assert.Equal("recording.digits_missing", refusal.Code);
    }

    [Theory]
    [InlineData("time=0,bid=1,ask=2", "iso", "2014-05-06T08:00:00Z,1.39,1.3901", true)]
    [InlineData("time=3,bid=0,ask=1", "unix_ms", "1.39,1.3901,x,1399363200000", true)]
    [InlineData("time=0,open=1,high=2,low=3,close=4", "dd/MM/yyyy HH:mm", "06/05/2014 08:00,1.39,1.4,1.38,1.39", false)]
    [InlineData("date=0,clock=1,open=2,high=3,low=4,close=5,volume=6", "yyyyMMdd", "20140506,08:00:00,1.39,1.4,1.38,1.39,7", false)]
    public void Mapping_OfColumns_ReadsThem(string map, string time, string line, bool ticks)
    {
        Assert.True(RecordedMapping.TryRead(map, time, ',', hasHeader: true, out var format, out var problems), string.Join(' ', problems));
        var text = "whatever,is,above\n" + line + "\n";
        var options = new RecordedOptions(format);
        if (ticks)
        {
            Assert.True(RecordedTickReader.TryOpen(new StringReader(text), options, out var reader, out var refusal), refusal?.Message);
            Assert.True(reader.TryRead(out var tick), reader.Malformed.FirstOrDefault()?.Problem);
            Assert.Equal(Tick("2014-05-06T08:00Z", 1.39m, 1.3901m), tick);
        }
        else
        {
            Assert.True(RecordedBarReader.TryOpen(new StringReader(text), Timeframe.M1, options, out var reader, out var refusal), refusal?.Message);
            Assert.True(reader.TryRead(out var bar), reader.Malformed.FirstOrDefault()?.Problem);
            Assert.Equal((Utc("2014-05-06T08:00Z"), Ohlc(1.39m, 1.4m, 1.38m, 1.39m)), (bar.Start, bar.Bid));
        }
    }

    [Theory]
    [InlineData("bid=1,ask=2", "One of time and date must be mapped.")]
    [InlineData("time=0,bid=1", "ask is not mapped.")]
    [InlineData("time=0,open=1,high=2,close=3", "low is not mapped.")]
    [InlineData("time=0,price=1", "'price=1' maps nothing")]
    [InlineData("time=0,bid=99,ask=1", "'bid=99' has no column")]
    [InlineData("time=0,time=1,bid=1,ask=2", "time is mapped twice.")]
    [InlineData("time=0,open=1,high=2,low=3,close=4,ask_open=5", "all or none")]
    public void Mapping_ThatCannotBe_SaysWhy(string map, string problem)
    {
        Assert.False(RecordedMapping.TryRead(map, "iso", ',', hasHeader: true, out _, out var problems));
        Assert.Contains(problems, p => p.Contains(problem, StringComparison.Ordinal));
    }

    private static List<Bar> Bars(string text, string format)
    {
        Assert.Equal(format, RecordedFormat.Detect(text.Split('\n')[0])?.Name);
        Assert.True(RecordedBarReader.TryOpen(new StringReader(text), Timeframe.M1, new RecordedOptions(), out var reader, out var refusal), refusal?.Message);
        var bars = new List<Bar>();
        while (reader.TryRead(out var bar))
        {
            bars.Add(bar);
        }

        Assert.Equal(0, reader.MalformedCount);
        return bars;
    }

    private static List<Tick> Ticks(string text, string format)
    {
        Assert.Equal(format, RecordedFormat.Detect(text.Split('\n')[0])?.Name);
        Assert.True(RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(), out var reader, out var refusal), refusal?.Message);
        var ticks = new List<Tick>();
        while (reader.TryRead(out var tick))
        {
            ticks.Add(tick);
        }

        Assert.Equal(0, reader.MalformedCount);
        return ticks;
    }
}
