using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class SettlementCalendarTests
{
    [Theory]
    [InlineData("EURUSD", 5, 1)]
    [InlineData("EURUSD", 6, 1)]
    [InlineData("EURUSD", 7, 3)]
    [InlineData("EURUSD", 8, 1)]
    [InlineData("EURUSD", 9, 1)]
    [InlineData("EURUSD", 10, 0)]
    [InlineData("EURUSD", 11, 0)]
    [InlineData("USDCAD", 7, 1)]
    [InlineData("USDCAD", 8, 3)]
    [InlineData("USDCAD", 9, 1)]
    [InlineData("BTCUSD", 10, 1)]
    [InlineData("BTCUSD", 7, 1)]
    public void Nights_OfAWeekWithoutHolidays_AreThreeOnWednesdayOrForNextDayPairsOnThursday(string symbol, int dayOfMay2014, int nights) =>
        Assert.Equal(nights, SettlementCalendar.WeekendsOnly.Nights(Terms(symbol), new DateOnly(2014, 5, dayOfMay2014)));

    [Fact]
    public void Nights_OfAnyWholeYear_AddUpToItsDays()
    {
        var calendar = SettlementCalendar.WeekendsOnly
            .With(Desk.Usd, new DateOnly(2014, 1, 1), new(2014, 7, 4), new(2014, 11, 27), new(2014, 12, 25))
            .With(Desk.Eur, new DateOnly(2014, 4, 18), new(2014, 4, 21), new(2014, 5, 1), new(2014, 12, 25), new(2014, 12, 26));
        foreach (var symbol in new[] { "EURUSD", "USDCAD", "EURGBP" })
        {
            var terms = Terms(symbol);
            var days = Enumerable.Range(0, 365).Select(i => new DateOnly(2014, 1, 1).AddDays(i));
            var moved = calendar.ValueDate(terms, new DateOnly(2015, 1, 1)).DayNumber - calendar.ValueDate(terms, new DateOnly(2014, 1, 1)).DayNumber;

            Assert.Equal(moved, days.Sum(d => calendar.Nights(terms, d)));
        }
    }

    [Fact]
    public void ValueDate_OverAHolidayOfEitherCurrency_MovesOn()
    {
        var labourDay = SettlementCalendar.WeekendsOnly.With(Desk.Eur, new DateOnly(2014, 5, 1));

        Assert.Equal(new DateOnly(2014, 5, 2), labourDay.ValueDate(Terms("EURUSD"), new DateOnly(2014, 4, 29)));
        Assert.Equal(new DateOnly(2014, 5, 1), labourDay.ValueDate(Terms("GBPUSD"), new DateOnly(2014, 4, 29)));
    }

    [Fact]
    public void ValueDate_WithADollarHolidayOnlyInBetween_DoesNotMove()
    {
        var independence = SettlementCalendar.WeekendsOnly.With(Desk.Usd, new DateOnly(2014, 7, 4));

        Assert.Equal(new DateOnly(2014, 7, 7), independence.ValueDate(Terms("EURUSD"), new DateOnly(2014, 7, 3)));
        Assert.Equal(new DateOnly(2014, 7, 7), independence.ValueDate(Terms("EURUSD"), new DateOnly(2014, 7, 2)));
        Assert.Equal(new DateOnly(2014, 7, 7), independence.ValueDate(Terms("EURGBP"), new DateOnly(2014, 7, 2)));
    }

    [Fact]
    public void Nights_BeforeALongWeekend_AreFour()
    {
        var memorialDay = SettlementCalendar.WeekendsOnly.With(Desk.Usd, new DateOnly(2014, 5, 26));

        Assert.Equal(4, memorialDay.Nights(Terms("EURUSD"), new DateOnly(2014, 5, 21)));
    }

    [Theory]
    [InlineData("USD", "2014-07-04")]
    [InlineData("USD", "2014-05-26")]
    [InlineData("USD", "2014-11-27")]
    [InlineData("USD", "2023-01-02")]
    [InlineData("USD", "2024-06-19")]
    [InlineData("EUR", "2014-04-18")]
    [InlineData("EUR", "2014-04-21")]
    [InlineData("EUR", "2024-03-29")]
    [InlineData("EUR", "2038-04-26")]
    [InlineData("EUR", "2014-05-01")]
    [InlineData("GBP", "2014-12-25")]
    public void Standard_OnABankHoliday_DoesNotSettle(string currency, string day) =>
        Assert.False(BankHolidays.Standard.Settles(Currency.Parse(currency), DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("USD", "2014-06-19")]
    [InlineData("USD", "2014-05-01")]
    [InlineData("EUR", "2014-07-04")]
    [InlineData("USD", "2020-07-03")]
    public void Standard_OnAnotherCurrencysHolidayOrBeforeOneOnASaturday_Settles(string currency, string day) =>
        Assert.True(BankHolidays.Standard.Settles(Currency.Parse(currency), DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Fact]
    public void ValueDate_InATableThatHasNoOpenDay_IsABug()
    {
        var closed = SettlementCalendar.WeekendsOnly.With(Desk.Eur, Enumerable.Range(0, 60).Select(i => new DateOnly(2014, 5, 1).AddDays(i)));

        Assert.Throws<InvalidOperationException>(() => closed.ValueDate(Terms("EURUSD"), new DateOnly(2014, 5, 1)));
    }

    private static InstrumentTerms Terms(string symbol) => InstrumentTerms.Of(Instruments.Find(Symbol.Parse(symbol))!);
}
