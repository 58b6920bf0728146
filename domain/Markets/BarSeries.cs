using Countersign.Domain.Indicators;

namespace Countersign.Domain.Markets;

/// <summary>
/// Bars of one symbol and one timeframe in columns, prices as whole numbers of <see cref="Point"/>: about 60 bytes a bar, 44 where the
/// recording has one side. Immutable and safe to share between threads; made by <see cref="BarSeriesBuilder"/>.
/// </summary>
public sealed class BarSeries
{
    private readonly BarColumns columns;
    private readonly int first;
    private readonly long lengthTicks;

    internal BarSeries(Symbol symbol, Timeframe timeframe, int digits, BarColumns columns, int first, int count)
    {
        (Symbol, Timeframe, Digits, this.columns, this.first, Count) = (symbol, timeframe, digits, columns, first, count);
        Scale = Math.Pow(10.0, digits);
        lengthTicks = timeframe.Length.Ticks;
    }

    public Symbol Symbol { get; }

    public Timeframe Timeframe { get; }

    /// <summary>Decimals of the prices, 0 to 9.</summary>
    public int Digits { get; }

    /// <summary>The unit of the price columns: 10 to the power of −<see cref="Digits"/>.</summary>
    public decimal Point => new(1, 0, 0, false, (byte)Digits);

    /// <summary>Points of a price of 1. A number of points divided by it is the double nearest to the price.</summary>
    public double Scale { get; }

    public int Count { get; }

    /// <summary>The recording has one side: bid and ask are the same.</summary>
    public bool IsOneSided => columns.IsOneSided;

    public DateTimeOffset StartAt(int index) => new(columns.Starts[At(index)], TimeSpan.Zero);

    public DateTimeOffset EndAt(int index) => new(EndTicksAt(index), TimeSpan.Zero);

    public Bar this[int index]
    {
        get
        {
            var i = At(index);
            return new Bar(
                Timeframe, StartAt(index), EndAt(index), DateOnly.FromDayNumber(columns.Days[i]), Prices(columns.Bid, i), Prices(columns.Ask, i),
                columns.Ticks?[i] ?? 0, new Quantity(columns.Volumes is { } volumes ? (decimal)volumes[i] : 0m));
        }
    }

    /// <summary>All bars, each made as it is asked for.</summary>
    public IEnumerable<Bar> Bars => Enumerable.Range(0, Count).Select(i => this[i]);

    /// <summary>The bars that start from <paramref name="from"/> (included) to <paramref name="to"/> (excluded); shares the columns.</summary>
    public BarSeries Between(DateTimeOffset from, DateTimeOffset to)
    {
        var begin = IndexOf(from);
        var end = Math.Max(begin, IndexOf(to));
        return new BarSeries(Symbol, Timeframe, Digits, columns, first + begin, end - begin);
    }

    /// <summary>The same with both sides being the bid (or the ask): without a spread. Shares the columns.</summary>
    public BarSeries OfOneSide(bool ask) => IsOneSided
        ? this
        : new BarSeries(Symbol, Timeframe, Digits, ask ? columns with { Bid = columns.Ask } : columns with { Ask = columns.Bid }, first, Count);

    /// <summary>The same bars joined into a larger timeframe, by the rules of the desk's own builder.</summary>
    public BarSeries Join(Timeframe larger)
    {
        var builder = new BarBuilder(larger);
        var joined = new BarSeriesBuilder(Symbol, larger);
        for (var i = 0; i < Count; i++)
        {
            if (builder.Add(this[i]) is { } closed)
            {
                joined.Add(closed);
            }
        }

        if (builder.Forming is { } last)
        {
            joined.Add(last);
        }

        return joined.Build();
    }

    /// <summary>The first bar that starts at or after a time; <see cref="Count"/> where none does.</summary>
    public int IndexOf(DateTimeOffset time)
    {
        var found = Array.BinarySearch(columns.Starts, first, Count, time.UtcTicks);
        return (found < 0 ? ~found : found) - first;
    }

    /// <summary>What indicators see of a bar: the bid side, to the last bit what <see cref="Bar.ToInput"/> gives.</summary>
    internal BarInput InputAt(int index)
    {
        var i = At(index);
        ref readonly var bid = ref columns.Bid[i];
        return new BarInput(
            bid.Open / Scale, bid.High / Scale, bid.Low / Scale, bid.Close / Scale, columns.Volumes is { } volumes ? volumes[i] : 0.0, columns.Days[i]);
    }

    internal Ohlc BidPricesAt(int index) => Prices(columns.Bid, At(index));

    internal Ohlc AskPricesAt(int index) => Prices(columns.Ask, At(index));

    internal ref readonly OhlcPoints BidAt(int index) => ref columns.Bid[At(index)];

    internal ref readonly OhlcPoints AskAt(int index) => ref columns.Ask[At(index)];

    internal long StartTicksAt(int index) => columns.Starts[At(index)];

    internal long EndTicksAt(int index) => columns.Ends is { } ends ? ends[At(index)] : columns.Starts[At(index)] + lengthTicks;

    internal int DayAt(int index) => columns.Days[At(index)];

    internal Price ToPrice(int points) => new(new decimal(Math.Abs(points), 0, 0, points < 0, (byte)Digits));

    private Ohlc Prices(OhlcPoints[] side, int i) =>
        new(ToPrice(side[i].Open), ToPrice(side[i].High), ToPrice(side[i].Low), ToPrice(side[i].Close));

    private int At(int index) => (uint)index < (uint)Count ? first + index : throw new ArgumentOutOfRangeException(nameof(index));
}

/// <summary>A bar's prices of one side in points.</summary>
internal readonly record struct OhlcPoints(int Open, int High, int Low, int Close);

/// <summary>The columns that series of the same bars share.</summary>
/// <param name="Starts">UTC ticks, ascending.</param>
/// <param name="Ends">Null where each bar has its timeframe's nominal length.</param>
/// <param name="Days">Day numbers.</param>
/// <param name="Ask">The same array as the bid where the recording has one side.</param>
/// <param name="Volumes">Null where there is none.</param>
/// <param name="Ticks">Null where the recording does not tell.</param>
internal sealed record BarColumns(
    long[] Starts, long[]? Ends, int[] Days, OhlcPoints[] Bid, OhlcPoints[] Ask, double[]? Volumes, int[]? Ticks)
{
    public bool IsOneSided => ReferenceEquals(Bid, Ask);
}
