using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Metrics;

/// <summary>The return of one period.</summary>
/// <param name="From">The day, or the first day of the month.</param>
/// <param name="Return">As a share of the value at the end of the period before: 0.01 is 1 %; −1 or less is ruin.</param>
public readonly record struct PeriodReturn(DateOnly From, double Return);

/// <summary>
/// An equity curve as simple returns of days or months. A period ends with its last bar, and a bar that closes on the stroke belongs to the
/// period that ends then. The first return is from the start cash, so all of them compound to the whole. After a value of zero or less there
/// are no more: nothing returns from ruin.
/// </summary>
public static class PeriodReturns
{
    public static ImmutableArray<PeriodReturn> Of(EquityCurve curve, decimal startCash, ReturnPeriod period, DayConvention days)
    {
        var returns = ImmutableArray.CreateBuilder<PeriodReturn>();
        var (before, calendar) = ((double)startCash, new Calendar(period, days));
        for (var i = 0; i < curve.Count && before > 0.0; i++)
        {
            var key = calendar.PeriodOf(curve.Times[i]);
            if (i + 1 < curve.Count && calendar.Holds(curve.Times[i + 1]) && curve.Values[i] > 0.0)
            {
                continue;
            }

            while (returns.Count > 0 && calendar.Between(returns[^1].From, key) is { } empty)
            {
                returns.Add(new PeriodReturn(empty, 0.0));
            }

            returns.Add(new PeriodReturn(key, (curve.Values[i] / before) - 1.0));
            before = curve.Values[i];
        }

        return returns.ToImmutable();
    }

    /// <summary>Which period a time is in; remembers the last one, for times come in order.</summary>
    private sealed class Calendar(ReturnPeriod period, DayConvention days)
    {
        private long from;
        private long to;
        private DateOnly key;

        public DateOnly PeriodOf(long end)
        {
            if (!Holds(end))
            {
                Find(end - 1);
            }

            return key;
        }

        // An end: the first instant after the bar.
        public bool Holds(long end) => end > from && end <= to;

        /// <summary>The period after <paramref name="last"/> where it lies before <paramref name="next"/> and counts without bars; else null.</summary>
        public DateOnly? Between(DateOnly last, DateOnly next)
        {
            var following = period == ReturnPeriod.Month ? last.AddMonths(1) : last.AddDays(1);
            return following < next && (period == ReturnPeriod.Month || days == DayConvention.Utc) ? following : null;
        }

        private void Find(long ticks)
        {
            var date = days == DayConvention.Fx ? FxDayStarts.DateAt(ticks) : DateOnly.FromDateTime(new DateTime(ticks, DateTimeKind.Utc));
            key = period == ReturnPeriod.Month ? new DateOnly(date.Year, date.Month, 1) : date;
            var next = period == ReturnPeriod.Month ? key.AddMonths(1) : key.AddDays(1);
            (from, to) = (StartOf(key), StartOf(next));
        }

        private long StartOf(DateOnly date) => days == DayConvention.Fx
            ? FxDayStarts.Of(date)
            : date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).Ticks;
    }
}
