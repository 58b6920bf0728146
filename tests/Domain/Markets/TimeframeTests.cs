using System.Globalization;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class TimeframeTests
{
    [Theory]
    // Winter: 17:00 New York is 22:00 UTC.
    [InlineData("2014-01-14T21:59:59.9999999Z", "2014-01-14", "2014-01-13T22:00Z", "2014-01-14T22:00Z")]
    [InlineData("2014-01-14T22:00Z", "2014-01-15", "2014-01-14T22:00Z", "2014-01-15T22:00Z")]
    // Summer: 21:00 UTC.
    [InlineData("2014-05-06T20:59:59.999Z", "2014-05-06", "2014-05-05T21:00Z", "2014-05-06T21:00Z")]
    [InlineData("2014-05-06T21:00Z", "2014-05-07", "2014-05-06T21:00Z", "2014-05-07T21:00Z")]
    // 9 March 2014, Sunday: New York springs forward, its day has 23 hours. The EU follows three weeks later, which must not matter.
    [InlineData("2014-03-09T12:00Z", "2014-03-09", "2014-03-08T22:00Z", "2014-03-09T21:00Z")]
    [InlineData("2014-03-09T21:00Z", "2014-03-10", "2014-03-09T21:00Z", "2014-03-10T21:00Z")]
    [InlineData("2014-03-20T21:30Z", "2014-03-21", "2014-03-20T21:00Z", "2014-03-21T21:00Z")]
    // 26 October 2014: the EU falls back, New York only on 2 November, whose day has 25 hours.
    [InlineData("2014-10-28T21:00Z", "2014-10-29", "2014-10-28T21:00Z", "2014-10-29T21:00Z")]
    [InlineData("2014-11-02T12:00Z", "2014-11-02", "2014-11-01T21:00Z", "2014-11-02T22:00Z")]
    [InlineData("2014-11-03T21:30Z", "2014-11-03", "2014-11-02T22:00Z", "2014-11-03T22:00Z")]
    public void FxDay_OfATime_EndsAt1700NewYork(string time, string date, string start, string end)
    {
        var day = FxDay.At(Utc(time));

        Assert.Equal(DateOnly.Parse(date, CultureInfo.InvariantCulture), day.Date);
        Assert.Equal(Utc(start), day.Start);
        Assert.Equal(Utc(end), day.End);
        Assert.Equal(TimeSpan.Zero, day.Start.Offset);
        Assert.True(day.Holds(Utc(time)));
        Assert.Equal(day, FxDay.On(day.Date));
    }

    [Theory]
    [InlineData("2014-05-06T21:00Z", "2014-05-06T21:00Z", "2014-05-07T01:00Z")]
    [InlineData("2014-05-06T20:59Z", "2014-05-06T17:00Z", "2014-05-06T21:00Z")]
    [InlineData("2014-01-14T21:59Z", "2014-01-14T18:00Z", "2014-01-14T22:00Z")]
    // The 23-hour day: five whole periods and one of three hours.
    [InlineData("2014-03-09T19:00Z", "2014-03-09T18:00Z", "2014-03-09T21:00Z")]
    // The 25-hour day: six whole periods and an hour left over.
    [InlineData("2014-11-02T20:59Z", "2014-11-02T17:00Z", "2014-11-02T21:00Z")]
    [InlineData("2014-11-02T21:30Z", "2014-11-02T21:00Z", "2014-11-02T22:00Z")]
    public void H4_OfATime_IsCountedFromTheFxDaysStart(string time, string start, string end)
    {
        var period = Timeframe.H4.PeriodAt(Utc(time));

        Assert.Equal(Utc(start), period.Start);
        Assert.Equal(Utc(end), period.End);
    }

    [Fact]
    public void Periods_OverAYear_CoverTimeOnceAndNest()
    {
        var days = 0;
        for (var time = Utc("2014-01-01T00:00Z"); time < Utc("2015-01-01T00:00Z"); time += TimeSpan.FromMinutes(23))
        {
            var larger = Timeframe.D1.PeriodAt(time);
            days += larger.End - larger.Start == TimeSpan.FromDays(1) ? 0 : 1;
            foreach (var timeframe in Timeframes.All.Reverse())
            {
                var period = timeframe.PeriodAt(time);
                Assert.True(period.Holds(time));
                Assert.True(period.Start >= larger.Start && period.End <= larger.End, $"{timeframe} at {time:O}");
                Assert.Equal(period, timeframe.PeriodAt(period.Start));
                Assert.Equal(period.End, timeframe.PeriodAt(period.End).Start);
                larger = period;
            }
        }

        Assert.True(days > 0, "the year has days of 23 and 25 hours");
    }

    [Theory]
    [InlineData("2014-01-15T02:00", "2014-01-15T00:00Z")]
    [InlineData("2014-07-15T03:00", "2014-07-15T00:00Z")]
    [InlineData("2014-03-30T02:59", "2014-03-30T00:59Z")]
    [InlineData("2014-03-30T04:00", "2014-03-30T01:00Z")]
    [InlineData("2014-10-26T02:59", "2014-10-25T23:59Z")]
    [InlineData("2014-10-26T04:00", "2014-10-26T02:00Z")]
    // New York has already changed, the EU has not: the server is at UTC+2 while the FX day starts at 21:00 UTC.
    [InlineData("2014-03-20T00:00", "2014-03-19T22:00Z")]
    public void MetaTraderTime_OfAServer_FollowsTheEuropeanUnionsSummer(string server, string utc)
    {
        var local = DateTime.Parse(server, CultureInfo.InvariantCulture);

        Assert.Equal(Utc(utc), MetaTraderTime.ToUtc(local));
        Assert.Equal(local, MetaTraderTime.FromUtc(Utc(utc)));
    }

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
