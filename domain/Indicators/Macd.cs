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
    private readonly SeededAverage _fast;
    private readonly SeededAverage _slow;
    private readonly SeededAverage _signal;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range, or fast is not less than slow.</exception>
    public Macd(int fast, int slow, int signal)
        : base(IndicatorSpec.Of("macd", fast, slow, signal), 3, CheckPeriod(slow) + CheckPeriod(signal) - 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(CheckPeriod(fast), slow, nameof(fast));
        _fast = SeededAverage.Exponential(fast);
        _slow = SeededAverage.Exponential(slow);
        _signal = SeededAverage.Exponential(signal);
    }

    protected override void Advance(in BarInput bar)
    {
        _fast.Push(bar.Close);
        _slow.Push(bar.Close);
        if (_slow.IsReady)
        {
            _signal.Push(_fast.Value - _slow.Value);
        }
    }

    protected override void Publish()
    {
        if (!_slow.IsReady)
        {
            return;
        }

        var line = _fast.Value - _slow.Value;
        this[0] = line;
        if (_signal.IsReady)
        {
            this[1] = _signal.Value;
            this[2] = line - _signal.Value;
        }
    }

    protected override void Write(StateWriter writer)
    {
        _fast.Write(writer);
        _slow.Write(writer);
        _signal.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        _fast.Read(reader);
        _slow.Read(reader);
        _signal.Read(reader);
    }
}
