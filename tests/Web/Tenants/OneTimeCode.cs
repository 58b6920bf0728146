using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Countersign.Tests.Web.Tenants;

/// <summary>What an authenticator shows: RFC 6238 with six digits, steps of 30 seconds and HMAC-SHA-1.</summary>
internal static class OneTimeCode
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(string secret, DateTimeOffset time)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, time.ToUnixTimeSeconds() / 30);
        // RFC 6238 says SHA-1; authenticators know nothing else.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(Decode(secret), step);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xF;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string secret)
    {
        var bytes = new List<byte>();
        int held = 0, bits = 0;
        foreach (var letter in secret.Where(c => Base32.Contains(c)))
        {
            held = (held << 5) | Base32.IndexOf(letter);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
