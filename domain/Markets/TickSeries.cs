namespace Countersign.Domain.Markets;

/// <summary>
/// Ticks of one symbol in columns, prices as whole numbers of 10 to the power of −<see cref="Digits"/>: 16 bytes a tick, 32 where sizes are known.
/// Immutable and safe to share between threads; made by <see cref="TickSeriesBuilder"/>.
/// </summary>
public sealed class TickSeries
{
    private readonly int first;
    private readonly long[] times;
    private readonly int[] bids;
    private readonly int[] asks;
    private readonly double[]? bidSizes;
    private readonly double[]? askSizes;

    internal TickSeries(Symbol symbol, int digits, int first, int count, long[] times, int[] bids, int[] asks, double[]? bidSizes, double[]? askSizes)
    {
        (Symbol, Digits, this.first, Count) = (symbol, digits, first, count);
        (this.times, this.bids, this.asks, this.bidSizes, this.askSizes) = (times, bids, asks, bidSizes, askSizes);
    }

    public Symbol Symbol { get; }

    /// <summary>Decimals of the prices, 0 to 9.</summary>
    public int Digits { get; }

    public int Count { get; }

    public Tick this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            index += first;
            return new Tick(
                new DateTimeOffset(times[index], TimeSpan.Zero), Price(bids[index]), Price(asks[index]),
                new Quantity(bidSizes is null ? 0m : (decimal)bidSizes[index]), new Quantity(askSizes is null ? 0m : (decimal)askSizes[index]));
        }
    }

    /// <summary>What the prices count: 10 to the power of −<see cref="Digits"/>.</summary>
    public decimal Point => new(1, 0, 0, false, (byte)Digits);

    /// <summary>UTC ticks.</summary>
    internal long TimeAt(int index) => times[first + index];

    internal int BidAt(int index) => bids[first + index];

    internal int AskAt(int index) => asks[first + index];

    /// <summary>The same with both sides being the bid (or the ask): without a spread. Shares the columns.</summary>
    public TickSeries OfOneSide(bool ask) => ask
        ? new TickSeries(Symbol, Digits, first, Count, times, asks, asks, askSizes, askSizes)
        : new TickSeries(Symbol, Digits, first, Count, times, bids, bids, bidSizes, bidSizes);

    /// <summary>The ticks from a time (included) to another (excluded); shares the columns.</summary>
    public TickSeries Between(DateTimeOffset from, DateTimeOffset to)
    {
        var begin = IndexOf(from.UtcTicks);
        var end = Math.Max(begin, IndexOf(to.UtcTicks));
        return new TickSeries(Symbol, Digits, first + begin, end - begin, times, bids, asks, bidSizes, askSizes);
    }

    /// <summary>The bars that these ticks make, by the rules of the desk's own builder: a period without a tick has no bar.</summary>
    public BarSeries ToBars(Timeframe timeframe)
    {
        var builder = new BarSeriesBuilder(Symbol, timeframe);
        var calendar = new FxCalendar();
        for (var begin = first; begin < first + Count;)
        {
            var start = new DateTimeOffset(times[begin], TimeSpan.Zero);
            var period = timeframe.PeriodAt(start, calendar.DayAt(start));
            var next = begin + 1;
            while (next < first + Count && times[next] < period.End.UtcTicks)
            {
                next++;
            }

            builder.Add(new Bar(
                timeframe, period.Start, period.End, period.Day, Range(bids, begin, next), Range(asks, begin, next), next - begin,
                new Quantity(next - begin)));
            begin = next;
        }

        return builder.Build();
    }

    private int IndexOf(long time)
    {
        var (low, high) = (first, first + Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = times[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low - first;
    }

    private Ohlc Range(int[] prices, int begin, int end)
    {
        var (high, low) = (prices[begin], prices[begin]);
        for (var i = begin + 1; i < end; i++)
        {
            high = Math.Max(high, prices[i]);
            low = Math.Min(low, prices[i]);
        }

        return new Ohlc(Price(prices[begin]), Price(high), Price(low), Price(prices[end - 1]));
    }

    private Price Price(int points) => new(new decimal(points, 0, 0, false, (byte)Digits));
}

/// <summary>Collects ticks of one symbol into a <see cref="TickSeries"/>.</summary>
/// <param name="digits">Decimals that are kept, 0 to 9: the instrument's, or those of the recording.</param>
public sealed class TickSeriesBuilder(Symbol symbol, int digits)
{
    private readonly decimal scale = (decimal)Math.Pow(10.0, digits);
    private long[] times = [];
    private int[] bids = [];
    private int[] asks = [];
    private double[] bidSizes = [];
    private double[] askSizes = [];
    private bool hasSizes;

    public int Count { get; private set; }

    /// <exception cref="ArgumentException">
    /// The tick is before the one before it, has no price above zero, or a price that the decimals cannot tell or 31 bits cannot hold.
    /// </exception>
    public void Add(in Tick tick)
    {
        if (Count > 0 && tick.Time.UtcTicks < times[Count - 1])
        {
            throw new ArgumentException($"A tick of {tick.Time:o} came after one of {new DateTimeOffset(times[Count - 1], TimeSpan.Zero):o}.", nameof(tick));
        }

        if (Count == times.Length)
        {
            var length = Math.Max(4_096, Count + (Count / 2));
            Array.Resize(ref times, length);
            Array.Resize(ref bids, length);
            Array.Resize(ref asks, length);
            Array.Resize(ref bidSizes, length);
            Array.Resize(ref askSizes, length);
        }

        times[Count] = tick.Time.UtcTicks;
        bids[Count] = Points(tick.Bid);
        asks[Count] = Points(tick.Ask);
        bidSizes[Count] = (double)tick.BidSize.Value;
        askSizes[Count] = (double)tick.AskSize.Value;
        hasSizes |= !tick.BidSize.IsZero || !tick.AskSize.IsZero;
        Count++;
    }

    /// <summary>The series so far; the builder must not be used afterwards.</summary>
    public TickSeries Build() => new(symbol, digits, 0, Count, times, bids, asks, hasSizes ? bidSizes : null, hasSizes ? askSizes : null);

    private int Points(Price price)
    {
        var points = price.Value * scale;
        return points > 0m && points <= int.MaxValue && points == decimal.Truncate(points)
            ? (int)points
            : throw new ArgumentException($"A price of {price} cannot be kept with {digits} decimals: it has more, is not above zero or is too large.", nameof(price));
    }
}
