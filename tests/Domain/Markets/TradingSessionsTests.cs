using System.Globalization;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class TradingSessionsTests
{
    [Theory]
    [InlineData("2024-01-10T00:00:00Z", "Asia")]
    [InlineData("2024-01-10T08:30:00Z", "Asia London")]
    [InlineData("2024-01-10T09:00:00Z", "London")]
    [InlineData("2024-01-10T13:00:00Z", "London NewYork")]
    [InlineData("2024-01-10T17:00:00Z", "NewYork")]
    [InlineData("2024-01-10T22:00:00Z", "")]
    [InlineData("2024-07-10T07:00:00Z", "Asia London")] // London's summer begins its day an hour earlier, Tokyo's does not
    [InlineData("2024-07-10T12:00:00Z", "London NewYork")]
    [InlineData("2024-01-13T10:00:00Z", "")] // Saturday
    [InlineData("2024-12-25T10:00:00Z", "")] // Christmas
    public void Sessions_AtATime_AreThoseThatAreOpen(string time, string expected) =>
        Assert.Equal(expected, string.Join(' ', TradingSessions.At(At(time))));

    [Theory]
    [InlineData("2024-03-06", 4)] // both in winter
    [InlineData("2024-03-13", 5)] // New York has gone to summer, London has not
    [InlineData("2024-04-03", 4)]
    [InlineData("2024-10-30", 5)] // London has gone back, New York has not
    [InlineData("2024-11-06", 4)]
    public void Overlap_OfLondonAndNewYork_IsAnHourLongerWhileOneClockHasChanged(string date, int hours)
    {
        var from = At(date + "T00:00:00Z");
        var overlaps = TradingSessions.Overlaps(TradingSessions.Between(new TimeRange(from, from.AddDays(1))));

        Assert.Equal(TimeSpan.FromHours(hours), overlaps.Single(o => o.Second == TradingSession.NewYork).Hours.Length);
    }

    [Fact]
    public void Between_AWeek_HasFifteenSessionsInTheirOrder()
    {
        var sessions = TradingSessions.Between(new TimeRange(At("2024-06-09T00:00:00Z"), At("2024-06-16T00:00:00Z")));

        Assert.Equal(15, sessions.Length);
        Assert.Equal(sessions.OrderBy(s => s.Hours.From), sessions);
        Assert.Equal(10, TradingSessions.Overlaps(sessions).Length);
    }

    [Fact]
    public void Between_TooLongARange_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => TradingSessions.Between(new TimeRange(At("2024-01-01T00:00:00Z"), At("2024-12-31T00:00:00Z"))));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
