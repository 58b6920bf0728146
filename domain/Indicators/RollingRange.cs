namespace Countersign.Domain.Indicators;

/// <summary>The highest high and the lowest low of the last n bars, amortised O(1) a bar.</summary>
internal sealed class RollingRange(int length)
{
    private readonly RollingMaximum highs = new(length);
    private readonly RollingMaximum negatedLows = new(length);

    public bool IsFull => highs.IsFull;

    public double Highest => highs.Maximum;

    public double Lowest => -negatedLows.Maximum;

    public double Middle => (Highest + Lowest) / 2.0;

    public void Push(in BarInput bar) => Push(bar.High, bar.Low);

    public void Push(double high, double low)
    {
        highs.Push(high);
        negatedLows.Push(-low);
    }

    /// <summary>Where a value stands in the range, 0 to 1; 0 where there is no range.</summary>
    public double PlaceOf(double value) => Ratio.OrZero(value - Lowest, Highest - Lowest);

    public void Exchange(StateExchange state)
    {
        state.Of(highs);
        state.Of(negatedLows);
    }
}
