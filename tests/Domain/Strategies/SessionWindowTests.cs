using System.Globalization;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class SessionWindowTests
{
    private static readonly SessionWindow London = Window("08:00", "17:00", "Europe/London", DayOfWeek.Monday, DayOfWeek.Tuesday);

    private static readonly SessionWindow Night = Window("22:00", "02:00", "UTC", DayOfWeek.Friday);

    [Theory]
    [InlineData("2014-05-06T06:59:59Z", false)]
    [InlineData("2014-05-06T07:00:00Z", true)]
    [InlineData("2014-05-06T15:59:59Z", true)]
    [InlineData("2014-05-06T16:00:00Z", false)]
    [InlineData("2014-05-07T10:00:00Z", false)]
    [InlineData("2014-01-07T07:59:59Z", false)]
    [InlineData("2014-01-07T08:00:00Z", true)]
    public void Contains_LondonHours_FollowTheCityClockAndDays(string instant, bool open) => Assert.Equal(open, London.Contains(At(instant)));

    [Theory]
    [InlineData("2014-05-09T21:59:00Z", false)]
    [InlineData("2014-05-09T22:00:00Z", true)]
    [InlineData("2014-05-10T01:59:00Z", true)]
    [InlineData("2014-05-10T02:00:00Z", false)]
    [InlineData("2014-05-09T01:00:00Z", false)]
    [InlineData("2014-05-10T22:00:00Z", false)]
    public void Contains_WindowPastMidnight_BelongsToTheDayItBegan(string instant, bool open) => Assert.Equal(open, Night.Contains(At(instant)));

    [Fact]
    public void Contains_FromEqualToTo_IsTheWholeDayFromThen()
    {
        var window = Window("00:00", "00:00", "UTC", DayOfWeek.Friday);

        Assert.True(window.Contains(At("2014-05-09T00:00:00Z")));
        Assert.True(window.Contains(At("2014-05-09T23:59:00Z")));
        Assert.False(window.Contains(At("2014-05-10T00:00:00Z")));
    }

    [Fact]
    public void AnyContains_NoWindows_IsAlwaysOpen() => Assert.True(SessionWindow.AnyContains([], At("2014-05-09T21:59:00Z")));

    [Fact]
    public void AnyContains_SeveralWindows_OneIsEnough()
    {
        Assert.True(SessionWindow.AnyContains([London, Night], At("2014-05-09T23:00:00Z")));
        Assert.False(SessionWindow.AnyContains([London, Night], At("2014-05-08T23:00:00Z")));
    }

    private static SessionWindow Window(string from, string to, string zone, params DayOfWeek[] days) => new(
        TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture),
        TimeZoneInfo.FindSystemTimeZoneById(zone), [.. days]);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
