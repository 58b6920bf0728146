using Countersign.Domain.Markets;

namespace Countersign.Silo.Markets.History;

/// <summary>
/// Bars of one series within one stretch of time as bytes: each number as the difference to the one that it is usually close to. A minute of both
/// sides takes about 15 bytes.
/// </summary>
internal static class BarChunk
{
    /// <summary>Bars of a chunk that has no gap.</summary>
    public const int BarsMax = 1440;

    private const byte Version = 1;
    private const byte HasAsk = 1;
    private const byte UsualEnds = 2;
    private const byte FxDays = 4;
    private const byte HasTicks = 8;

    private static readonly long[] Units = [TimeSpan.TicksPerDay, TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, 1];

    /// <summary>First instant of the chunk that holds a time, in UTC ticks.</summary>
    public static long StartOf(Timeframe timeframe, DateTimeOffset time) => time.UtcTicks - (time.UtcTicks % SpanOf(timeframe));

    public static long SpanOf(Timeframe timeframe) => timeframe.Length.Ticks * BarsMax;

    /// <param name="bars">In order, of one timeframe, all within the chunk.</param>
    /// <exception cref="OverflowException">A price or size has more than 18 digits.</exception>
    public static byte[] Encode(IReadOnlyList<Bar> bars)
    {
        var timeframe = bars[0].Timeframe;
        var start = StartOf(timeframe, bars[0].Start);
        var writer = new ChunkWriter();
        var flags = FlagsOf(bars);
        var unit = Units.First(u => bars.All(b => (b.Start.UtcTicks - start) % u == 0));
        var priceScale = bars.Max(b => Math.Max(ScaleOf(b.Bid), ScaleOf(b.Ask)));
        var sizeScale = bars.Max(b => Scaled.ScaleOf(b.Volume.Value));
        writer.Byte(Version);
        writer.Byte(flags);
        writer.Byte((byte)priceScale);
        writer.Byte((byte)sizeScale);
        writer.Unsigned((ulong)unit);
        writer.Unsigned((ulong)bars.Count);
        var (time, close) = (start, 0L);
        foreach (var bar in bars)
        {
            writer.Unsigned((ulong)((bar.Start.UtcTicks - time) / unit));
            time = bar.Start.UtcTicks;
            if ((flags & UsualEnds) == 0)
            {
                writer.Signed((bar.End - bar.Start - timeframe.Length).Ticks);
            }

            if ((flags & FxDays) == 0)
            {
                writer.Signed(bar.Day.DayNumber - DateOnly.FromDateTime(bar.Start.UtcDateTime).DayNumber);
            }

            close = WriteBid(writer, bar.Bid, priceScale, close);
            if ((flags & HasAsk) != 0)
            {
                WriteAsk(writer, bar.Bid, bar.Ask, priceScale);
            }

            writer.Signed(Scaled.Units(bar.Volume.Value, sizeScale));
            if ((flags & HasTicks) != 0)
            {
                writer.Signed(bar.Ticks);
            }
        }

        return writer.ToArray();
    }

    /// <exception cref="ChunkException">The bytes are not a chunk of bars.</exception>
    public static void Decode(Timeframe timeframe, long chunkStart, ReadOnlySpan<byte> bytes, List<Bar> into)
    {
        var reader = new ChunkReader(bytes);
        if (reader.Byte() is not Version and var version)
        {
            throw new ChunkException($"Stored bars have version {version}; this program knows {Version}.");
        }

        var flags = reader.Byte();
        int priceScale = reader.Byte();
        int sizeScale = reader.Byte();
        var unit = (long)reader.Unsigned();
        var count = reader.Unsigned();
        var (time, close) = (chunkStart, 0L);
        var length = timeframe.Length.Ticks;
        var day = default(FxDay);
        for (var i = 0UL; i < count; i++)
        {
            time += (long)reader.Unsigned() * unit;
            var start = new DateTimeOffset(time, TimeSpan.Zero);
            var end = start.AddTicks((flags & UsualEnds) != 0 ? length : length + reader.Signed());
            DateOnly date;
            if ((flags & FxDays) != 0)
            {
                day = day.Holds(start) ? day : FxDay.At(start);
                date = day.Date;
            }
            else
            {
                date = DateOnly.FromDateTime(start.UtcDateTime).AddDays((int)reader.Signed());
            }

            var bid = ReadBid(ref reader, close);
            close = bid.Close;
            var bidPrices = bid.At(priceScale);
            var ask = (flags & HasAsk) != 0 ? ReadAsk(ref reader, bid).At(priceScale) : bidPrices;
            var volume = new Quantity(Scaled.Value(reader.Signed(), sizeScale));
            into.Add(new Bar(timeframe, start, end, date, bidPrices, ask, (flags & HasTicks) != 0 ? reader.Signed() : 0, volume));
        }

        if (!reader.AtEnd)
        {
            throw new ChunkException("Stored bars go on behind their last one.");
        }
    }

