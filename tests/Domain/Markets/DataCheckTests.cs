using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class DataCheckTests
{
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    [Fact]
    public void Bars_WithOneOfEachDefect_HaveEachCountedOnceAtItsLine()
    {
        var check = new DataCheck(EurUsd, Timeframe.M1);
        var start = Utc("2014-05-06T08:00Z");
        var line = 1L;
        for (var i = 0; i < 600; i++)
        {
            var price = 1.39m + ((i * 7919 % 13) * 0.00001m);
            var bid = new Ohlc(new Price(price), new Price(price + 0.0001m), new Price(price - 0.0001m), new Price(price));
            var ask = new Ohlc(bid.Open + 0.0001m, bid.High + 0.0001m, bid.Low + 0.0001m, bid.Close + 0.0001m);
            var at = start.AddMinutes(i + (i > 300 ? 5 : 0));
            var bar = i switch
            {
                400 => Bar(at, bid with { Low = new Price(price + 0.00005m) }, ask),
                410 => Bar(at, bid, bid with { Close = new Price(price - 0.00001m) }),
                420 => Bar(at, bid, ask with { Close = bid.Close }),
                430 => Bar(at, bid with { High = new Price(1.45m) }, ask with { High = new Price(1.4501m) }),
                _ => Bar(at, bid, ask),
            };
            check.Add(in bar, ++line);
            if (i == 440)
            {
                check.Add(in bar, ++line);
                check.Add(bar with { Volume = 3m }, ++line);
                check.Add(bar with { Start = at.AddMinutes(-1) }, ++line);
            }
        }

        check.Add(new MalformedLine(++line, "nonsense", "field 1 must be a time"));
        var report = check.ToReport();

        Assert.Equal(
            new SortedDictionary<DataDefect, long>
            {
                [DataDefect.Malformed] = 1, [DataDefect.DuplicateTime] = 1, [DataDefect.DuplicateRow] = 1, [DataDefect.OutOfOrder] = 1,
                [DataDefect.Gap] = 1, [DataDefect.Inconsistent] = 1, [DataDefect.Crossed] = 1, [DataDefect.Locked] = 1, [DataDefect.Outlier] = 1,
            },
            report.Counts);
        Assert.Equal((5L, 603L), (report.MissingPeriods, report.Rows));
        Assert.Equal(402, report.Findings.Single(f => f.Defect == DataDefect.Inconsistent).Line);
        Assert.Equal(432, report.Findings.Single(f => f.Defect == DataDefect.Outlier).Line);
        Assert.Equal(report.Findings.OrderBy(f => f.Line), report.Findings);
        Assert.InRange(report.Score, 98.0, 99.0);
        Assert.Equal(new DateOnly(2014, 5, 6), Assert.Single(report.Days).Day);
    }

    [Fact]
    public void Weekend_BetweenTwoBars_IsNoGapAndAMissingFridayHourIs()
    {
        var check = new DataCheck(EurUsd, Timeframe.H1);
        foreach (var (hour, line) in ((string[])["2014-05-09T19:00Z", "2014-05-09T20:00Z", "2014-05-11T21:00Z", "2014-05-16T19:00Z", "2014-05-18T21:00Z"]).Select((h, i) => (h, i)))
        {
            check.Add(Bar(Utc(hour), Prices(1.39m + (line * 0.001m)), Prices(1.3901m + (line * 0.001m))), line + 2);
        }

        var report = check.ToReport();
        Assert.Equal((1L, 2L), (report.ClosedBreaks, report.Counts[DataDefect.Gap]));
        Assert.Contains("1 H1 of", report.Findings[^1].Detail, StringComparison.Ordinal);
        Assert.Equal(117L + 1L, report.MissingPeriods);
    }

    [Fact]
    public void Ticks_ThatStandStill_AreStaleOnceUntilTheyMove()
    {
        var check = new DataCheck(EurUsd, null);
        var start = Utc("2014-05-06T08:00Z");
        for (var i = 0; i < 120; i++)
        {
            check.Add(new Tick(start.AddMinutes(i), new Price(i < 60 ? 1.39m : 1.4m), new Price(1.41m)), i + 2);
        }

        var report = check.ToReport();
        Assert.Equal(2, report.Counts[DataDefect.Stale]);
        Assert.Equal(33, report.Findings[0].Line);
    }

    [Fact]
    public void Ticks_LockedForLong_HaveNoSpreadOnceAStretch()
    {
        var check = new DataCheck(EurUsd, null);
        var start = Utc("2014-05-06T08:00Z");
        for (var i = 0; i < 40; i++)
        {
            var bid = new Price(1.39m + (i * 0.00001m));
            check.Add(new Tick(start.AddSeconds(i), bid, bid + (i is 5 or 20 ? 0.0001m : 0m)), i + 2);
        }

        var report = check.ToReport();
        Assert.Equal((38L, 2L), (report.Counts[DataDefect.Locked], report.Counts[DataDefect.ZeroSpread]));
        Assert.Equal([17L, 32], report.Findings.Where(f => f.Defect == DataDefect.ZeroSpread).Select(f => f.Line));
        Assert.Equal(100.0, report.Score);
    }

    [Fact]
    public void Bars_WhoseSidesAreTheSame_HaveNoSpreadAndOthersMayCloseLocked()
    {
        var check = new DataCheck(EurUsd, Timeframe.M1);
        var (start, bid) = (Utc("2014-05-06T08:00Z"), Prices(1.39m));
        check.Add(Bar(start, bid, bid), 2);
        check.Add(Bar(start.AddMinutes(1), bid, bid with { High = bid.High + 0.0001m }), 3);
        check.Add(Bar(start.AddMinutes(2), bid, bid) with { HasBothSides = false }, 4);

        var report = check.ToReport();
        Assert.Equal((2L, 1L), (report.Counts[DataDefect.Locked], report.Counts[DataDefect.ZeroSpread]));
    }

    [Fact]
    public void Days_OfASundayAndAHoliday_AreToldApart()
    {
        var check = new DataCheck(EurUsd, Timeframe.D1);
        var line = 1L;
        foreach (var day in (string[])["2018-12-20", "2018-12-21", "2018-12-23", "2018-12-24", "2018-12-25", "2018-12-26"])
        {
            check.Add(Bar(Utc(day), Prices(1.14m), Prices(1.1401m)), ++line);
        }

        var report = check.ToReport();
        Assert.Equal([DataDefect.WeekendBar, DataDefect.ClosedMarket], report.Counts.Keys);
        Assert.Equal([(DataDefect.WeekendBar, 4L), (DataDefect.ClosedMarket, 6L)], report.Findings.Select(f => (f.Defect, f.Line)));
        Assert.Contains("Tuesday 2018-12-25", report.Findings[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_MissingForDays_AreMissingFromEachOfThem()
    {
        var check = new DataCheck(EurUsd, Timeframe.H1);
        check.Add(Bar(Utc("2014-05-05T20:00Z"), Prices(1.39m), Prices(1.3901m)), 2);
        check.Add(Bar(Utc("2014-05-08T08:00Z"), Prices(1.391m), Prices(1.3911m)), 3);

        var report = check.ToReport();
        Assert.Equal(59, report.MissingPeriods);
        Assert.Equal(
            [new DataDay(new(2014, 5, 5), 1, 0, 0, 100.0), new(new(2014, 5, 6), 0, 24, 0, 0.0), new(new(2014, 5, 7), 0, 24, 0, 0.0), new(new(2014, 5, 8), 1, 11, 0, 8.3)],
            report.Days);
    }

    [Fact]
    public void Ticks_SilentOverMidnight_AreAGapOfBothDays()
    {
        var check = new DataCheck(EurUsd, null);
        check.Add(Tick("2014-05-06T20:50Z", 1.39m, 1.3901m), 2);
        check.Add(Tick("2014-05-06T21:20Z", 1.391m, 1.3911m), 3);
        check.Add(Tick("2014-05-06T21:25Z", 1.392m, 1.3921m), 4);

        var report = check.ToReport();
        Assert.Equal((1L, 30L), (report.Counts[DataDefect.Gap], report.MissingPeriods));
        Assert.Equal([(6, 1L), (7, 1L)], report.Days.Select(d => (d.Day.Day, d.Missing)));
    }

    [Fact]
    public void Shares_BeforeAndAfterTheMainSession_MayPauseAndWithinItNot()
    {
        var check = new DataCheck(Symbol.Parse("SPY"), Timeframe.M1, TradingHours.UsEquityExtended);
        var line = 1L;
        foreach (var time in (string[])["2013-10-07T08:00Z", "2013-10-07T12:00Z", "2013-10-07T13:29Z", "2013-10-07T13:30Z", "2013-10-07T13:33Z", "2013-10-08T01:00Z"])
        {
            check.Add(Bar(Utc(time), Prices(167m + (line * 0.01m)), Prices(167m + (line * 0.01m))) with { HasBothSides = false }, ++line);
        }

        var report = check.ToReport();
        Assert.Equal((2L, 1L), (report.Counts[DataDefect.Gap], report.Counts[DataDefect.ClosedMarket]));
        Assert.Equal(2 + (6 * 60) + 26, report.MissingPeriods);
    }

    [Fact]
    public void Nothing_Checked_IsWithoutFault()
    {
        var report = new DataCheck(EurUsd, Timeframe.M1).ToReport();
        Assert.Equal((0L, null, 100.0), (report.Rows, report.First, report.Score));
    }

    private static RecordedBar Bar(DateTimeOffset start, Ohlc bid, Ohlc ask) => new(start, bid, ask, 1m, 1m, true);

    private static Ohlc Prices(decimal price) => new(new Price(price), new Price(price + 0.0002m), new Price(price - 0.0002m), new Price(price));
}
