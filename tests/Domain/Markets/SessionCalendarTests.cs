using System.Globalization;
using Countersign.Domain.Markets;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class SessionCalendarTests
{
    [Theory]
    [InlineData("2024-03-08T21:59:59Z", true)] // Friday 17:00 in New York's winter
    [InlineData("2024-03-08T22:00:00Z", false)]
    [InlineData("2024-03-10T20:59:59Z", false)]
    [InlineData("2024-03-10T21:00:00Z", true)] // that Sunday New York went to summer time
    [InlineData("2024-03-15T21:00:00Z", false)]
    [InlineData("2024-11-03T21:59:59Z", false)]
    [InlineData("2024-11-03T22:00:00Z", true)] // and that one back
    [InlineData("2024-12-24T21:59:59Z", true)]
    [InlineData("2024-12-24T22:00:00Z", false)] // Christmas
    [InlineData("2024-12-25T21:59:59Z", false)]
    [InlineData("2024-12-25T22:00:00Z", true)]
    [InlineData("2024-12-31T22:00:00Z", false)] // New Year
    [InlineData("2025-01-01T22:00:00Z", true)]
    public void FxMarket_ByTime_IsOpenOrClosed(string time, bool open) =>
        Assert.Equal(open, SessionCalendar.IsOpen(Symbol.Parse("EURUSD"), At(time)));

    [Theory]
    [InlineData("XAUUSD", "2024-06-12T21:30:00Z", false)]
    [InlineData("XAUUSD", "2024-06-12T22:00:00Z", true)]
    [InlineData("XAUUSD", "2024-03-29T12:00:00Z", false)] // Good Friday
    [InlineData("EURUSD", "2024-03-29T12:00:00Z", true)]
    [InlineData("BTCUSD", "2024-12-25T12:00:00Z", true)]
    [InlineData("SPY", "2024-07-03T16:59:59Z", true)]
    [InlineData("SPY", "2024-07-03T17:00:00Z", false)]
    [InlineData("SPY", "2024-07-04T15:00:00Z", false)]
    [InlineData("GBPCHF", "2024-07-04T15:00:00Z", true)]
    public void Market_ByKindOfInstrument_KeepsItsHours(string symbol, string time, bool open) =>
        Assert.Equal(open, SessionCalendar.IsOpen(Symbol.Parse(symbol), At(time)));

    [Theory]
    [InlineData("EURUSD", "2024-03-09T12:00:00Z", "2024-03-10T21:00:00Z")]
    [InlineData("EURUSD", "2024-03-11T12:00:00Z", "2024-03-11T12:00:00Z")]
    [InlineData("XAUUSD", "2024-03-08T22:00:00Z", "2024-03-10T22:00:00Z")]
    [InlineData("SPY", "2024-11-27T21:00:00Z", "2024-11-29T14:30:00Z")]
    [InlineData("SPY", "2001-09-11T12:00:00Z", "2001-09-17T13:30:00Z")]
    [InlineData("EURUSD", "2021-12-31T22:00:00Z", "2022-01-02T22:00:00Z")]
    public void NextOpen_FromAnyTime_IsTheNextOpening(string symbol, string time, string opens) =>
        Assert.Equal(At(opens), SessionCalendar.NextOpen(Symbol.Parse(symbol), At(time)));

    [Theory]
    [InlineData("EURUSD", "2024-03-08T21:00:00Z", "2024-03-10T22:00:00Z", 120)]
    [InlineData("XAUUSD", "2024-06-12T20:00:00Z", "2024-06-13T20:00:00Z", 23 * 60)]
    [InlineData("SPY", "2024-11-27T20:00:00Z", "2024-11-30T00:00:00Z", 60 + 210)]
    [InlineData("BTCUSD", "2024-03-08T21:00:00Z", "2024-03-10T22:00:00Z", 49 * 60)]
    [InlineData("EURUSD", "2024-03-08T21:00:00Z", "2024-03-08T20:00:00Z", 0)]
    public void OpenTime_OfAStretch_LeavesOutWhatIsClosed(string symbol, string from, string until, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), SessionCalendar.OpenTime(Symbol.Parse(symbol), At(from), At(until)));

    [Fact]
    public void RecordedHours_OfElevenYears_LieWithinTheFxHours()
    {
        var times = File.ReadLines(SharedFiles.Require("data/fx/hour/eurusd_oanda_h1_2007-2018.csv")).Skip(1)
            .Select(line => At(line[..line.IndexOf(',', StringComparison.Ordinal)])).ToArray();
        var outside = times.Count(time => !SessionCalendar.IsOpen(TradingHours.Fx, time));

        // What the venue quoted at Christmas, New Year and on Sundays before the week began: a handful of 74,439.
        Assert.InRange(outside, 0, times.Length / 200);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
