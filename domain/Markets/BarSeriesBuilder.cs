using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>Collects bars of one symbol and timeframe into a <see cref="BarSeries"/>.</summary>
/// <param name="capacity">How many bars are expected, about: room for so many is set aside at once, instead of growing into it.</param>
public sealed class BarSeriesBuilder(Symbol symbol, Timeframe timeframe, int capacity = 0)
{
    /// <summary>Prices of a series have at most so many decimals.</summary>
    public const int DigitsMax = 9;

    // Columns that most recordings do not need come with the first bar that does.
    private long[] starts = [];
    private long[]? ends;
    private int[] days = [];
    private OhlcPoints[] bid = [];
    private OhlcPoints[]? ask;
    private double[]? volumes;
    private int[]? ticks;
    private int digits;

    public int Count { get; private set; }

    /// <summary>Collects bars into a series.</summary>
    /// <exception cref="ArgumentException">See <see cref="Add"/>.</exception>
    public static BarSeries Of(Symbol symbol, Timeframe timeframe, IEnumerable<Bar> bars)
    {
        var builder = new BarSeriesBuilder(symbol, timeframe);
        foreach (var bar in bars)
        {
            builder.Add(bar);
        }

        return builder.Build();
    }

    /// <exception cref="ArgumentException">
    /// The bar is of another timeframe or not after the one before, or a price has more than nine decimals or needs more than 31 bits.
    /// </exception>
    public void Add(Bar bar)
    {
        if (bar.Timeframe != timeframe)
        {
            throw new ArgumentException($"A bar of {bar.Timeframe} came to a series of {timeframe}.", nameof(bar));
        }

        if (Count > 0 && bar.Start.UtcTicks <= starts[Count - 1])
        {
            throw new ArgumentException($"A bar of {bar.Start:o} came after one of {new DateTimeOffset(starts[Count - 1], TimeSpan.Zero):o}.", nameof(bar));
        }

        Widen(bar.Bid);
        Widen(bar.Ask);
        Grow();
        starts[Count] = bar.Start.UtcTicks;
        days[Count] = bar.Day.DayNumber;
        bid[Count] = Points(bar.Bid);
        AddEnd(bar);
        AddAsk(Points(bar.Ask));
        Add(ref volumes, (double)bar.Volume.Value);
        Add(ref ticks, (int)Math.Min(bar.Ticks, int.MaxValue));
        Count++;
    }

    /// <summary>The series so far; the builder must not be used afterwards.</summary>
    public BarSeries Build() =>
        new(symbol, timeframe, digits, new BarColumns(starts, ends, days, bid, ask ?? bid, volumes, ticks), 0, Count);

    private void AddEnd(Bar bar)
    {
        if (ends is null && bar.End - bar.Start == timeframe.Length)
        {
            return;
        }

        if (ends is null)
        {
            ends = Column<long>(starts.Length);
            for (var i = 0; i < Count; i++)
            {
                ends[i] = starts[i] + timeframe.Length.Ticks;
            }
        }

        ends[Count] = bar.End.UtcTicks;
    }

    private void AddAsk(OhlcPoints points)
    {
        if (ask is null && points == bid[Count])
        {
            return;
        }

        if (ask is null)
        {
            ask = Column<OhlcPoints>(starts.Length);
            bid.AsSpan(0, Count).CopyTo(ask);
        }

        ask[Count] = points;
    }

    private void Add<T>(ref T[]? column, T value)
        where T : struct, IEquatable<T>
    {
        if (column is null && value.Equals(default))
        {
            return;
        }

        if (column is null)
        {
            column = Column<T>(starts.Length);
            column.AsSpan(0, Count).Clear();
        }

        column[Count] = value;
    }

    private void Grow()
    {
        if (Count < starts.Length)
        {
            return;
        }

        var length = Math.Max(Math.Max(1_024, capacity), starts.Length + (starts.Length / 2));
        Resize(ref starts!, length);
        Resize(ref days!, length);
        Resize(ref bid!, length);
        Resize(ref ends, length);
        Resize(ref ask, length);
        Resize(ref volumes, length);
        Resize(ref ticks, length);
    }

    private void Resize<T>(ref T[]? column, int length)
    {
        if (column is { } old)
        {
            column = Column<T>(length);
            old.AsSpan(0, Count).CopyTo(column);
        }
    }

    // Room that is set aside and never used is never touched: it costs no memory.
    private static T[] Column<T>(int length) => GC.AllocateUninitializedArray<T>(length);

    private void Widen(Ohlc prices)
    {
        // Nearly every bar has no more decimals than the ones before: seen without a division.
        if (prices.Open.Value.Scale <= digits && prices.High.Value.Scale <= digits && prices.Low.Value.Scale <= digits
            && prices.Close.Value.Scale <= digits)
        {
            return;
        }

        var needed = Math.Max(Math.Max(Digits(prices.Open), Digits(prices.High)), Math.Max(Digits(prices.Low), Digits(prices.Close)));
        if (needed <= digits)
        {
            return;
        }

        if (needed > DigitsMax)
        {
            throw new ArgumentException($"A price of {symbol} has {needed} decimals: at most {DigitsMax} are kept.", nameof(prices));
        }

        var factor = (int)Math.Pow(10.0, needed - digits);
        for (var i = 0; i < Count; i++)
        {
            bid[i] = Times(bid[i], factor);
            if (ask is not null)
            {
                ask[i] = Times(ask[i], factor);
            }
        }

        digits = needed;
    }

    private OhlcPoints Times(OhlcPoints points, int factor)
    {
        try
        {
            return checked(new OhlcPoints(points.Open * factor, points.High * factor, points.Low * factor, points.Close * factor));
        }
        catch (OverflowException)
        {
            throw TooWide();
        }
    }

    private OhlcPoints Points(Ohlc prices) => new(Points(prices.Open), Points(prices.High), Points(prices.Low), Points(prices.Close));

    private int Points(Price price)
    {
        var points = price.Value * (decimal)Math.Pow(10.0, digits);
        return points is >= int.MinValue and <= int.MaxValue ? (int)points : throw TooWide();
    }

    private ArgumentException TooWide() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Prices of {symbol} with {digits} decimals are too large to keep: at most {int.MaxValue} steps of the last decimal. Round the recording to fewer decimals."));

    // Trailing zeros are no digits: 1.10000 has one.
    private static int Digits(Price price)
    {
        var value = price.Value;
        var scale = value.Scale;
        while (scale > 0 && decimal.Round(value, scale - 1) == value)
        {
            scale--;
        }

        return scale;
    }
}
