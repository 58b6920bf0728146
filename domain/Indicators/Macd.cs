namespace Countersign.Domain.Indicators;

/// <summary>
/// Moving average convergence divergence of the close, in price units: line (fast EMA minus slow EMA), signal (EMA of the line),
/// histogram (line minus signal). Line from bar <c>slow</c>, signal from bar <c>slow + signal - 1</c>.
/// </summary>
/// <remarks>
/// Each EMA is seeded with the mean of its own first values, as Skender does, and equals that library from the first value.
/// TA-Lib starts the fast EMA at the slow one's first bar instead; the two agree to 1e-9 after about 200 bars.
/// </remarks>
public sealed class Macd : Indicator
{
    private readonly SeededAverage fast;
    private readonly SeededAverage slow;
    private readonly SeededAverage signal;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public Macd(int fast, int slow, int signal)
        : base(IndicatorSpec.Of("macd", fast, slow, signal), 3, CheckPeriod(slow) + CheckPeriod(signal) - 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        this.fast = SeededAverage.Exponential(fast);
        this.slow = SeededAverage.Exponential(slow);
        this.signal = SeededAverage.Exponential(signal);
    }

    protected override void Advance(in BarInput bar)
    {
        fast.Push(bar.Close);
        slow.Push(bar.Close);
        if (slow.IsReady)
        {
            signal.Push(fast.Value - slow.Value);
        }
    }

    protected override void Publish()
    {
        if (!slow.IsReady)
        {
            return;
        }

        var line = fast.Value - slow.Value;
        this[0] = line;
        if (signal.IsReady)
        {
            this[1] = signal.Value;
            this[2] = line - signal.Value;
        }
    }

    protected override void Write(StateWriter writer)
    {
        fast.Write(writer);
        slow.Write(writer);
        signal.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        fast.Read(reader);
        slow.Read(reader);
        signal.Read(reader);
    }
}
