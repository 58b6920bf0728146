namespace Countersign.Domain.Indicators;

/// <summary>How levels are computed from the prices of a past window. The numbers are a stored contract: strategies name them.</summary>
public enum PivotMethod
{
    /// <summary>The floor traders' pivots.</summary>
    Standard = 0,

    /// <summary>Nick Scott 1989.</summary>
    Camarilla = 1,

    /// <summary>Tom DeMark.</summary>
    Demark = 2,

    Fibonacci = 3,

    /// <summary>Ken Wood; weighs the opening of the present window.</summary>
    Woodie = 4,
}

/// <summary>Open, high, low and close of a finished window, as levels of the next one.</summary>
internal readonly record struct PivotWindow(double Open, double High, double Low, double Close)
{
    /// <summary>Pivot, supports 1 to 4, resistances 1 to 4; NaN where the method has none.</summary>
    /// <param name="opening">Open of the present window.</param>
    public void Levels(PivotMethod method, double opening, Span<double> levels)
    {
        levels.Fill(double.NaN);
        var range = High - Low;
        switch (method)
        {
            case PivotMethod.Standard:
                Floor((High + Low + Close) / 3.0, levels);
                break;
            case PivotMethod.Woodie:
                Floor((High + Low + (2.0 * opening)) / 4.0, levels);
                break;
            case PivotMethod.Camarilla:
                levels[0] = Close;
                Around(Close, [1.1 / 12.0 * range, 1.1 / 6.0 * range, 1.1 / 4.0 * range, 1.1 / 2.0 * range], levels);
                break;
            case PivotMethod.Fibonacci:
                levels[0] = (High + Low + Close) / 3.0;
                Around(levels[0], [0.382 * range, 0.618 * range, range], levels);
                break;
            case PivotMethod.Demark:
                var sum = High + Low + Close + (Close < Open ? Low : Close > Open ? High : Close);
                levels[0] = sum / 4.0;
                levels[1] = (sum / 2.0) - High;
                levels[5] = (sum / 2.0) - Low;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(method));
        }
    }

    private void Floor(double pivot, Span<double> levels)
    {
        levels[0] = pivot;
        levels[1] = (2.0 * pivot) - High;
        levels[2] = pivot - (High - Low);
        levels[3] = Low - (2.0 * (High - pivot));
        levels[5] = (2.0 * pivot) - Low;
        levels[6] = pivot + (High - Low);
        levels[7] = High + (2.0 * (pivot - Low));
    }

    private static void Around(double pivot, ReadOnlySpan<double> distances, Span<double> levels)
    {
        for (var i = 0; i < distances.Length; i++)
        {
            levels[1 + i] = pivot - distances[i];
            levels[5 + i] = pivot + distances[i];
        }
    }
}

/// <summary>
/// Pivot levels of the last finished day (<c>window</c> 0), week (1, from Monday) or month (2) by <see cref="BarInput.Day"/>, prices: the pivot,
/// supports and resistances 1 to 4, of which a method may have fewer. First values with the second window's first bar. Same as Skender's.
/// </summary>
/// <remarks>The first window counts whole even where the history begins in its middle.</remarks>
public sealed class CalendarPivots(int window, int method)
    : SteppedIndicator(IndicatorSpec.Of("pivot_points", window, method), 9, 2)
{
    private static readonly int DayMaximum = DateOnly.MaxValue.DayNumber;

    private readonly double[] levels = new double[9];
    private int number;
    private double open;
    private double high;
    private double low;
    private double close;

    protected override void Advance(in BarInput bar)
    {
        var now = NumberOf(Math.Clamp(bar.Day, 0, DayMaximum));
        if (Bars > 1 && now == number)
        {
            high = Math.Max(high, bar.High);
            low = Math.Min(low, bar.Low);
            close = bar.Close;
            return;
        }

        if (Bars > 1)
        {
            new PivotWindow(open, high, low, close).Levels((PivotMethod)method, bar.Open, levels);
            for (var i = 0; i < levels.Length; i++)
            {
                this[i] = levels[i];
            }
        }

        number = now;
        (open, high, low, close) = (bar.Open, bar.High, bar.Low, bar.Close);
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref number);
        state.Of(ref open);
        state.Of(ref high);
        state.Of(ref low);
        state.Of(ref close);
    }

    // Day 0 is a Monday.
    private int NumberOf(int day) => window switch
    {
        0 => day,
        1 => day / 7,
        _ => MonthOf(DateOnly.FromDayNumber(day)),
    };

    private static int MonthOf(DateOnly date) => (date.Year * 12) + date.Month;
}

/// <summary>
/// Pivot levels of the n bars that ended <c>offset</c> + 1 bars ago, prices: the pivot, supports and resistances 1 to 4, of which a method may have
/// fewer. First values with bar n + offset + 1. Same as Skender's.
/// </summary>
public sealed class RollingPivots(int period, int offset, int method)
    : SteppedIndicator(IndicatorSpec.Of("rolling_pivots", period, offset, method), 9, CheckPeriod(period) + CheckPeriod(offset, 0) + 1)
{
    private readonly double[] levels = new double[9];
    private readonly RollingRange range = new(period);
    private readonly Window opens = new(period + offset + 1);
    private readonly Window highs = new(offset + 1);
    private readonly Window lows = new(offset + 1);
    private readonly Window closes = new(offset + 1);

    protected override void Advance(in BarInput bar)
    {
        if (highs.IsFull)
        {
            range.Push(highs.Oldest, lows.Oldest);
            if (range.IsFull)
            {
                var open = opens[period + offset - 1];
                new PivotWindow(open, range.Highest, range.Lowest, closes.Oldest).Levels((PivotMethod)method, bar.Open, levels);
                for (var i = 0; i < levels.Length; i++)
                {
                    this[i] = levels[i];
                }
            }
        }

        opens.Push(bar.Open);
        highs.Push(bar.High);
        lows.Push(bar.Low);
        closes.Push(bar.Close);
    }

    protected override void Exchange(StateExchange state)
    {
        range.Exchange(state);
        opens.Exchange(state);
        highs.Exchange(state);
        lows.Exchange(state);
        closes.Exchange(state);
    }
}
