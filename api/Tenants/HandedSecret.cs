using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>
/// A secret that is told once: what it is for and whose, in clear, and 256 random bits of which the desk keeps the SHA-256 only. Text form
/// <c>kind_tenant.subject.secret</c>, so that people, and programs that look for leaked secrets, recognise it.
/// </summary>
/// <param name="Kind">What for.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Subject">The invitation, the user or the key.</param>
/// <param name="Secret">43 characters of base64url.</param>
internal sealed record HandedSecret(string Kind, TenantId Tenant, string Subject, string Secret)
{
    public const string Invitation = "csinv";
    public const string PasswordReset = "cspwr";
    public const string ApiKey = "cskey";
    public const int LengthMax = 320;

    private const int SecretBytes = 32;

    /// <summary>What is stored: 64 hexadecimal digits.</summary>
    public string Hash => HashOf(Secret);

    /// <summary>What may be shown ever after.</summary>
    public string Prefix => $"{Kind}_{Tenant}.{Subject}";

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool TryParse(string kind, string text, [NotNullWhen(true)] out HandedSecret? secret)
    {
        secret = null;
        if (text.Length > LengthMax || !text.StartsWith(kind + "_", StringComparison.Ordinal)
            || text[(kind.Length + 1)..].Split('.') is not [var tenant, var subject, var bits]
            || subject.Length == 0 || !subject.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || !Base64Url.IsValid(bits, out var bytes) || bytes != SecretBytes)
        {
            return false;
        }

        try
        {
            secret = new HandedSecret(kind, TenantId.Parse(tenant), subject, bits);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public override string ToString() => $"{Prefix}.{Secret}";
}
