using System.Collections.Immutable;
using System.Text;
using Countersign.Domain.Tenants;
using Microsoft.AspNetCore.DataProtection;
using QRCoder;

namespace Countersign.Api.Tenants;

/// <summary>Makes and checks authenticator codes and recovery codes. The secrets are at rest under Data Protection, each bound to its user.</summary>
internal sealed class SecondFactors(IDataProtectionProvider protection, IRandomness randomness, TimeProvider time)
{
    /// <summary>The longest code that is read.</summary>
    public const int CodeLengthMax = 40;

    private const string Purpose = "Countersign.CodeSecret.v1";
    private const string Issuer = "Countersign";

    // No letters that are read as another: Crockford's base32.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int RecoveryLength = 16;
    private const int GroupLength = 4;

    /// <summary>A new secret, encrypted for the user.</summary>
    public (byte[] Secret, string Protected) NewSecret(TenantId tenant, UserId user)
    {
        var secret = randomness.Bytes(Totp.SecretBytes);
        return (secret, Convert.ToBase64String(Protector(tenant, user).Protect(secret)));
    }

    /// <summary>The time step whose code was given; null where none has it.</summary>
    public long? Match(TenantId tenant, UserId user, string protectedSecret, string code) =>
        Totp.Match(Protector(tenant, user).Unprotect(Convert.FromBase64String(protectedSecret)), code.Replace(" ", string.Empty), time.GetUtcNow());

    /// <summary>What a code proves; null where none was given.</summary>
    public FactorProof? Prove(TenantId tenant, UserId user, string? protectedSecret, string? code)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return null;
        }

        var plain = Normalise(code);
        if (plain.Length == RecoveryLength)
        {
            return new FactorProof(null, HandedSecret.HashOf(plain));
        }

        return protectedSecret is not null && Match(tenant, user, protectedSecret, code.Trim()) is { } step
            ? new FactorProof(step, null)
            : FactorProof.Wrong;
    }

    /// <summary>Ten codes of 80 bits, each good once in place of an authenticator's.</summary>
    public ImmutableArray<string> NewRecoveryCodes() => [.. Enumerable.Range(0, User.RecoveryCodes).Select(_ => NewRecoveryCode())];

    public static ImmutableArray<string> HashesOf(ImmutableArray<string> recoveryCodes) =>
        [.. recoveryCodes.Select(c => HandedSecret.HashOf(Normalise(c)))];

    public static string Address(string login, byte[] secret) => Totp.Address(Issuer, login, secret);

    /// <summary>A QR code as an SVG image, drawn here so that no secret goes to another program.</summary>
    public static string Svg(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var image = new SvgQRCode(data);
        return image.GetGraphic(4);
    }

    private IDataProtector Protector(TenantId tenant, UserId user) => protection.CreateProtector(Purpose, tenant.Value, user.Value);

    private string NewRecoveryCode()
    {
        var text = new StringBuilder();
        foreach (var b in randomness.Bytes(RecoveryLength))
        {
            if (text.Length > 0 && (text.Length + 1) % (GroupLength + 1) == 0)
            {
                text.Append('-');
            }

            text.Append(Alphabet[b & 31]);
        }

        return text.ToString();
    }

    private static string Normalise(string code) =>
        new([.. code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })]);
}
