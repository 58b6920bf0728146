namespace Countersign.Domain.Indicators;

/// <summary>
/// Renko bricks of the close, prices: the close has to be a brick's size beyond the last brick to make the next one. Open, close and direction (1 or -1)
/// of the last brick; how many this bar made (negative: downwards); highest high, lowest low and volume a brick of the bars that made them. The bricks
/// start at the first close, rounded to one decimal less than the size has. The same bricks as Skender's, which lists them without their bars.
/// </summary>
public sealed class Renko(double brick) : SteppedIndicator(IndicatorSpec.Of("renko", brick), 7, 2)
{
    private readonly int decimals = Math.Clamp(((decimal)brick).Scale - 1, 0, 15);
    private readonly BrickBuilder bricks = new();

    protected override void Advance(in BarInput bar)
    {
        if (Bars == 1)
        {
            bricks.Begin(Math.Round(bar.Close, decimals), brick);
            this[3] = 0.0;
            return;
        }

        this[3] = bricks.Push(in bar);
        if (this[3] != 0.0)
        {
            this[0] = bricks.Close;
            this[1] = bricks.Open;
            this[2] = Math.Sign(this[3]);
            this[4] = bricks.High;
            this[5] = bricks.Low;
            this[6] = bricks.Volume / Math.Abs(this[3]);
        }
    }

    protected override void Exchange(StateExchange state) => bricks.Exchange(state);
}

/// <summary>
/// Renko bricks whose size is the average true range over n bars, known when each brick is begun. Outputs as <see cref="Renko"/>'s and the size. Begins
/// with bar n + 1. Skender's takes the last bar's range for the whole past, which nobody knew; with that size <see cref="Renko"/> gives the same.
/// </summary>
public sealed class RenkoTrueRange(int period) : SteppedIndicator(IndicatorSpec.Of("renko_atr", period), 8, CheckPeriod(period) + 1)
{
    private readonly Atr average = new(period);
    private readonly BrickBuilder bricks = new();
    private bool begun;

    protected override void Advance(in BarInput bar)
    {
        average.Update(in bar);
        if (double.IsNaN(average[0]))
        {
            return;
        }

        if (!begun)
        {
            begun = true;
            bricks.Begin(bar.Close, average[0]);
            this[3] = 0.0;
            this[7] = average[0];
            return;
        }

        this[3] = bricks.Push(in bar);
        if (this[3] != 0.0)
        {
            this[0] = bricks.Close;
            this[1] = bricks.Open;
            this[2] = Math.Sign(this[3]);
            this[4] = bricks.High;
            this[5] = bricks.Low;
            this[6] = bricks.Volume / Math.Abs(this[3]);
            bricks.Resize(average[0]);
            this[7] = average[0];
        }
    }

    protected override void Exchange(StateExchange state)
    {
        state.Of(average);
        bricks.Exchange(state);
        state.Of(ref begun);
    }
}

/// <summary>Stacks bricks. Prices are a base and a number of bricks, so a thousand bricks do not add a thousand roundings.</summary>
internal sealed class BrickBuilder
{
    // Quotients such as 1.9999999998 are two bricks whose prices were rounded to binary.
    private const double Rounding = 1e-9;
    private const double CountMaximum = 1e9;

    private double origin;
    private double size;
    private double upperCount;
    private double lowerCount;
    private bool started;
    private bool rising;

    private double nextHigh = double.MinValue;
    private double nextLow = double.MaxValue;
    private double nextVolume;

    public double High { get; private set; }

    public double Low { get; private set; }

    public double Volume { get; private set; }

    public double Open => origin + ((rising ? lowerCount : upperCount) * size);

    public double Close => origin + ((rising ? upperCount : lowerCount) * size);

    public void Begin(double price, double brick)
    {
        origin = price;
        size = brick;
        started = true;
    }

    /// <summary>Continues from the last brick's sides with bricks of another size.</summary>
    public void Resize(double brick)
    {
        var (upper, lower) = (origin + (upperCount * size), origin + (lowerCount * size));
        origin = rising ? upper : lower;
        size = brick;
        upperCount = rising ? 0.0 : Ratio.OrZero(upper - origin, brick);
        lowerCount = rising ? Ratio.OrZero(lower - origin, brick) : 0.0;
    }

    /// <summary>The number of bricks that the bar makes; negative downwards.</summary>
    public double Push(in BarInput bar)
    {
        nextHigh = Math.Max(nextHigh, bar.High);
        nextLow = Math.Min(nextLow, bar.Low);
        nextVolume += bar.Volume;
        var place = started ? Ratio.OrZero(bar.Close - origin, size) : 0.0;
        var count = place > upperCount ? Whole(place - upperCount) : place < lowerCount ? -Whole(lowerCount - place) : 0.0;
        if (count == 0.0)
        {
            return 0.0;
        }

        rising = count > 0.0;
        if (rising)
        {
            upperCount += count;
            lowerCount = upperCount - 1.0;
        }
        else
        {
            lowerCount += count;
            upperCount = lowerCount + 1.0;
        }

        (High, Low, Volume) = (nextHigh, nextLow, nextVolume);
        (nextHigh, nextLow, nextVolume) = (double.MinValue, double.MaxValue, 0.0);
        return count;
    }

    public void Exchange(StateExchange state)
    {
        var (high, low, volume) = (High, Low, Volume);
        state.Of(ref origin);
        state.Of(ref size);
        state.Of(ref upperCount);
        state.Of(ref lowerCount);
        state.Of(ref started);
        state.Of(ref rising);
        state.Of(ref nextHigh);
        state.Of(ref nextLow);
        state.Of(ref nextVolume);
        state.Of(ref high);
        state.Of(ref low);
        state.Of(ref volume);
        (High, Low, Volume) = (high, low, volume);
    }

    private static double Whole(double quotient) => Math.Min(Math.Floor(quotient + Rounding), CountMaximum);
}
