namespace Countersign.Domain.Indicators;

/// <summary>
/// Slow stochastic oscillator (Lane), 0 to 100. Raw: where the close stands in the range of the last <c>lookback</c> bars. %K is the SMA of
/// the raw value over <c>smooth</c>, %D the SMA of %K over <c>signal</c>, %J 3 %K - 2 %D (not bounded). %K from bar lookback + smooth - 1, %D signal - 1 bars later.
/// Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>A range of zero gives a raw value of 0, as both libraries do.</remarks>
public sealed class Stochastic : Indicator
{
    private readonly RollingMaximum highs;
    private readonly RollingMaximum negatedLows;
    private readonly RollingSum raw;
    private readonly RollingSum slow;

    /// <exception cref="ArgumentOutOfRangeException">A period is out of range.</exception>
    public Stochastic(int lookback, int smooth, int signal)
        : base(
            IndicatorSpec.Of("stochastic", lookback, smooth, signal),
            3,
            CheckPeriod(lookback) + CheckPeriod(smooth) - 1 + CheckPeriod(signal) - 1)
    {
        highs = new RollingMaximum(lookback);
        negatedLows = new RollingMaximum(lookback);
        raw = new RollingSum(smooth);
        slow = new RollingSum(signal);
    }

    protected override void Advance(in BarInput bar)
    {
        highs.Push(bar.High);
        negatedLows.Push(-bar.Low);
        if (!highs.IsFull)
        {
            return;
        }

        var low = -negatedLows.Maximum;
        var range = highs.Maximum - low;
        raw.Push(range > 0.0 ? 100.0 * (bar.Close - low) / range : 0.0);
        if (raw.IsFull)
        {
            slow.Push(raw.Mean);
        }
    }

    protected override void Publish()
    {
        this[0] = raw.IsFull ? raw.Mean : double.NaN;
        this[1] = slow.IsFull ? slow.Mean : double.NaN;
        this[2] = slow.IsFull ? (3.0 * raw.Mean) - (2.0 * slow.Mean) : double.NaN;
    }

    protected override void Write(StateWriter writer)
    {
        highs.Write(writer);
        negatedLows.Write(writer);
        raw.Write(writer);
        slow.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        highs.Read(reader);
        negatedLows.Read(reader);
        raw.Read(reader);
        slow.Read(reader);
    }
}
