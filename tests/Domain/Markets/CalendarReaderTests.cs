using System.Globalization;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class CalendarReaderTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public void Csv_WithQuotedTitle_IsReadInTheZonesTime()
    {
        var file = CalendarReader.Read(
            """"
            Date,Time,Currency,Impact,Title,Forecast,Previous,Actual
            2024-03-08,08:30,USD,High,"Non-Farm Employment Change, seasonally ""adjusted""",198K,353K,275K
            2024-03-13,08:30,USD,low,CPI,,,
            """",
            "desk", NewYork);

        Assert.Empty(file.Defects);
        var (winter, summer) = (file.Releases[0], file.Releases[1]);
        Assert.Equal(At("2024-03-08T13:30:00Z"), winter.Time);
        Assert.Equal(At("2024-03-13T12:30:00Z"), summer.Time);
        Assert.Equal("Non-Farm Employment Change, seasonally \"adjusted\"", winter.Title);
        Assert.Equal((Impact.High, "275K", "198K", "353K"), (winter.Impact, winter.Actual, winter.Forecast, winter.Previous));
        Assert.Equal((Impact.Low, null), (summer.Impact, summer.Actual));
    }

    [Fact]
    public void Json_WithOffsetsAndCountries_IsReadInUtc()
    {
        var file = CalendarReader.Read(
            """
            [
              {"title":"Main Refinancing Rate","country":"EUR","date":"2024-04-11T08:15:00-04:00","impact":"High","forecast":"4.50%","previous":"4.50%"},
              {"event":"Bank Holiday","currency":"JPY","date":"2024-04-29","importance":"Holiday"},
              {"name":"GDP","currency":"uk","time":"2024-05-10T06:00:00Z","importance":3,"id":"gdp-1"}
            ]
            """,
            "desk", TimeZoneInfo.Utc);

        Assert.Empty(file.Defects);
        Assert.Equal(
            [(At("2024-04-11T12:15:00Z"), "EUR", Impact.High, false), (At("2024-04-29T00:00:00Z"), "JPY", Impact.Low, true), (At("2024-05-10T06:00:00Z"), "GBP", Impact.High, false)],
            file.Releases.Select(r => (r.Time, r.Currency.Value, r.Impact, r.AllDay)));
        Assert.Equal("gdp-1", file.Releases[2].Id);
    }

    [Fact]
    public void Csv_WithBadLines_KeepsTheGoodOnesAndNamesTheOthersByTheirLine()
    {
        var file = CalendarReader.Read(
            """
            time,currency,impact,title
            2024-03-08T13:30:00Z,USD,high,Good
            soon,USD,high,No time
            2024-03-08T13:30:00Z,dollars!,high,No currency

            2024-03-08T13:30:00Z,USD,enormous,No impact
            2024-03-08T13:30:00Z,USD,high,
            2024-03-08T13:30:00Z,USD,high,"open
            2024-03-08T13:30:00Z,USD,high,Too,many
            """,
            "desk", TimeZoneInfo.Utc);

        Assert.Equal("Good", Assert.Single(file.Releases).Title);
        Assert.Equal([3, 4, 6, 7, 8, 9], file.Defects.Select(d => d.Line).Order());
        Assert.Contains("'soon' is no time", file.Defects.Single(d => d.Line == 3).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\"a\":1}", 1)]
    [InlineData("[{\n\"a\": }]", 2)]
    [InlineData("[1]", 1)]
    public void File_ThatIsNoList_IsOneDefect(string text, long line)
    {
        var file = CalendarReader.Read(text, "desk", TimeZoneInfo.Utc);

        Assert.Empty(file.Releases);
        Assert.Equal(line, Assert.Single(file.Defects).Line);
    }

    [Fact]
    public void Id_WhereNoneIsGiven_StaysWhenTheTimeOfDayMovesAndTellsTwinsApart()
    {
        var before = Read("2024-03-08T13:30:00Z,USD,low,Speech\n2024-03-08T15:00:00Z,USD,low,Speech");
        var after = Read("2024-03-08T13:45:00Z,USD,low,Speech\n2024-03-08T15:00:00Z,USD,low,Speech\n2024-03-09T15:00:00Z,USD,low,Speech");

        Assert.Equal(2, before.Select(r => r.Id).Distinct().Count());
        Assert.Equal(before.Select(r => r.Id), after.Take(2).Select(r => r.Id));
        Assert.Equal(3, after.Select(r => r.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("2024-11-03 01:30", "2024-11-03T05:30:00Z")] // shown twice: the first
    [InlineData("2024-03-10 02:30", "2024-03-10T07:30:00Z")] // skipped: by winter's offset
    [InlineData("03-08-2024 8:30am", "2024-03-08T13:30:00Z")]
    [InlineData("2024.03.08 13:30:15", "2024-03-08T18:30:15Z")]
    public void Time_WithoutAnOffset_IsTheZones(string local, string utc) => Assert.Equal(
        At(utc), CalendarReader.Read($"time,currency,impact,title\n{local},USD,high,X", "desk", NewYork).Releases.Single().Time);

    [Fact]
    public void Source_WithOtherLetters_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CalendarReader.Read("[]", "My Source", TimeZoneInfo.Utc));

    private static System.Collections.Immutable.ImmutableArray<EconomicRelease> Read(string lines) =>
        CalendarReader.Read("time,currency,impact,title\n" + lines, "desk", TimeZoneInfo.Utc).Releases;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
