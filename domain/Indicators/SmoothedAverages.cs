namespace Countersign.Domain.Indicators;

/// <summary>Weighted moving average of the close, weights 1 to n. First value with bar n. Same as TA-Lib's and Skender's to 1e-9.</summary>
public sealed class Wma(int period) : SteppedIndicator(IndicatorSpec.Of("wma", period), 1, CheckPeriod(period))
{
    private readonly LinearWeights closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        this[0] = closes.Average;
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>
/// Hull moving average (Alan Hull 2005): WMA over √n of 2 WMA(n/2) - WMA(n), both lengths rounded down. First value with bar n + √n - 1.
/// Same as Skender's to 1e-9.
/// </summary>
public sealed class Hma(int period)
    : SteppedIndicator(IndicatorSpec.Of("hma", period), 1, CheckPeriod(period, 2) + (int)Math.Sqrt(period) - 1)
{
    private readonly LinearWeights half = new(period / 2);
    private readonly LinearWeights whole = new(period);
    private readonly LinearWeights smooth = new((int)Math.Sqrt(period));

    protected override void Advance(in BarInput bar)
    {
        half.Push(bar.Close);
        whole.Push(bar.Close);
        if (Bars >= period)
        {
            smooth.Push((2.0 * half.Average) - whole.Average);
            this[0] = smooth.Average;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        half.Exchange(state);
        whole.Exchange(state);
        smooth.Exchange(state);
    }
}

/// <summary>
/// Double exponential moving average (Patrick Mulloy 1994): 2 EMA - EMA of EMA, which takes away most of the lag. First value with bar n.
/// Same as Skender's to 1e-9.
/// </summary>
/// <remarks>The second average starts at the first one's first value, as Skender's does; TA-Lib seeds it with a mean and agrees to 1e-9 after 300 bars.</remarks>
public sealed class Dema(int period) : SteppedIndicator(IndicatorSpec.Of("dema", period), 1, CheckPeriod(period))
{
    private readonly SharedAverage first = new(period, 2.0 / (period + 1.0));
    private readonly SharedAverage second = new(1, 2.0 / (period + 1.0));

    protected override void Advance(in BarInput bar)
    {
        if (first.Take(bar.Close))
        {
            second.Take(first.Value);
            this[0] = (2.0 * first.Value) - second.Value;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        first.Exchange(state);
        second.Exchange(state);
    }
}

/// <summary>
/// Triple exponential moving average (Patrick Mulloy 1994): 3 EMA - 3 EMA of EMA + EMA of EMA of EMA. First value with bar n.
/// Same as Skender's to 1e-9.
/// </summary>
/// <remarks>Inner averages start at the outer's first value; TA-Lib seeds them with means and agrees to 1e-9 after 350 bars.</remarks>
public sealed class Tema(int period) : SteppedIndicator(IndicatorSpec.Of("tema", period), 1, CheckPeriod(period))
{
    private readonly SharedAverage first = new(period, 2.0 / (period + 1.0));
    private readonly SharedAverage second = new(1, 2.0 / (period + 1.0));
    private readonly SharedAverage third = new(1, 2.0 / (period + 1.0));

    protected override void Advance(in BarInput bar)
    {
        if (first.Take(bar.Close))
        {
            second.Take(first.Value);
            third.Take(second.Value);
            this[0] = (3.0 * first.Value) - (3.0 * second.Value) + third.Value;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        first.Exchange(state);
        second.Exchange(state);
        third.Exchange(state);
    }
}

/// <summary>
/// T3 (Tim Tillson 1998): a generalised DEMA with volume factor v, applied three times. First value with the first bar. Same as Skender's to 1e-9.
/// </summary>
/// <remarks>All six averages start at the first close, as Skender's do; TA-Lib seeds them with means and agrees to 1e-9 after 200 bars at n = 5.</remarks>
public sealed class TillsonT3 : SteppedIndicator
{
    private readonly SharedAverage[] stages;
    private readonly double third;
    private readonly double fourth;
    private readonly double fifth;
    private readonly double sixth;

    public TillsonT3(int period, double factor)
        : base(IndicatorSpec.Of("t3", period, factor), 1, 1)
    {
        var share = 2.0 / (CheckPeriod(period) + 1.0);
        stages = [.. Enumerable.Range(0, 6).Select(_ => new SharedAverage(1, share))];
        var square = factor * factor;
        var cube = square * factor;
        third = 1.0 + (3.0 * factor) + cube + (3.0 * square);
        fourth = (-6.0 * square) - (3.0 * factor) - (3.0 * cube);
        fifth = (3.0 * square) + (3.0 * cube);
        sixth = -cube;
    }

    protected override void Advance(in BarInput bar)
    {
        var value = bar.Close;
        foreach (var stage in stages)
        {
            stage.Take(value);
            value = stage.Value;
        }

        this[0] = (sixth * stages[5].Value) + (fifth * stages[4].Value) + (fourth * stages[3].Value) + (third * stages[2].Value);
    }

    protected override void Exchange(StateExchange state)
    {
        foreach (var stage in stages)
        {
            stage.Exchange(state);
        }
    }
}

/// <summary>Smoothed moving average (Wilder 1978): share 1 / n, seeded with the mean of the first n closes. First value with bar n. Same as Skender's to 1e-9.</summary>
public sealed class Smma(int period) : SteppedIndicator(IndicatorSpec.Of("smma", period), 1, CheckPeriod(period))
{
    private readonly SharedAverage closes = new(period, 1.0 / period);

    protected override void Advance(in BarInput bar)
    {
        if (closes.Take(bar.Close))
        {
            this[0] = closes.Value;
        }
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>Triangular moving average: mean over ⌈n/2⌉ of the mean over ⌊n/2⌋ + 1, so the middle weighs most. First value with bar n.</summary>
public sealed class Trima(int period) : SteppedIndicator(IndicatorSpec.Of("trima", period), 1, CheckPeriod(period))
{
    private readonly RollingSum inner = new((period / 2) + 1);
    private readonly RollingSum outer = new((period + 1) / 2);

    protected override void Advance(in BarInput bar)
    {
        if (inner.Take(bar.Close))
        {
            outer.Push(inner.Mean);
            this[0] = outer.Average;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(inner, outer);
}

/// <summary>
/// Zero-lag exponential moving average (Ehlers and Way 2010): EMA of 2 close - close of (n - 1) / 2 bars ago, seeded with the mean of the first n
/// of these. First value with bar n + (n - 1) / 2.
/// </summary>
public sealed class Zlema(int period) : SteppedIndicator(IndicatorSpec.Of("zlema", period), 1, CheckPeriod(period) + ((period - 1) / 2))
{
    private readonly Window closes = new(((period - 1) / 2) + 1);
    private readonly SharedAverage average = new(period, 2.0 / (period + 1.0));

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull && average.Take((2.0 * bar.Close) - closes.Oldest))
        {
            this[0] = average.Value;
        }
    }

    protected override void Exchange(StateExchange state)
    {
        closes.Exchange(state);
        average.Exchange(state);
    }
}

/// <summary>
/// TRIX (Jack Hutson 1983): change in percent, from bar to bar, of the EMA of EMA of EMA of the close, and that average. First
/// values with bar n + 1. Same as Skender's to 1e-9; an average of 0 gives 0.
/// </summary>
/// <remarks>Inner averages start at the outer's first value; TA-Lib seeds them with means and agrees to 1e-9 after 350 bars.</remarks>
public sealed class TripleChange(int period) : SteppedIndicator(IndicatorSpec.Of("trix", period), 2, CheckPeriod(period) + 1)
{
    private readonly SharedAverage first = new(period, 2.0 / (period + 1.0));
    private readonly SharedAverage second = new(1, 2.0 / (period + 1.0));
    private readonly SharedAverage third = new(1, 2.0 / (period + 1.0));

    protected override void Advance(in BarInput bar)
    {
        if (!first.Take(bar.Close))
        {
            return;
        }

        var before = third.Value;
        second.Take(first.Value);
        third.Take(second.Value);
        if (Bars > period)
        {
            this[1] = third.Value;
            this[0] = Ratio.OrZero(100.0 * (third.Value - before), before);
        }
    }

    protected override void Exchange(StateExchange state)
    {
        first.Exchange(state);
        second.Exchange(state);
        third.Exchange(state);
    }
}
