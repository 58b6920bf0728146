using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Countersign.Api.Tenants;

/// <summary>An access token key in memory. Its id is the RFC 7638 thumbprint, so equal keys have equal ids on every machine.</summary>
public sealed class EcdsaTokenKey : IAccessTokenKey, IDisposable
{
    private const int PooledMax = 64;

    private readonly ECParameters parameters;

    // One ECDsa is not for concurrent use; a pool lets requests verify side by side.
    private readonly ConcurrentBag<ECDsa> pool = [];

    /// <summary>Takes a private key.</summary>
    /// <exception cref="CryptographicException">It is not a key on the curve P-256.</exception>
    public EcdsaTokenKey(ECParameters privateKey)
    {
        privateKey.Validate();
        if (privateKey.D is null || privateKey.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            throw new CryptographicException("Access tokens are signed with a private key on the curve P-256.");
        }

        parameters = privateKey;
        KeyId = Thumbprint(privateKey.Q);
    }

    public string KeyId { get; }

    /// <summary>A new random key.</summary>
    public static EcdsaTokenKey Create()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new EcdsaTokenKey(ecdsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Reads a private key in PKCS#8.</summary>
    /// <exception cref="CryptographicException">It is not one on the curve P-256.</exception>
    public static EcdsaTokenKey FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return new EcdsaTokenKey(ecdsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Writes the private key in PKCS#8. Secret.</summary>
    public byte[] ToPkcs8()
    {
        using var ecdsa = ECDsa.Create(parameters);
        return ecdsa.ExportPkcs8PrivateKey();
    }

    /// <summary>The public half.</summary>
    public ECParameters PublicKey => new() { Curve = parameters.Curve, Q = parameters.Q };

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var ecdsa = Rent();
        try
        {
            return ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            Return(ecdsa);
        }
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var ecdsa = Rent();
        try
        {
            return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            Return(ecdsa);
        }
    }

    public void Dispose()
    {
        while (pool.TryTake(out var ecdsa))
        {
            ecdsa.Dispose();
        }
    }

    private static string Thumbprint(ECPoint q)
    {
        var jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(q.X!)}}","y":"{{Base64Url.EncodeToString(q.Y!)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(jwk)));
    }

    private ECDsa Rent() => pool.TryTake(out var ecdsa) ? ecdsa : ECDsa.Create(parameters);

    private void Return(ECDsa ecdsa)
    {
        if (pool.Count >= PooledMax)
        {
            ecdsa.Dispose();
            return;
        }

        pool.Add(ecdsa);
    }
}
