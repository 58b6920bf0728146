using System.Globalization;
using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class RecordedReaderTests
{
    private static readonly Instrument UsdJpy = Instruments.Find(Symbol.Parse("USDJPY"))!;
    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;

    [Fact]
    public void Ticks_WithBadLinesAmongThem_AreReadAndTheBadLinesCountedByNumber()
    {
        const string text = """
            ts_utc,bid,ask
            2014-05-06T00:00:00.158Z,1.38742,1.38755
            nonsense

            2014-05-06T00:00:01Z,1.38742
            2014-02-30T00:00:01Z,1.38742,1.38755
            2014-05-06T00:00:02Z,1.38742,x
            2014-05-06T00:00:03Z,1.38742,1.38755,9
            2014-05-06T24:00:00Z,1.38742,1.38755
            2014-05-06T00:00:04.1234567Z,1.38743,1.38756
            """;
        var told = new List<long>();
        Assert.True(RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(OnMalformed: malformed => told.Add(malformed.Line)), out var reader, out _));

        Assert.True(reader.TryRead(out var first));
        Assert.True(reader.TryRead(out var second));
        Assert.False(reader.TryRead(out _));

        Assert.Equal(Tick("2014-05-06T00:00:00.158Z", 1.38742m, 1.38755m), first);
        Assert.Equal(Tick("2014-05-06T00:00:04.1234567Z", 1.38743m, 1.38756m), second);
        Assert.Equal(6, reader.MalformedCount);
        Assert.Equal([3L, 5, 6, 7, 8, 9], reader.Malformed.Select(malformed => malformed.Line));
        Assert.Equal(told, reader.Malformed.Select(malformed => malformed.Line));
        Assert.Contains("field 3 (ask)", reader.Malformed[3].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "recording.empty", "line 1: the file is empty; expected 'ts_utc,bid,ask' (ticks) or ")]
    [InlineData("", "recording.empty", " or 'Gmt time,Ask,Bid,AskVolume,BidVolume' (dukascopy-ticks) or ")]
    [InlineData("a,b,c\n1,2,3", "recording.wrong_format", ", found 'a,b,c'.")]
    [InlineData("Date,open,high,low,close,tick_volume\n", "recording.wrong_format", "found 'Date,open,high,low,close,tick_volume'")]
    [InlineData("\u0001\u0002PK", "recording.wrong_format", "found '??PK'")]
    public void Ticks_OfAnotherFormat_AreRefusedInOneLineThatSaysWhatWasExpected(string text, string code, string message)
    {
        Assert.False(RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(), out _, out var refusal));
        Assert.Equal(code, refusal.Code);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void Ticks_WithEndlessBadLines_KeepABoundedList()
    {
        var text = "ts_utc,bid,ask\n" + string.Concat(Enumerable.Repeat(new string('z', 300) + "\n", 5_000));
        Assert.True(RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(), out var reader, out _));

        Assert.False(reader.TryRead(out _));
        Assert.Equal(5_000, reader.MalformedCount);
        Assert.Equal(RecordedReader.MalformedKeptMax, reader.Malformed.Count);
        Assert.All(reader.Malformed, malformed => Assert.InRange(malformed.Text.Length, 1, 100));
    }

    [Fact]
    public void Numbers_OfAnyForm_AreReadAsTheLibraryReadsThem()
    {
        var random = new Random(6);
        string[] odd = ["1.", ".5", "-0.5", "007", "0.1234567890123456789", "12345678901234567890.5", "1.5e3", "1,5", "--1", "-", ".", "1.2.3", " 1", "+2"];
        var texts = odd.Concat(Enumerable.Range(0, 2_000).Select(_ =>
            new decimal(random.Next(), random.Next(2) * random.Next(), 0, random.Next(2) == 0, (byte)random.Next(20)).ToString(CultureInfo.InvariantCulture)));
        foreach (var text in texts.Where(text => !text.Contains(',')))
        {
            var expected = decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
            Assert.True(RecordedTickReader.TryOpen(
                new StringReader($"ts_utc,bid,ask\n2014-05-06T00:00:00Z,{text},1"), new RecordedOptions(), out var reader, out _));

            Assert.True(expected == reader.TryRead(out var tick), text);
            Assert.Equal(expected ? value : 0m, tick.Bid.Value);
        }
    }

    [Fact]
    public void Bars_OfBothSides_AreReadWithBadOnesCounted()
    {
        var text = RecordedFormat.BidAskBars.Header + """

            2014-05-01T00:00:00Z,1.38676,1.38686,1.38669,1.38686,0,1.38686,1.38697,1.38680,1.38697,0
            2014-05-01T00:00:00Z,1.38676,1.38686,1.38669,1.38686,0,1.38686,1.38697,1.38680,1.38697,0
            2014-05-01T00:01:00Z,1.38676,1.38670,1.38669,1.38686,0,1.38686,1.38697,1.38680,1.38697,0
            2014-05-01T00:02:00Z,1.38676,1.38686,1.38669,1.38686,0,1.38685,1.38685,1.38680,1.38685,0
            2014-05-01T00:03:00Z,1.38676,1.38686,1.38669,1.38686,0
            """;
        Assert.True(RecordedBarReader.TryOpen(new StringReader(text), Timeframe.M1, new RecordedOptions(Digits: EurUsd.PriceDecimals), out var reader, out _));

        Assert.True(reader.TryRead(out var bar));
        Assert.False(reader.TryRead(out _));

        Assert.Equal(Ohlc(1.38676m, 1.38686m, 1.38669m, 1.38686m), bar.Bid);
        Assert.Equal(Ohlc(1.38686m, 1.38697m, 1.38680m, 1.38697m), bar.Ask);
        Assert.Equal((Utc("2014-05-01T00:00Z"), Utc("2014-05-01T00:01Z")), (bar.Start, bar.End));
        Assert.Equal([3L, 4, 5, 6], reader.Malformed.Select(malformed => malformed.Line));
    }

    [Fact]
    public void Bars_OfMetaTrader_AreScaledAndMovedToUtc()
    {
        var text = RecordedFormat.MetaTraderBars.Header + "\n2012-11-16 12:00:00,81121.0,81203.0,81107.00000000001,81200.99999999999,3114\n"
            + "2013-07-16 12:00:00,81121.0,81203.0,81107.0,81201.0,10\n";
        Assert.True(RecordedBarReader.TryOpen(new StringReader(text), Timeframe.H1, new RecordedOptions(Digits: UsdJpy.PriceDecimals), out var reader, out _));

        Assert.True(reader.TryRead(out var winter));
        Assert.True(reader.TryRead(out var summer));

        Assert.Equal(Utc("2012-11-16T10:00Z"), winter.Start);
        Assert.Equal(Ohlc(81.121m, 81.203m, 81.107m, 81.201m), winter.Bid);
        Assert.Equal(winter.Bid, winter.Ask);
        Assert.Equal(3114, winter.Ticks);
        Assert.Equal(Utc("2013-07-16T09:00Z"), summer.Start);
    }

    [Fact]
    public void Bars_OfAnUnknownFormat_AreRefusedWithTheKnownHeaders()
    {
        Assert.False(RecordedBarReader.TryOpen(new StringReader("ts_utc,bid,ask"), Timeframe.H1, new RecordedOptions(Digits: UsdJpy.PriceDecimals), out _, out var refusal));
        Assert.All(
            [RecordedFormat.BidAskBars, RecordedFormat.TradeBars, RecordedFormat.MetaTraderBars],
            format => Assert.Contains(format.Header, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Detect_OfEachHeader_GivesItsFormatAndOthersNone()
    {
        Assert.All(RecordedFormat.All, format => Assert.Same(format, RecordedFormat.Detect("\uFEFF" + format.Header + "\r")));
        Assert.All(RecordedFormat.All.Where(f => !f.HasHeader), format => Assert.Null(RecordedFormat.Detect(format.Header + ",x")));
        Assert.All(RecordedFormat.All, format => Assert.Same(format, RecordedFormat.Find(format.Name)));
        Assert.Null(RecordedFormat.Detect(null));
        Assert.Null(RecordedFormat.Detect("ts_utc,bid"));
    }

    [Theory]
    [InlineData("time,open,high,low,close", 0, null, 1, 4, null)]
    [InlineData("ts_utc,open,high,low,close", 0, null, 1, 4, null)]
    [InlineData("Close;Low;High;Open;Volume;Timestamp", 5, null, 3, 0, 4)]
    [InlineData("symbol\tDate\tTime\tOpen\tHigh\tLow\tClose\tVol", 1, 2, 3, 6, 7)]
    [InlineData("date,open,high,low,close,adj close", 0, null, 1, 4, null)]
    [InlineData("ts_utc,bid_open,bid_high,bid_low,bid_close", 0, null, 1, 4, null)]
    public void Detect_OfNamedColumns_FindsThemByTheirNames(string header, int time, int? clock, int open, int close, int? volume)
    {
        var format = RecordedFormat.Detect(header)!;

        Assert.Equal(("named", time, clock, open, close, volume), (format.Name, format.Columns.Time, format.Columns.TimeOfDay, format.Columns.Open!.Value, format.Columns.Close!.Value, format.Columns.Volume));
        Assert.Equal(!header.Contains("utc", StringComparison.Ordinal), format.GuessesZone);
        Assert.False(format.IsTicks);
    }

    [Theory]
    [InlineData("open,high,low,close,volume")]
    [InlineData("time,open,high,close")]
    [InlineData("time,open,high,low,close,ask_open")]
    [InlineData("time,open,open,high,low,close")]
    [InlineData("time,bid")]
    [InlineData("2014-05-06,1,2,3,4")]
    public void Detect_OfColumnsThatAreNotEnough_GivesNone(string header) => Assert.Null(RecordedFormat.Detect(header));

    [Fact]
    public void NamedColumns_InAnyOrder_AreRead()
    {
        const string text = "ask;time;bid\n1.3876;2014-05-06 00:00:01.250;1.3874\n";
        Assert.True(RecordedTickReader.TryOpen(new StringReader(text), new RecordedOptions(), out var reader, out _));
        Assert.True(reader.TryRead(out var tick));
        Assert.Equal((1.3874m, 1.3876m, new DateTimeOffset(2014, 5, 6, 0, 0, 1, 250, TimeSpan.Zero)), (tick.Bid.Value, tick.Ask.Value, tick.Time));
    }
}
