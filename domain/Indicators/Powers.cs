namespace Countersign.Domain.Indicators;

/// <summary>
/// Elder ray (Alexander Elder 1989), in price units: high minus EMA (bull power), low minus EMA (bear power), and the EMA of the close itself.
/// First value with bar n. Same as Skender's.
/// </summary>
public sealed class ElderRayPower(int period) : SteppedIndicator(IndicatorSpec.Of("elder_ray", period), 3, CheckPeriod(period))
{
    private readonly SeededAverage average = SeededAverage.Exponential(period);

    protected override void Advance(in BarInput bar)
    {
        if (average.Take(bar.Close))
        {
            this[0] = bar.High - average.Value;
            this[1] = bar.Low - average.Value;
            this[2] = average.Value;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(average);
}

/// <summary>
/// Balance of power (Igor Livshin 2001), -1 to 1: (close - open) / (high - low), averaged over n bars. First value with bar n. Same as Skender's.
/// </summary>
/// <remarks>A bar without a range is in balance: 0.</remarks>
public sealed class BalanceOfPower(int period) : SteppedIndicator(IndicatorSpec.Of("bop", period), 1, CheckPeriod(period))
{
    private readonly RollingSum balances = new(period);

    protected override void Advance(in BarInput bar) =>
        this[0] = balances.Take(Ratio.OrZero(bar.Close - bar.Open, bar.High - bar.Low)) ? balances.Mean : double.NaN;

    protected override void Exchange(StateExchange state) => state.Of(balances);
}

/// <summary>
/// Relative vigor index (John Ehlers 2002): close minus open over high minus low, each smoothed by the weights 1-2-2-1 and averaged over n bars;
/// the signal is the value smoothed by the same weights. First value with bar n + 3, the signal 3 bars later.
/// </summary>
/// <remarks>A market without ranges has vigor 0.</remarks>
public sealed class RelativeVigorPower(int period) : SteppedIndicator(IndicatorSpec.Of("rvi", period), 2, CheckPeriod(period) + 6)
{
    private readonly Window moves = new(4);
    private readonly Window ranges = new(4);
    private readonly Window values = new(4);
    private readonly RollingSum smoothMoves = new(period);
    private readonly RollingSum smoothRanges = new(period);

    protected override void Advance(in BarInput bar)
    {
        moves.Push(bar.Close - bar.Open);
        ranges.Push(bar.High - bar.Low);
        if (!moves.IsFull)
        {
            return;
        }

        smoothMoves.Push(Smooth(moves));
        if (smoothRanges.Take(Smooth(ranges)))
        {
            this[0] = Ratio.OrZero(smoothMoves.Mean, smoothRanges.Mean);
            values.Push(this[0]);
            this[1] = values.IsFull ? Smooth(values) : double.NaN;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        moves.Exchange(state);
        ranges.Exchange(state);
        values.Exchange(state);
        state.Of(smoothMoves, smoothRanges);
    }

    private static double Smooth(Window window) => (window[0] + (2.0 * window[1]) + (2.0 * window[2]) + window[3]) / 6.0;
}

/// <summary>Qstick (Tushar Chande 1994), in price units: mean of close minus open over n bars. First value with bar n.</summary>
public sealed class QstickPower(int period) : SteppedIndicator(IndicatorSpec.Of("qstick", period), 1, CheckPeriod(period))
{
    private readonly RollingSum bodies = new(period);

    protected override void Advance(in BarInput bar) => this[0] = bodies.Take(bar.Close - bar.Open) ? bodies.Mean : double.NaN;

    protected override void Exchange(StateExchange state) => state.Of(bodies);
}

/// <summary>Psychological line, 0 to 100: share of the last n bars that closed above the one before, in percent. First value with bar n + 1.</summary>
public sealed class PsychologicalPower(int period) : SteppedIndicator(IndicatorSpec.Of("psy", period), 1, CheckPeriod(period) + 1)
{
    private readonly RollingSum rises = new(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            this[0] = rises.Take(bar.Close > previousClose ? 100.0 : 0.0) ? rises.Mean : double.NaN;
        }

        previousClose = bar.Close;
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(ref previousClose);
        state.Of(rises);
    }
}
