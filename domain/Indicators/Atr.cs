namespace Countersign.Domain.Indicators;

/// <summary>
/// Average true range (Wilder 1978), in price units: Wilder average of max(high, previous close) - min(low, previous close), seeded with the
/// mean of the first n. The first bar has no true range, so the first value comes with bar n + 1. Same as TA-Lib's and Skender's.
/// </summary>
public sealed class Atr(int period) : Indicator(IndicatorSpec.Of("atr", period), 1, CheckPeriod(period) + 1)
{
    private readonly SeededAverage ranges = SeededAverage.Wilder(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            ranges.Push(TrueRange(in bar, previousClose));
        }

        previousClose = bar.Close;
    }

    protected override void Publish() => this[0] = ranges.IsReady ? ranges.Value : double.NaN;

    protected override void Write(StateWriter writer)
    {
        writer.Add(previousClose);
        ranges.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        previousClose = reader.Next();
        ranges.Read(reader);
    }

    internal static double TrueRange(in BarInput bar, double previousClose) =>
        Math.Max(bar.High, previousClose) - Math.Min(bar.Low, previousClose);
}
