using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Markets;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class UsEquityCalendarTests
{
    [Fact]
    public void Holidays_From1998To2028_AreThoseOfThePublishedList()
    {
        var listed = Oracle().GetProperty("holidays").EnumerateArray().Select(day => Date(day.GetString()!))
            .Where(day => !IsWeekend(day)).Distinct().Order().ToArray();
        var ruled = Days(1998, 2028).Where(day => !IsWeekend(day) && UsEquityCalendar.IsHoliday(day)).ToArray();

        Assert.Equal(listed, ruled);
    }

    [Fact]
    public void EarlyCloses_SinceTheListBegins_AreThoseOfThePublishedList()
    {
        var listed = Oracle().GetProperty("earlyCloses").EnumerateObject().Select(day => (Date(day.Name), day.Value.GetString()!))
            .Where(day => !IsWeekend(day.Item1)).Order().ToArray();
        var ruled = Days(1999, 2028).Where(day => day >= listed[0].Item1)
            .Select(UsEquityCalendar.Day).OfType<ExchangeDay>().Where(day => day.IsEarlyClose).Select(day => (day.Date, NewYorkTime(day.Close))).ToArray();

        Assert.Equal(listed, ruled);
    }

    [Fact]
    public void RecordedDays_OfThreeShares_AreExactlyTheTradingDays()
    {
        foreach (var ticker in new[] { "spy", "aapl", "ibm" })
        {
            var recorded = File.ReadLines(SharedFiles.Require($"data/equity/daily/{ticker}_d1.csv")).Skip(1)
                .Select(line => DateOnly.Parse(line[..10], CultureInfo.InvariantCulture)).ToArray();
            var ruled = Days(1998, 2021).Where(day => day >= recorded[0] && day <= recorded[^1] && UsEquityCalendar.Day(day) is not null);

            Assert.Equal(ruled, recorded);
        }
    }

    [Theory]
    [InlineData("2024-03-08", "14:30", "21:00")] // the last Friday of winter time
    [InlineData("2024-03-11", "13:30", "20:00")]
    [InlineData("2024-11-01", "13:30", "20:00")]
    [InlineData("2024-11-04", "14:30", "21:00")]
    [InlineData("2024-11-29", "14:30", "18:00")]
    public void Day_InSummerAndWinter_KeepsNewYorksClocks(string date, string open, string close)
    {
        var day = UsEquityCalendar.Day(DateOnly.Parse(date, CultureInfo.InvariantCulture))!;

        Assert.Equal((open, close), (Utc(day.Open), Utc(day.Close)));
        Assert.Equal(TimeSpan.FromHours(5.5), day.Open - day.PreOpen);
        Assert.Equal(TimeSpan.FromHours(4), day.PostClose - day.Close);
    }

    [Theory]
    [InlineData("2021-06-18", true)] // Juneteenth was not kept before 2022
    [InlineData("2022-06-20", false)]
    [InlineData("2025-04-18", false)]
    [InlineData("2021-12-31", true)] // New Year on a Saturday takes no day of the old year
    public void Day_ByRule_IsATradingDayOrNot(string date, bool trades) =>
        Assert.Equal(trades, UsEquityCalendar.Day(DateOnly.Parse(date, CultureInfo.InvariantCulture)) is not null);

    private static JsonElement Oracle() => JsonDocument.Parse(File.ReadAllText(SharedFiles.Require("data/reference/lean_market-hours_subset.json")))
        .RootElement.GetProperty("entries").GetProperty("Equity-usa-[*]");

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, ["M/d/yyyy", "MM/dd/yyyy", "M/dd/yyyy", "MM/d/yyyy"], CultureInfo.InvariantCulture);

    private static IEnumerable<DateOnly> Days(int from, int until)
    {
        for (var day = new DateOnly(from, 1, 1); day.Year <= until; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string NewYorkTime(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTimeBySystemTimeZoneId(time, "America/New_York").ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
}
