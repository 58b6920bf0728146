using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Silo.Audit;

/// <summary>
/// The links of the chains. An event's hash is SHA-256 over a length-prefixed encoding, so no two different events encode alike: previous hash,
/// tenant, stream, version, type, command id, actor, time of recording in ticks, body; every text and byte field with its length as a 32-bit
/// little-endian integer before it, every integer as 64-bit little-endian.
/// </summary>
internal static class EventHash
{
    public const int Size = SHA256.HashSizeInBytes;

    private const int NumbersSize = 2 * sizeof(long);

    private const int FieldCount = 7;

    /// <summary>What a chain's first link refers to.</summary>
    public static byte[] Origin { get; } = new byte[Size];

    public static byte[] Of(ReadOnlySpan<byte> previous, string tenant, string stream, in EventRow row)
    {
        var size = NumbersSize + (FieldCount * sizeof(int)) + previous.Length + Utf8(tenant) + Utf8(stream) + Utf8(row.Type)
            + Utf8(row.Command) + Utf8(row.Actor) + row.Body.Length;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        var rest = rented.AsSpan(0, size);
        Write(ref rest, previous);
        Write(ref rest, tenant);
        Write(ref rest, stream);
        Write(ref rest, row.Version);
        Write(ref rest, row.Type);
        Write(ref rest, row.Command);
        Write(ref rest, row.Actor);
        Write(ref rest, row.RecordedAt);
        Write(ref rest, row.Body);
        var hash = SHA256.HashData(rented.AsSpan(0, size));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>The next link of a chain over events of many streams.</summary>
    public static byte[] Fold(ReadOnlySpan<byte> chain, ReadOnlySpan<byte> eventHash)
    {
        Span<byte> both = stackalloc byte[2 * Size];
        chain.CopyTo(both);
        eventHash.CopyTo(both[Size..]);
        return SHA256.HashData(both);
    }

    private static int Utf8(string text) => Encoding.UTF8.GetByteCount(text);

    private static void Write(ref Span<byte> rest, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, number);
        rest = rest[sizeof(long)..];
    }

    private static void Write(ref Span<byte> rest, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, rest[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(rest, length);
        rest = rest[(sizeof(int) + length)..];
    }

    private static void Write(ref Span<byte> rest, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, bytes.Length);
        bytes.CopyTo(rest[sizeof(int)..]);
        rest = rest[(sizeof(int) + bytes.Length)..];
    }
}

/// <summary>An event as its row holds it.</summary>
/// <param name="Position">1 for the journal's first event; counts over all tenants without a gap.</param>
/// <param name="StreamId">The stream's row.</param>
/// <param name="Version">1 for the stream's first event.</param>
/// <param name="Type">The stored name.</param>
/// <param name="Body">JSON, UTF-8.</param>
/// <param name="Command">The command that caused it.</param>
/// <param name="StartsCommand">Whether it is the command's first event; that one is unique in its stream.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="RecordedAt">UTC ticks.</param>
/// <param name="PreviousHash">The link before; empty for a row that has none yet.</param>
/// <param name="Hash">This link.</param>
internal readonly record struct EventRow(
    long Position, long StreamId, long Version, string Type, byte[] Body, string Command, bool StartsCommand, string Actor, long RecordedAt,
    byte[] PreviousHash, byte[] Hash);
