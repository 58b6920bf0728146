namespace Countersign.Domain.Indicators;

/// <summary>
/// Volume-weighted average of the typical price. Period 0: since the start of the bar's trading day (<see cref="BarInput.Day"/>), first value
/// with the day's first volume. Period n above 0: over the last n bars, first value with bar n. Null while the volume is zero.
/// With a single day it equals Skender's, which accumulates from the first bar on.
/// </summary>
public sealed class Vwap : Indicator
{
    private readonly RollingSum? turnover;
    private readonly RollingSum? volume;
    private double dayTurnover;
    private double dayVolume;
    private int day;

    /// <exception cref="ArgumentOutOfRangeException">The period is negative or too large.</exception>
    public Vwap(int period = 0)
        : base(IndicatorSpec.Of("vwap", period), 1, Math.Max(1, CheckPeriod(period, 0)))
    {
        if (period > 0)
        {
            turnover = new RollingSum(period);
            volume = new RollingSum(period);
        }
    }

    protected override void Advance(in BarInput bar)
    {
        if (turnover is not null && volume is not null)
        {
            turnover.Push(bar.Typical * bar.Volume);
            volume.Push(bar.Volume);
            return;
        }

        if (bar.Day != day || Bars == 1)
        {
            day = bar.Day;
            dayTurnover = 0.0;
            dayVolume = 0.0;
        }

        dayTurnover += bar.Typical * bar.Volume;
        dayVolume += bar.Volume;
    }

    protected override void Publish()
    {
        if (turnover is not null && volume is not null)
        {
            this[0] = volume.IsFull && volume.Sum > 0.0 ? turnover.Sum / volume.Sum : double.NaN;
            return;
        }

        this[0] = dayVolume > 0.0 ? dayTurnover / dayVolume : double.NaN;
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(day);
        writer.Add(dayTurnover);
        writer.Add(dayVolume);
        turnover?.Write(writer);
        volume?.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        day = reader.NextInt();
        dayTurnover = reader.Next();
        dayVolume = reader.Next();
        turnover?.Read(reader);
        volume?.Read(reader);
    }
}
