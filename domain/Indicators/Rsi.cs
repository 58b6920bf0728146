namespace Countersign.Domain.Indicators;

/// <summary>
/// Relative strength index (Wilder 1978), 0 to 100: 100 * gain / (gain + loss), where gain and loss are Wilder averages of the
/// close's rises and falls, seeded with the mean of the first n. First value with bar n + 1. Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>A market that never moved has no strength either way and gives 50 (TA-Lib gives 0, Skender 100).</remarks>
public sealed class Rsi(int period) : Indicator(IndicatorSpec.Of("rsi", period), 1, CheckPeriod(period) + 1)
{
    private readonly SeededAverage gains = SeededAverage.Wilder(period);
    private readonly SeededAverage losses = SeededAverage.Wilder(period);
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var change = bar.Close - previousClose;
            gains.Push(Math.Max(change, 0.0));
            losses.Push(Math.Max(-change, 0.0));
        }

        previousClose = bar.Close;
    }

    protected override void Publish()
    {
        if (!gains.IsReady)
        {
            return;
        }

        var total = gains.Value + losses.Value;
        this[0] = total > 0.0 ? 100.0 * gains.Value / total : 50.0;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(previousClose);
        gains.Write(writer);
        losses.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        previousClose = reader.Next();
        gains.Read(reader);
        losses.Read(reader);
    }
}
