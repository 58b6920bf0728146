using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>
/// A refresh token: whose session it is, in clear, and 256 random bits. The desk keeps only the SHA-256 of the bits, so the journal does
/// not
/// hold what would open a session. Text form <c>t-….u-….session.secret</c>.
/// </summary>
/// <param name="Tenant">Whose user.</param>
/// <param name="User">Who.</param>
/// <param name="Session">The sign-in that it continues: 32 hexadecimal digits.</param>
/// <param name="Secret">43 characters of base64url.</param>
internal sealed record RefreshToken(TenantId Tenant, UserId User, string Session, string Secret)
{
    private const int SecretBytes = 32;
    private const int LengthMax = 320;

    /// <summary>What is stored: 64 hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    /// <summary>The first token of a new session.</summary>
    public static RefreshToken Start(TenantId tenant, UserId user, IRandomness randomness) =>
        new(tenant, user, randomness.Id(), randomness.Secret());

    /// <summary>The next token of the same session.</summary>
    public RefreshToken Rotate(IRandomness randomness) => this with { Secret = randomness.Secret() };

    public static bool TryParse(string text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        if (text.Length > LengthMax || text.Split('.') is not [var tenant, var user, var session, var secret]
            || session.Length != 32 || !session.All(char.IsAsciiHexDigitLower)
            || !Base64Url.IsValid(secret, out var bytes) || bytes != SecretBytes)
        {
            return false;
        }

        try
        {
            token = new RefreshToken(TenantId.Parse(tenant), UserId.Parse(user), session, secret);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public override string ToString() => $"{Tenant}.{User}.{Session}.{Secret}";
}
