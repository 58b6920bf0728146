namespace Countersign.Domain.Indicators;

/// <summary>
/// Relative strength index (Wilder 1978), 0 to 100: 100 * gain / (gain + loss), where gain and loss are Wilder averages of the
/// close's rises and falls, seeded with the mean of the first n. First value with bar n + 1. Same as TA-Lib's and Skender's.
/// </summary>
/// <remarks>A market that never moved has no strength either way and gives 50 (TA-Lib gives 0, Skender 100).</remarks>
public sealed class Rsi(int period) : Indicator(IndicatorSpec.Of("rsi", period), 1, CheckPeriod(period) + 1)
{
    private readonly SeededAverage _gains = SeededAverage.Wilder(period);
    private readonly SeededAverage _losses = SeededAverage.Wilder(period);
    private double _previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var change = bar.Close - _previousClose;
            _gains.Push(Math.Max(change, 0.0));
            _losses.Push(Math.Max(-change, 0.0));
        }

        _previousClose = bar.Close;
    }

    protected override void Publish()
    {
        if (!_gains.IsReady)
        {
            return;
        }

        var total = _gains.Value + _losses.Value;
        this[0] = total > 0.0 ? 100.0 * _gains.Value / total : 50.0;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(_previousClose);
        _gains.Write(writer);
        _losses.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        _previousClose = reader.Next();
        _gains.Read(reader);
        _losses.Read(reader);
    }
}
