namespace Countersign.Domain.Indicators;

/// <summary>
/// Chande momentum oscillator (Tushar Chande 1994), -100 to 100: rises minus falls of the close over the last n moves, in percent of both. First
/// value with bar n + 1. Same as Skender's; TA-Lib smooths both as Wilder does, which is 2 * RSI - 100.
/// </summary>
/// <remarks>A market that never moved has strength 0.</remarks>
public sealed class ChandeMomentum(int period) : SteppedIndicator(IndicatorSpec.Of("cmo", period), 1, CheckPeriod(period) + 1)
{
    private readonly RollingSum moves = new(period);
    private readonly RollingSum sizes = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var move = bar.Close - previousClose;
            moves.Push(move);
            this[0] = sizes.Take(Math.Abs(move)) ? Math.Clamp(Ratio.OrZero(100.0 * moves.Sum, sizes.Sum), -100.0, 100.0) : double.NaN;
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        state.Of(moves, sizes);
    }
}

/// <summary>
/// Ultimate oscillator (Larry Williams 1985), 0 to 100: buying pressure over true range in three windows, with the weights 4 (short), 2 and 1.
/// First value with bar <c>long</c> + 1. Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>A window without a range counts as 0.</remarks>
public sealed class UltimateOscillator : SteppedIndicator
{
    private readonly RollingSum[] pressures;
    private readonly RollingSum[] ranges;
    private double previousClose;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or the periods do not grow.</exception>
    public UltimateOscillator(int shortPeriod, int middlePeriod, int longPeriod)
        : base(IndicatorSpec.Of("ultimate", shortPeriod, middlePeriod, longPeriod), 1, CheckPeriod(longPeriod) + 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(shortPeriod), middlePeriod, nameof(shortPeriod));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(middlePeriod, longPeriod, nameof(middlePeriod));
        pressures = [new(shortPeriod), new(middlePeriod), new(longPeriod)];
        ranges = [new(shortPeriod), new(middlePeriod), new(longPeriod)];
    }

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var pressure = bar.Close - Math.Min(bar.Low, previousClose);
            var range = Atr.TrueRange(in bar, previousClose);
            for (var i = 0; i < ranges.Length; i++)
            {
                pressures[i].Push(pressure);
                ranges[i].Push(range);
            }
        }

        previousClose = bar.Close;
        if (ranges[2].IsFull)
        {
            this[0] = 100.0 * ((4.0 * Share(0)) + (2.0 * Share(1)) + Share(2)) / 7.0;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        state.Of(pressures);
        state.Of(ranges);
    }

    private double Share(int window) => Ratio.OrZero(pressures[window].Sum, ranges[window].Sum);
}

/// <summary>
/// Connors RSI (Larry Connors 2012), 0 to 100: the mean of RSI(<c>rsi</c>) of the close, RSI(<c>streak</c>) of how many bars in a row the close rose
/// (above 0) or fell (below 0), and the share of the last <c>rank</c> one-bar returns that were less than this one. Same as Skender's.
/// </summary>
/// <remarks>The rank compares the new return with each of the window: O(n) a bar by its definition, with n fixed.</remarks>
public sealed class ConnorsRsi(int rsi, int streak, int rank)
    : SteppedIndicator(
        IndicatorSpec.Of("crsi", rsi, streak, rank),
        5,
        Math.Max(CheckPeriod(rsi) + 1, Math.Max(CheckPeriod(streak) + 1, CheckPeriod(rank) + 2)))
{
    private readonly SeededAverage gains = SeededAverage.Wilder(rsi);
    private readonly SeededAverage losses = SeededAverage.Wilder(rsi);
    private readonly SeededAverage streakGains = SeededAverage.Wilder(streak);
    private readonly SeededAverage streakLosses = SeededAverage.Wilder(streak);
    private readonly double[] returns = new double[rank];
    private int cursor;
    private int seen;
    private int run;
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            Step(bar.Close, bar.Close - previousClose);
        }

        previousClose = bar.Close;
        this[4] = run;
        this[0] = (this[1] + this[2] + this[3]) / 3.0;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(gains, losses, streakGains, streakLosses);
        state.Of(returns);
        state.Of(ref cursor);
        state.Of(ref seen);
        state.Of(ref run);
        state.Of(ref previousClose);
    }

    private void Step(double close, double move)
    {
        gains.Push(Math.Max(move, 0.0));
        this[1] = losses.Take(Math.Max(-move, 0.0)) ? Strength(gains, losses) : double.NaN;

        var before = run;
        run = move > 0.0 ? Math.Max(run, 0) + 1 : move < 0.0 ? Math.Min(run, 0) - 1 : 0;
        streakGains.Push(Math.Max(run - before, 0));
        this[2] = streakLosses.Take(Math.Max(before - run, 0)) ? Strength(streakGains, streakLosses) : double.NaN;

        var change = Ratio.OrZero(close - previousClose, previousClose);
        this[3] = seen == returns.Length ? 100.0 * CountBelow(change) / returns.Length : double.NaN;
        returns[cursor] = change;
        cursor = cursor + 1 == returns.Length ? 0 : cursor + 1;
        seen = Math.Min(seen + 1, returns.Length);
    }

    private int CountBelow(double change)
    {
        var below = 0;
        foreach (var past in returns)
        {
            below += past < change ? 1 : 0;
        }

        return below;
    }

    private static double Strength(SeededAverage gains, SeededAverage losses)
    {
        var total = gains.Value + losses.Value;
        return total > 0.0 ? 100.0 * gains.Value / total : 50.0;
    }
}
