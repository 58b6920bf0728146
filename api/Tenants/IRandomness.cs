using System.Buffers.Text;
using System.Security.Cryptography;

namespace Countersign.Api.Tenants;

/// <summary>Where secrets come from, so that tests can say what comes.</summary>
public interface IRandomness
{
    /// <summary>Bytes that nobody can foresee.</summary>
    byte[] Bytes(int count);
}

/// <summary>The system's generator.</summary>
internal sealed class SystemRandomness : IRandomness
{
    public byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);
}

internal static class Randomness
{
    /// <summary>256 bits: 43 characters of base64url.</summary>
    public static string Secret(this IRandomness randomness) => Base64Url.EncodeToString(randomness.Bytes(32));

    /// <summary>128 bits: 32 hexadecimal digits.</summary>
    public static string Id(this IRandomness randomness) => Convert.ToHexStringLower(randomness.Bytes(16));
}
