using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Backtests.Reports;

/// <summary>One mark of an axis.</summary>
/// <param name="Share">Where between the axis's ends, 0 to 1.</param>
internal readonly record struct AxisTick(double Share, string Label);

/// <summary>A range of numbers and round marks in it.</summary>
internal sealed record Axis(double From, double To, ImmutableArray<AxisTick> Ticks)
{
    /// <summary>A range that holds both numbers, with a little room, and marks at 1, 2 or 5 times a power of ten.</summary>
    public static Axis Of(double low, double high, int ticks = 5, bool room = true)
    {
        var span = high - low;
        if (!(span > 0.0))
        {
            span = Math.Max(Math.Abs(low), 1.0) * 0.01;
            (low, high) = (low - span, high + span);
            span = high - low;
        }

        var (from, to) = room ? (low - (span * 0.05), high + (span * 0.05)) : (low, high);
        var step = StepOf((to - from) / ticks);
        var marks = ImmutableArray.CreateBuilder<AxisTick>();
        for (var n = Math.Ceiling(from / step); n * step <= to; n++)
        {
            marks.Add(new AxisTick(((n * step) - from) / (to - from), ReportNumber.Tick(n * step)));
        }

        return new Axis(from, to, marks.ToImmutable());
    }

    /// <summary>1, 2 or 5 times a power of ten, at least as much.</summary>
    public static double StepOf(double rough)
    {
        var power = Math.Pow(10.0, Math.Floor(Math.Log10(rough)));
        var lead = rough / power;
        return power * (lead <= 1.0 ? 1.0 : lead <= 2.0 ? 2.0 : lead <= 5.0 ? 5.0 : 10.0);
    }

    /// <summary>Where a number lies, 0 to 1 inside the range.</summary>
    public double ShareOf(double value) => (value - From) / (To - From);

    /// <summary>Marks at round dates or times between two UTC ticks.</summary>
    public static ImmutableArray<AxisTick> Times(long from, long to, int ticks = 7)
    {
        if (to <= from)
        {
            return [];
        }

        var marks = ImmutableArray.CreateBuilder<AxisTick>();
        var (next, format) = StepOf(new TimeSpan(to - from), ticks);
        for (var time = next(new DateTime(from, DateTimeKind.Utc), true); time.Ticks <= to; time = next(time, false))
        {
            marks.Add(new AxisTick((time.Ticks - from) / (double)(to - from), time.ToString(format, CultureInfo.InvariantCulture)));
        }

        return marks.ToImmutable();
    }

    /// <summary>The next mark: after a time, or (first) the first one that is not before it.</summary>
    private delegate DateTime Next(DateTime time, bool first);

    private static (Next Next, string Format) StepOf(TimeSpan span, int ticks)
    {
        var days = span.TotalDays / ticks;
        return days switch
        {
            > 185.0 => (Months(12 * (int)StepOf(Math.Max(1.0, days / 366.0))), "yyyy"),
            > 92.0 => (Months(6), "MMM yyyy"),
            > 31.0 => (Months(3), "MMM yyyy"),
            > 14.0 => (Months(1), "MMM yyyy"),
            > 7.0 => (Every(TimeSpan.FromDays(14)), "d MMM"),
            > 2.0 => (Every(TimeSpan.FromDays(7)), "d MMM"),
            > 1.0 => (Every(TimeSpan.FromDays(2)), "d MMM"),
            > 0.25 => (Every(TimeSpan.FromDays(1)), "d MMM"),
            > 1.0 / 24.0 => (Every(TimeSpan.FromHours(6)), "d MMM HH:mm"),
            > 1.0 / 144.0 => (Every(TimeSpan.FromHours(1)), "HH:mm"),
            _ => (Every(TimeSpan.FromMinutes(10)), "HH:mm"),
        };
    }

    private static Next Months(int count) => (time, first) =>
    {
        var month = (time.Year * 12) + time.Month - 1;
        var floor = month - (month % count);
        var isMark = first && floor == month && time is { Day: 1, TimeOfDay.Ticks: 0 };
        var at = isMark ? month : floor + count;
        return new DateTime(at / 12, (at % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
    };

    private static Next Every(TimeSpan step) => (time, first) =>
    {
        var over = time.Ticks % step.Ticks;
        return first && over == 0 ? time : time.AddTicks(step.Ticks - over);
    };
}
