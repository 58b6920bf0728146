namespace Countersign.Domain.Indicators;

/// <summary>
/// Slow stochastic oscillator (Lane), 0 to 100. Raw: where the close stands in the range of the last <c>lookback</c> bars. %K is the SMA of
/// the raw value over <c>smooth</c>, %D the SMA of %K over <c>signal</c>. %K from bar lookback + smooth - 1, %D signal - 1 bars later.
/// Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>A range of zero gives a raw value of 0, as both libraries do.</remarks>
public sealed class Stochastic : Indicator
{
    private readonly RollingMaximum _highs;
    private readonly RollingMaximum _negatedLows;
    private readonly RollingSum _raw;
    private readonly RollingSum _slow;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range.</exception>
    public Stochastic(int lookback, int smooth, int signal)
        : base(
            IndicatorSpec.Of("stochastic", lookback, smooth, signal),
            2,
            CheckPeriod(lookback) + CheckPeriod(smooth) - 1 + CheckPeriod(signal) - 1)
    {
        _highs = new RollingMaximum(lookback);
        _negatedLows = new RollingMaximum(lookback);
        _raw = new RollingSum(smooth);
        _slow = new RollingSum(signal);
    }

    protected override void Advance(in BarInput bar)
    {
        _highs.Push(bar.High);
        _negatedLows.Push(-bar.Low);
        if (!_highs.IsFull)
        {
            return;
        }

        var low = -_negatedLows.Maximum;
        var range = _highs.Maximum - low;
        _raw.Push(range > 0.0 ? 100.0 * (bar.Close - low) / range : 0.0);
        if (_raw.IsFull)
        {
            _slow.Push(_raw.Mean);
        }
    }

    protected override void Publish()
    {
        this[0] = _raw.IsFull ? _raw.Mean : double.NaN;
        this[1] = _slow.IsFull ? _slow.Mean : double.NaN;
    }

    protected override void Write(StateWriter writer)
    {
        _highs.Write(writer);
        _negatedLows.Write(writer);
        _raw.Write(writer);
        _slow.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        _highs.Read(reader);
        _negatedLows.Read(reader);
        _raw.Read(reader);
        _slow.Read(reader);
    }
}
