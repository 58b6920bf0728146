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
    private readonly SeededAverage ranges = SeededAverage.Wilder(period);
    private readonly SeededAverage rises = SeededAverage.Wilder(period);
    private readonly SeededAverage falls = SeededAverage.Wilder(period);
    private readonly SeededAverage index = SeededAverage.Wilder(period);
    private double previousHigh;
    private double previousLow;
    private double previousClose;

    protected override void Advance(in BarInput bar)
    {
        if (Bars > 1)
        {
            var rise = bar.High - previousHigh;
            var fall = previousLow - bar.Low;
            ranges.Push(Atr.TrueRange(in bar, previousClose));
            rises.Push(rise > fall && rise > 0.0 ? rise : 0.0);
            falls.Push(fall > rise && fall > 0.0 ? fall : 0.0);
            if (ranges.IsReady)
            {
                index.Push(DirectionalIndex());
            }
        }

        previousHigh = bar.High;
        previousLow = bar.Low;
        previousClose = bar.Close;
    }

    protected override void Publish()
    {
        if (!ranges.IsReady)
        {
            return;
        }

        var range = ranges.Value;
        this[1] = range > 0.0 ? 100.0 * rises.Value / range : 0.0;
        this[2] = range > 0.0 ? 100.0 * falls.Value / range : 0.0;
        if (index.IsReady)
        {
            this[0] = index.Value;
        }
    }

    protected override void Write(StateWriter writer)
    {
        writer.Add(previousHigh);
        writer.Add(previousLow);
        writer.Add(previousClose);
        ranges.Write(writer);
        rises.Write(writer);
        falls.Write(writer);
        index.Write(writer);
    }

    protected override void Read(StateReader reader)
    {
        previousHigh = reader.Next();
        previousLow = reader.Next();
        previousClose = reader.Next();
        ranges.Read(reader);
        rises.Read(reader);
        falls.Read(reader);
        index.Read(reader);
    }

    private double DirectionalIndex()
    {
        var moves = rises.Value + falls.Value;
        return moves > 0.0 ? 100.0 * Math.Abs(rises.Value - falls.Value) / moves : 0.0;
    }
}
