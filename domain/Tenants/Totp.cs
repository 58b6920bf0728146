using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Domain.Tenants;

/// <summary>
/// Time-based one-time passwords (RFC 6238, RFC 4226): HMAC-SHA-1, steps of 30 seconds, six digits, which is what every authenticator has.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a secret: as long as the hash, as RFC 4226 wants it.</summary>
    public const int SecretBytes = 20;

    public const int Digits = 6;

    /// <summary>How long a code is shown, seconds.</summary>
    public const int StepSeconds = 30;

    /// <summary>How many steps a clock may be off, either way.</summary>
    private const int StepsOff = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The step whose code was given, the one before and the one after the present one included; null where none has it.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        long? found = null;
        for (var step = StepAt(now) - StepsOff; step <= StepAt(now) + StepsOff; step++)
        {
            // Every step is computed, whichever fits, so that the time taken does not tell which it was.
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code)))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>The six digits of a step.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Authenticators know HMAC-SHA-1 only, and HMAC does not need SHA-1's resistance to collisions.")]
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, hash);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xf)..]) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>A secret as people type it: base32 (RFC 4648) without padding.</summary>
    public static string ToBase32(ReadOnlySpan<byte> secret)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var b in secret)
        {
            (bits, count) = ((bits << 8) | b, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Base32[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 31]).ToString();
    }

    /// <summary>What an authenticator reads from a QR code.</summary>
    public static string Address(string issuer, string login, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={ToBase32(secret)}"
        + $"&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
