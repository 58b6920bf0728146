namespace Countersign.Domain.Indicators;

/// <summary>
/// Williams alligator (Bill Williams 1995): smoothed averages of the bar's middle, drawn some bars later: jaw (13, 8), teeth (8, 5), lips (5, 3) by
/// default. Each line has its first value with bar length + offset. Same as Skender's to 1e-9.
/// </summary>
public sealed class Alligator : SteppedIndicator
{
    private readonly AlligatorLines lines;

    public Alligator(int jaw, int jawOffset, int teeth, int teethOffset, int lips, int lipsOffset)
        : base(
            IndicatorSpec.Of("alligator", jaw, jawOffset, teeth, teethOffset, lips, lipsOffset),
            3,
            Math.Max(CheckPeriod(jaw) + jawOffset, Math.Max(CheckPeriod(teeth) + teethOffset, CheckPeriod(lips) + lipsOffset))) =>
        lines = new AlligatorLines(jaw, jawOffset, teeth, teethOffset, lips, lipsOffset);

    protected override void Advance(in BarInput bar)
    {
        lines.Push(in bar);
        this[0] = lines.Jaw;
        this[1] = lines.Teeth;
        this[2] = lines.Lips;
    }

    protected override void Exchange(StateExchange state) => lines.Exchange(state);
}

/// <summary>
/// Gator oscillator (Bill Williams 1995) of the default alligator: distance of jaw and teeth above zero, of teeth and lips below, and whether
/// each grows in size (1) or not (0). First values with bars 21 and 13, of the flags one bar later. Same as Skender's to 1e-9.
/// </summary>
public sealed class Gator() : SteppedIndicator(IndicatorSpec.Of("gator"), 4, 22)
{
    private readonly AlligatorLines lines = new(13, 8, 8, 5, 5, 3);

    protected override void Advance(in BarInput bar)
    {
        lines.Push(in bar);
        var upper = this[0];
        var lower = this[1];
        this[0] = lines.HasJaw ? Math.Abs(lines.Jaw - lines.Teeth) : double.NaN;
        this[1] = lines.HasTeeth ? -Math.Abs(lines.Teeth - lines.Lips) : double.NaN;
        this[2] = double.IsNaN(upper) ? double.NaN : this[0] > upper ? 1.0 : 0.0;
        this[3] = double.IsNaN(lower) ? double.NaN : this[1] < lower ? 1.0 : 0.0;
    }

    protected override void Exchange(StateExchange state) => lines.Exchange(state);
}

/// <summary>The three lines of the alligator; NaN before a line has its first value.</summary>
internal sealed class AlligatorLines(int jaw, int jawOffset, int teeth, int teethOffset, int lips, int lipsOffset)
{
    private readonly DelayedAverage jaws = new(jaw, jawOffset);
    private readonly DelayedAverage rows = new(teeth, teethOffset);
    private readonly DelayedAverage mouth = new(lips, lipsOffset);

    public bool HasJaw => !double.IsNaN(Jaw);

    public bool HasTeeth => !double.IsNaN(Teeth);

    public double Jaw => jaws.Value;

    public double Teeth => rows.Value;

    public double Lips => mouth.Value;

    public void Push(in BarInput bar)
    {
        var middle = (bar.High + bar.Low) / 2.0;
        jaws.Push(middle);
        rows.Push(middle);
        mouth.Push(middle);
    }

    public void Exchange(StateExchange state)
    {
        jaws.Exchange(state);
        rows.Exchange(state);
        mouth.Exchange(state);
    }

    private sealed class DelayedAverage(int length, int offset)
    {
        private readonly SharedAverage average = new(length, 1.0 / length);
        private readonly Window values = new(offset + 1);

        public double Value => values.IsFull ? values.Oldest : double.NaN;

        public void Push(double value)
        {
            if (average.Take(value))
            {
                values.Push(average.Value);
            }
        }

        public void Exchange(StateExchange state)
        {
            average.Exchange(state);
            values.Exchange(state);
        }
    }
}

/// <summary>Moving average envelope: the mean of n closes and lines so many percent above and below. First values with bar n. Same as Skender's to 1e-9.</summary>
public sealed class Envelope(int period, double percent)
    : SteppedIndicator(IndicatorSpec.Of("ma_envelope", period, percent), 3, CheckPeriod(period))
{
    private readonly RollingSum closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (closes.Take(bar.Close))
        {
            var reach = closes.Mean * (percent / 100.0);
            this[0] = closes.Mean;
            this[1] = closes.Mean + reach;
            this[2] = closes.Mean - reach;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(closes);
}

/// <summary>
/// End-point moving average (least squares average): where the regression line of the last n closes ends. First value with bar n.
/// Same as Skender's to 1e-9.
/// </summary>
public sealed class Epma(int period) : SteppedIndicator(IndicatorSpec.Of("epma", period), 1, CheckPeriod(period))
{
    private readonly LinearWeights closes = new(period);
    private readonly RollingSum mean = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        mean.Push(bar.Close);
        this[0] = (3.0 * closes.Average) - (2.0 * mean.Average);
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        state.Of(mean);
    }
}

/// <summary>Time series forecast: the regression line of the last n closes one bar ahead. First value with bar n.</summary>
public sealed class Forecast(int period) : SteppedIndicator(IndicatorSpec.Of("tsf", period), 1, CheckPeriod(period, 2))
{
    private readonly LinearWeights closes = new(period);
    private readonly RollingSum mean = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        mean.Push(bar.Close);
        this[0] = mean.Average + ((closes.Average - mean.Average) * 3.0 * (period + 1.0) / (period - 1.0));
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        state.Of(mean);
    }
}
