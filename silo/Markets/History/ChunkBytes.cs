using System.Numerics;

namespace Countersign.Silo.Markets.History;

/// <summary>The body of a chunk is damaged, or of a version that this program does not know.</summary>
internal sealed class ChunkException(string message) : Exception(message);

/// <summary>Collects numbers: seven bits a byte, small ones first, negative ones folded between the positive ones.</summary>
internal sealed class ChunkWriter
{
    private byte[] bytes = new byte[4096];
    private int length;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public byte[] ToArray() => Written.ToArray();

    public void Byte(byte value)
    {
        Room();
        bytes[length++] = value;
    }

    public void Unsigned(ulong value)
    {
        Room();
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
    }

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    private void Room()
    {
        const int longest = 10;
        if (bytes.Length - length < longest)
        {
            Array.Resize(ref bytes, bytes.Length * 2);
        }
    }
}

/// <summary>Reads what a <see cref="ChunkWriter"/> wrote.</summary>
internal ref struct ChunkReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int next;

    public readonly bool AtEnd => next == bytes.Length;

    public byte Byte() => next < bytes.Length ? bytes[next++] : throw TooShort();

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new ChunkException("A stored number is longer than any number is.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ChunkException TooShort() => new("A stored chunk ends before its last number.");
}

/// <summary>Decimals as whole numbers of a common scale.</summary>
internal static class Scaled
{
    /// <summary>No price or size of a market has more digits; what has is rounded to so many.</summary>
    public const int ScaleMax = 10;

    private static readonly long[] Powers = [.. Enumerable.Range(0, ScaleMax + 1).Select(n => (long)BigInteger.Pow(10, n))];

    /// <summary>Digits behind the point that a value needs; trailing zeros need none.</summary>
    public static int ScaleOf(decimal value)
    {
        int scale = value.Scale;
        if (scale > ScaleMax)
        {
            return ScaleMax;
        }

        var units = Units(value, scale);
        while (scale > 0 && units % 10 == 0)
        {
            units /= 10;
            scale--;
        }

        return scale;
    }

    /// <exception cref="OverflowException">The value does not fit into 18 digits.</exception>
    public static long Units(decimal value, int scale)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var missing = scale - value.Scale;
        if (parts[2] != 0 || parts[1] < 0 || missing < 0)
        {
            return decimal.ToInt64(decimal.Round(value * Powers[scale], MidpointRounding.ToEven));
        }

        var mantissa = ((long)parts[1] << 32) | (uint)parts[0];
        var units = checked(mantissa * Powers[missing]);
        return parts[3] < 0 ? -units : units;
    }

    public static decimal Value(long units, int scale)
    {
        var size = units < 0 ? (ulong)-units : (ulong)units;
        return new decimal((int)size, (int)(size >> 32), 0, units < 0, (byte)scale);
    }
}
