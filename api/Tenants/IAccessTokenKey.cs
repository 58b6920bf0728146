namespace Countersign.Api.Tenants;

/// <summary>The key that access tokens are signed with: ECDSA on P-256 with SHA-256 (ES256). Safe for concurrent use.</summary>
public interface IAccessTokenKey
{
    /// <summary>Names the key in token headers; 1 to 64 letters, digits, hyphens and underscores.</summary>
    string KeyId { get; }

    /// <summary>Signs; the answer has 64 bytes, r then s (IEEE P1363).</summary>
    byte[] Sign(ReadOnlySpan<byte> data);

    /// <summary>Whether a 64-byte signature is this key's for this data.</summary>
    bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
