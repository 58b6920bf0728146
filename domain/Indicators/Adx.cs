namespace Countersign.Domain.Indicators;

/// <summary>
/// Average directional index (Wilder 1978), 0 to 100, with +DI and -DI. The DIs come with bar n + 1 and are seeded with the plain sums of
/// the first n true ranges and moves; ADX comes with bar 2n and is seeded with the mean of the first n directional indexes.
/// </summary>
/// <remarks>
/// Wilder's own seeding, as Skender does: equal to that library from the first value. TA-Lib sums n - 1 values before it smooths; the
/// two converge (to 1e-9 after 280 bars for the DIs and 320 for ADX, at n = 14). No range gives DIs of 0, and no DI gives a directional index of 0.
/// </remarks>
public sealed class Adx(int period) : Indicator(IndicatorSpec.Of("adx", period), 3, 2 * CheckPeriod(period, 2))
{
    // Averages instead of Wilder's sums: the factor n cancels in every ratio.
    private readonly SeededAverage _ranges = SeededAverage.Wilder(period);
    private readonly SeededAverage _rises = SeededAverage.Wilder(period);
    private readonly SeededAverage _falls = SeededAverage.Wilder(period);
    private readonly SeededAverage _index = SeededAverage.Wilder(period);
    private double _previousHigh;
    private double _previousLow;
    private double _previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var rise = bar.High - _previousHigh;
            var fall = _previousLow - bar.Low;
            _ranges.Push(Atr.TrueRange(in bar, _previousClose));
            _rises.Push(rise > fall && rise > 0.0 ? rise : 0.0);
            _falls.Push(fall > rise && fall > 0.0 ? fall : 0.0);
            if (_ranges.IsReady)
            {
                _index.Push(DirectionalIndex());
            }
        }

        _previousHigh = bar.High;
        _previousLow = bar.Low;
        _previousClose = bar.Close;
    }

    protected override void Publish()
    {
        if (!_ranges.IsReady)
        {
            return;
        }

        var range = _ranges.Value;
        this[1] = range > 0.0 ? 100.0 * _rises.Value / range : 0.0;
        this[2] = range > 0.0 ? 100.0 * _falls.Value / range : 0.0;
        if (_index.IsReady)
        {
            this[0] = _index.Value;
        }
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(_previousHigh);
        writer.Add(_previousLow);
        writer.Add(_previousClose);
        _ranges.Write(writer);
        _rises.Write(writer);
        _falls.Write(writer);
        _index.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        _previousHigh = reader.Next();
        _previousLow = reader.Next();
        _previousClose = reader.Next();
        _ranges.Read(reader);
        _rises.Read(reader);
        _falls.Read(reader);
        _index.Read(reader);
    }

    private double DirectionalIndex()
    {
        var moves = _rises.Value + _falls.Value;
        return moves > 0.0 ? 100.0 * Math.Abs(_rises.Value - _falls.Value) / moves : 0.0;
    }
}
