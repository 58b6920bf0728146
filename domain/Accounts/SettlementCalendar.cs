using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>When banks settle a currency: value dates of spot trades, and for how many nights a position is rolled over.</summary>
/// <remarks>
/// Spot settles two business days after the trade, one where <see cref="NextDayPairs"/> says so; crypto assets settle every day. The days up to
/// the value date count where the pair's currencies other than the dollar settle; on the value date itself both and the dollar must. Shares follow
/// their currency's calendar with one day.
/// </remarks>
/// <param name="Holidays">Days, beside Saturdays and Sundays, on which a currency does not settle. A currency that is missing has none.</param>
public sealed record SettlementCalendar(ImmutableDictionary<Currency, ImmutableSortedSet<DateOnly>> Holidays)
{
    // More closed days in a row than any calendar has: beyond it the table is wrong.
    private const int ClosedDaysMax = 31;

    private static readonly Currency Dollar = Currency.Parse("USD");

    public static SettlementCalendar WeekendsOnly { get; } = new(ImmutableDictionary<Currency, ImmutableSortedSet<DateOnly>>.Empty);

    /// <summary>Pairs whose spot settles on the next business day, by convention.</summary>
    public static ImmutableHashSet<string> NextDayPairs { get; } = ["USDCAD", "USDTRY", "USDPHP", "USDRUB", "USDKZT"];

    /// <summary>The same calendar with holidays of a currency.</summary>
    public SettlementCalendar With(Currency currency, params IEnumerable<DateOnly> days) =>
        new(Holidays.SetItem(currency, Holidays.GetValueOrDefault(currency, []).Union(days)));

    public bool Settles(Currency currency, DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && !(Holidays.TryGetValue(currency, out var closed) && closed.Contains(day));

    /// <summary>When a trade of a trading day settles.</summary>
    /// <exception cref="InvalidOperationException">The calendar has no day for it within a month.</exception>
    public DateOnly ValueDate(InstrumentTerms instrument, DateOnly tradingDay)
    {
        if (IsContinuous(instrument))
        {
            return tradingDay;
        }

        var day = tradingDay;
        for (var left = LagOf(instrument); left > 0; left--)
        {
            day = Next(instrument, day, isValueDate: left == 1);
        }

        return day;
    }

    /// <summary>
    /// The nights that a position held over the end of a trading day is financed for: the days by which its value date moves on. For most pairs
    /// three on Wednesday, for those of the next day three on Thursday; before holidays more, at times none.
    /// </summary>
    public int Nights(InstrumentTerms instrument, DateOnly tradingDay)
    {
        if (IsContinuous(instrument))
        {
            return 1;
        }

        if (IsWeekend(tradingDay))
        {
            return 0;
        }

        var next = tradingDay.AddDays(tradingDay.DayOfWeek == DayOfWeek.Friday ? 3 : 1);
        return ValueDate(instrument, next).DayNumber - ValueDate(instrument, tradingDay).DayNumber;
    }

    private static int LagOf(InstrumentTerms instrument) =>
        instrument.Base is null || NextDayPairs.Contains(instrument.Symbol.Value) ? 1 : 2;

    private static bool IsContinuous(InstrumentTerms instrument) => instrument.Base?.Value is "BTC" or "ETH";

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private DateOnly Next(InstrumentTerms instrument, DateOnly day, bool isValueDate)
    {
        for (var i = 0; i < ClosedDaysMax; i++)
        {
            day = day.AddDays(1);
            if (!IsWeekend(day) && Counts(instrument.Base, day, isValueDate) && Counts(instrument.Quote, day, isValueDate)
                && (!isValueDate || instrument.Base is null || Settles(Dollar, day)))
            {
                return day;
            }
        }

        throw new InvalidOperationException($"{instrument.Symbol} has no value date for a month before {day}.");
    }

    private bool Counts(Currency? currency, DateOnly day, bool isValueDate) =>
        currency is not { } c || (c == Dollar && !isValueDate) || Settles(c, day);
}
