using Countersign.Domain.Markets;

namespace Countersign.Silo.Markets.History;

/// <summary>Ticks of one series within one hour as bytes. A tick takes about 5 bytes.</summary>
internal static class TickChunk
{
    private const byte Version = 1;
    private const byte HasSizes = 1;

    private static readonly long[] Units = [TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerMicrosecond, 1];

    public static long Span => TimeSpan.TicksPerHour;

    /// <summary>First instant of the chunk that holds a time, in UTC ticks.</summary>
    public static long StartOf(DateTimeOffset time) => time.UtcTicks - (time.UtcTicks % Span);

    /// <param name="ticks">In order, all within the chunk.</param>
    /// <exception cref="OverflowException">A price or size has more than 18 digits.</exception>
    public static byte[] Encode(IReadOnlyList<Tick> ticks)
    {
        var start = StartOf(ticks[0].Time);
        var writer = new ChunkWriter();
        var unit = Units.First(u => ticks.All(t => (t.Time.UtcTicks - start) % u == 0));
        var hasSizes = ticks.Any(t => !t.BidSize.IsZero || !t.AskSize.IsZero);
        var priceScale = ticks.Max(t => Math.Max(Scaled.ScaleOf(t.Bid.Value), Scaled.ScaleOf(t.Ask.Value)));
        var sizeScale = hasSizes ? ticks.Max(t => Math.Max(Scaled.ScaleOf(t.BidSize.Value), Scaled.ScaleOf(t.AskSize.Value))) : 0;
        writer.Byte(Version);
        writer.Byte(hasSizes ? HasSizes : (byte)0);
        writer.Byte((byte)priceScale);
        writer.Byte((byte)sizeScale);
        writer.Unsigned((ulong)unit);
        writer.Unsigned((ulong)ticks.Count);
        var (time, previous) = (start, 0L);
        foreach (var tick in ticks)
        {
            writer.Unsigned((ulong)((tick.Time.UtcTicks - time) / unit));
            time = tick.Time.UtcTicks;
            var bid = Scaled.Units(tick.Bid.Value, priceScale);
            writer.Signed(bid - previous);
            writer.Signed(Scaled.Units(tick.Ask.Value, priceScale) - bid);
            previous = bid;
            if (hasSizes)
            {
                writer.Signed(Scaled.Units(tick.BidSize.Value, sizeScale));
                writer.Signed(Scaled.Units(tick.AskSize.Value, sizeScale));
            }
        }

        return writer.ToArray();
    }

    /// <exception cref="ChunkException">The bytes are not a chunk of ticks.</exception>
    public static void Decode(long chunkStart, ReadOnlySpan<byte> bytes, List<Tick> into)
    {
        var reader = new ChunkReader(bytes);
        if (reader.Byte() is not Version and var version)
        {
            throw new ChunkException($"Stored ticks have version {version}; this program knows {Version}.");
        }

        var hasSizes = reader.Byte() == HasSizes;
        int priceScale = reader.Byte();
        int sizeScale = reader.Byte();
        var unit = (long)reader.Unsigned();
        var count = reader.Unsigned();
        var (time, bid) = (chunkStart, 0L);
        for (var i = 0UL; i < count; i++)
        {
            time += (long)reader.Unsigned() * unit;
            bid += reader.Signed();
            var ask = bid + reader.Signed();
            into.Add(new Tick(
                new DateTimeOffset(time, TimeSpan.Zero), new Price(Scaled.Value(bid, priceScale)), new Price(Scaled.Value(ask, priceScale)),
                hasSizes ? new Quantity(Scaled.Value(reader.Signed(), sizeScale)) : default,
                hasSizes ? new Quantity(Scaled.Value(reader.Signed(), sizeScale)) : default));
        }

        if (!reader.AtEnd)
        {
            throw new ChunkException("Stored ticks go on behind their last one.");
        }
    }
}
