namespace Countersign.Domain.Indicators;

/// <summary>
/// Exponential moving average of the close, share 2 / (n + 1), seeded with the mean of the first n closes: first value with bar n.
/// Same as TA-Lib's and Skender's.
/// </summary>
public sealed class Ema(int period) : Indicator(IndicatorSpec.Of("ema", period), 1, CheckPeriod(period))
{
    private readonly SeededAverage average = SeededAverage.Exponential(period);

    protected override void Advance(in BarInput bar) => average.Push(bar.Close);

    protected override void Publish() => this[0] = average.IsReady ? average.Value : double.NaN;

    protected override void Write(StateWriter writer) => average.Write(writer);

    protected override void Read(StateReader reader) => average.Read(reader);
}
