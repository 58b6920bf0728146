using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Tenants;

/// <summary>Hashes and checks passwords: ASP.NET Core Identity's format V3, PBKDF2-HMAC-SHA512. Checking costs the same for unknown
/// logins.</summary>
public sealed class Passwords : IDisposable
{
    /// <summary>Longer passwords are refused unread: hashing them would be a way to keep the desk busy.</summary>
    public const int LengthMax = 256;

    private static readonly object Nobody = new();

    // Identity's format V3: a byte for the format, then the function and the rounds, 32 bits each, most significant byte first.
    private const byte Format = 1;
    private const uint Sha512 = 2;
    private const int HeaderBytes = 9;

    private readonly PasswordHasher<object> hasher;
    private readonly int iterations;
    private readonly SemaphoreSlim turns;
    private readonly Lazy<string> dummy;

    public Passwords(IOptions<ApiOptions> options)
    {
        var settings = options.Value.Passwords;
        iterations = settings.Iterations;
        hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = settings.Iterations }));
        turns = new SemaphoreSlim(settings.ConcurrentChecksMax);
        dummy = new Lazy<string>(() => hasher.HashPassword(Nobody, "of nobody"));
    }

    /// <summary>A salted hash, to be stored with the user.</summary>
    public string Hash(string password) => hasher.HashPassword(Nobody, password);

    /// <summary>The same, in its turn among the checks: for passwords that strangers send.</summary>
    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return Hash(password);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>Whether the password belongs to the hash. Without a hash (nobody has that login) it takes as long and is false.</summary>
    public async Task<bool> CheckAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            var result = hasher.VerifyHashedPassword(Nobody, hash ?? dummy.Value, password);
            return hash is not null && result != PasswordVerificationResult.Failed;
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>Whether a hash is of other parameters than new ones.</summary>
    public bool IsOutdated(string hash)
    {
        Span<byte> bytes = stackalloc byte[256];
        return !Convert.TryFromBase64String(hash, bytes, out var length) || length < HeaderBytes || bytes[0] != Format
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]) != Sha512 || BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) != iterations;
    }

    public void Dispose() => turns.Dispose();
}
