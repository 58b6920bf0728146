namespace Countersign.Domain.Indicators;

/// <summary>The last n values in order of size: O(log n) to find a place, one block move to keep the order.</summary>
internal sealed class SortedWindow(int length)
{
    private readonly double[] ring = new double[length];
    private readonly double[] sorted = new double[length];
    private int cursor;
    private int count;

    public bool IsFull => count == length;

    /// <summary>The value below which so large a share (0 to 1) of the window lies, linear between neighbours. Meaningful once full.</summary>
    public double Quantile(double share)
    {
        var place = share * (length - 1);
        var below = Math.Min((int)place, length - 1);
        var above = Math.Min(below + 1, length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>How many of the window's values are less.</summary>
    public int CountBelow(double value) => LowerBound(value);

    public void Push(double value)
    {
        if (IsFull)
        {
            var gone = LowerBound(ring[cursor]);
            Array.Copy(sorted, gone + 1, sorted, gone, count - gone - 1);
            count--;
        }

        var place = LowerBound(value);
        Array.Copy(sorted, place, sorted, place + 1, count - place);
        sorted[place] = value;
        count++;
        ring[cursor] = value;
        cursor = cursor + 1 == length ? 0 : cursor + 1;
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref cursor);
        state.Of(ref count);
        state.Of(ring);
        state.Of(sorted);
    }

    private int LowerBound(double value)
    {
        int low = 0, high = count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

/// <summary>Median of the last n closes. First value with bar n.</summary>
public sealed class MedianPrice(int period) : SteppedIndicator(IndicatorSpec.Of("median", period), 1, CheckPeriod(period))
{
    private readonly SortedWindow closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull)
        {
            this[0] = closes.Quantile(0.5);
        }
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>Median of the last n closes, with the quantiles that leave <c>share</c> (0 to 0.5) above and below, linear between neighbours. First values with bar n.</summary>
public sealed class QuantileBands(int period, double share)
    : SteppedIndicator(IndicatorSpec.Of("quantile_bands", period, share), 3, CheckPeriod(period))
{
    private readonly SortedWindow closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull)
        {
            this[0] = closes.Quantile(0.5);
            this[1] = closes.Quantile(1.0 - share);
            this[2] = closes.Quantile(share);
        }
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>Percent rank, 0 to 100: how many of the n closes before this one are less than it. First value with bar n + 1.</summary>
public sealed class PercentRank(int period) : SteppedIndicator(IndicatorSpec.Of("percent_rank", period), 1, CheckPeriod(period) + 1)
{
    private readonly SortedWindow closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        if (closes.IsFull)
        {
            this[0] = 100.0 * closes.CountBelow(bar.Close) / period;
        }

        closes.Push(bar.Close);
    }

    protected override void Exchange(StateExchange state) => closes.Exchange(state);
}

/// <summary>Highest high of the last n bars, this one included. First value with bar n. Same as TA-Lib's MAX of the highs.</summary>
public sealed class HighestHigh(int period) : SteppedIndicator(IndicatorSpec.Of("max", period), 1, CheckPeriod(period))
{
    private readonly RollingMaximum highs = new(period);

    protected override void Advance(in BarInput bar)
    {
        highs.Push(bar.High);
        if (highs.IsFull)
        {
            this[0] = highs.Maximum;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(highs);
}

/// <summary>Lowest low of the last n bars, this one included. First value with bar n. Same as TA-Lib's MIN of the lows.</summary>
public sealed class LowestLow(int period) : SteppedIndicator(IndicatorSpec.Of("min", period), 1, CheckPeriod(period))
{
    private readonly RollingMaximum negatedLows = new(period);

    protected override void Advance(in BarInput bar)
    {
        negatedLows.Push(-bar.Low);
        if (negatedLows.IsFull)
        {
            this[0] = -negatedLows.Maximum;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(negatedLows);
}

/// <summary>Drawdown, in percent, 0 or less: the close against the highest close of the last n bars; 0 where that is not above 0. First value with bar n.</summary>
public sealed class Drawdown(int period) : SteppedIndicator(IndicatorSpec.Of("drawdown", period), 1, CheckPeriod(period))
{
    private readonly RollingMaximum closes = new(period);

    protected override void Advance(in BarInput bar)
    {
        closes.Push(bar.Close);
        if (closes.IsFull)
        {
            this[0] = closes.Maximum > 0.0 ? 100.0 * (bar.Close - closes.Maximum) / closes.Maximum : 0.0;
        }
    }

    protected override void Exchange(StateExchange state) => state.Of(closes);
}
