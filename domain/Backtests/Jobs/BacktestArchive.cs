using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>
/// A result as it is kept: its canonical form, JSON in a fixed order of members, compressed. The same result has the same canonical form to
/// the byte, and so the same digest.
/// </summary>
/// <param name="Body">The canonical form, compressed with gzip.</param>
/// <param name="Digest">SHA-256 over the canonical form, 64 hexadecimal digits.</param>
/// <param name="Bytes">Length of the canonical form.</param>
public sealed record BacktestArchive(byte[] Body, string Digest, long Bytes)
{
    private static readonly JsonSerializerOptions Json = CreateJson();

    public static BacktestArchive Pack(BacktestOutcome outcome)
    {
        using var sha = SHA256.Create();
        using var body = new MemoryStream();
        using var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
        using (var hash = new CryptoStream(gzip, sha, CryptoStreamMode.Write, leaveOpen: true))
        {
            JsonSerializer.Serialize(hash, outcome, Json);
        }

        gzip.Dispose();
        var packed = body.ToArray();
        return new BacktestArchive(packed, Convert.ToHexStringLower(sha.Hash!), LengthOf(packed));
    }

    /// <exception cref="InvalidDataException">It is damaged, or from a newer program.</exception>
    public static BacktestOutcome Unpack(byte[] body)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(body, writable: false), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<BacktestOutcome>(gzip, Json) ?? throw new InvalidDataException("The result is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The result cannot be read: " + e.Message, e);
        }
    }

    // Gzip ends with the length of what it holds, modulo 2^32 (RFC 1952).
    private static long LengthOf(byte[] packed) => BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - sizeof(uint)));

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
