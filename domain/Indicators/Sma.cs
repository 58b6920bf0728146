namespace Countersign.Domain.Indicators;

/// <summary>Simple moving average of the close. First value with bar n. Same as TA-Lib's and Skender's.</summary>
public sealed class Sma(int period) : Indicator(IndicatorSpec.Of("sma", period), 1, CheckPeriod(period))
{
    private readonly RollingSum closes = new(period);

    protected override void Advance(in BarInput bar) => closes.Push(bar.Close);

    protected override void Publish() => this[0] = closes.IsFull ? closes.Mean : double.NaN;

    protected override void Write(StateWriter writer) => closes.Write(writer);

    protected override void Read(StateReader reader) => closes.Read(reader);
}
