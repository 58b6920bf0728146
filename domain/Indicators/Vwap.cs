namespace Countersign.Domain.Indicators;

/// <summary>
/// Volume-weighted average of the typical price. Period 0: since the start of the bar's trading day (<see cref="BarInput.Day"/>), first value
/// with the day's first volume. Period n above 0: over the last n bars, first value with bar n. Null while the volume is zero.
/// With a single day it equals Skender's, which accumulates from the first bar on.
/// </summary>
public sealed class Vwap : Indicator
{
    private readonly RollingSum? _turnover;
    private readonly RollingSum? _volume;
    private double _dayTurnover;
    private double _dayVolume;
    private int _day;

    /// <exception cref="ArgumentOutOfRangeException">The period is negative or too large.</exception>
    public Vwap(int period = 0)
        : base(IndicatorSpec.Of("vwap", period), 1, Math.Max(1, CheckPeriod(period, 0)))
    {
        if (period > 0)
        {
            _turnover = new RollingSum(period);
            _volume = new RollingSum(period);
        }
    }

    protected override void Advance(in BarInput bar)
    {
        if (_turnover is not null && _volume is not null)
        {
            _turnover.Push(bar.Typical * bar.Volume);
            _volume.Push(bar.Volume);
            return;
        }

        if (bar.Day != _day || Bars == 1)
        {
            _day = bar.Day;
            _dayTurnover = 0.0;
            _dayVolume = 0.0;
        }

        _dayTurnover += bar.Typical * bar.Volume;
        _dayVolume += bar.Volume;
    }

    protected override void Publish()
    {
        if (_turnover is not null && _volume is not null)
        {
            this[0] = _volume.IsFull && _volume.Sum > 0.0 ? _turnover.Sum / _volume.Sum : double.NaN;
            return;
        }

        this[0] = _dayVolume > 0.0 ? _dayTurnover / _dayVolume : double.NaN;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(_day);
        writer.Add(_dayTurnover);
        writer.Add(_dayVolume);
        _turnover?.Write(writer);
        _volume?.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        _day = reader.NextInt();
        _dayTurnover = reader.Next();
        _dayVolume = reader.Next();
        _turnover?.Read(reader);
        _volume?.Read(reader);
    }
}