    private static byte FlagsOf(IReadOnlyList<Bar> bars)
    {
        var flags = UsualEnds | FxDays;
        foreach (var bar in bars)
        {
            flags |= bar.Ask != bar.Bid ? HasAsk : 0;
            flags |= bar.Ticks != 0 ? HasTicks : 0;
            flags &= bar.End - bar.Start == bar.Timeframe.Length ? ~0 : ~UsualEnds;
        }

        return (byte)(HasFxDays(bars) ? flags : flags & ~FxDays);
    }

    private static bool HasFxDays(IReadOnlyList<Bar> bars)
    {
        var day = default(FxDay);
        foreach (var bar in bars)
        {
            day = day.Holds(bar.Start) ? day : FxDay.At(bar.Start);
            if (bar.Day != day.Date)
            {
                return false;
            }
        }

        return true;
    }

    private static int ScaleOf(Ohlc prices) => Math.Max(
        Math.Max(Scaled.ScaleOf(prices.Open.Value), Scaled.ScaleOf(prices.High.Value)),
        Math.Max(Scaled.ScaleOf(prices.Low.Value), Scaled.ScaleOf(prices.Close.Value)));

    private static long WriteBid(ChunkWriter writer, Ohlc bid, int scale, long previousClose)
    {
        var prices = UnitPrices.Of(bid, scale);
        writer.Signed(prices.Open - previousClose);
        writer.Signed(prices.High - prices.Open);
        writer.Signed(prices.Low - prices.Open);
        writer.Signed(prices.Close - prices.Open);
        return prices.Close;
    }

    private static void WriteAsk(ChunkWriter writer, Ohlc bid, Ohlc ask, int scale)
    {
        var (low, high) = (UnitPrices.Of(bid, scale), UnitPrices.Of(ask, scale));
        writer.Signed(high.Open - low.Open);
        writer.Signed(high.High - low.High);
        writer.Signed(high.Low - low.Low);
        writer.Signed(high.Close - low.Close);
    }

    private static UnitPrices ReadBid(ref ChunkReader reader, long previousClose)
    {
        var open = previousClose + reader.Signed();
        return new UnitPrices(open, open + reader.Signed(), open + reader.Signed(), open + reader.Signed());
    }

    private static UnitPrices ReadAsk(ref ChunkReader reader, UnitPrices bid) => new(
        bid.Open + reader.Signed(), bid.High + reader.Signed(), bid.Low + reader.Signed(), bid.Close + reader.Signed());

    private readonly record struct UnitPrices(long Open, long High, long Low, long Close)
    {
        public static UnitPrices Of(Ohlc prices, int scale) => new(
            Scaled.Units(prices.Open.Value, scale), Scaled.Units(prices.High.Value, scale), Scaled.Units(prices.Low.Value, scale),
            Scaled.Units(prices.Close.Value, scale));

        public Ohlc At(int scale) => new(
            new Price(Scaled.Value(Open, scale)), new Price(Scaled.Value(High, scale)), new Price(Scaled.Value(Low, scale)),
            new Price(Scaled.Value(Close, scale)));
    }
}
