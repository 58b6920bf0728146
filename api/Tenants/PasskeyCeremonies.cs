using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Tenants;

/// <summary>
/// Keeps the challenge of a passkey ceremony with the client, encrypted, until its answer comes: minutes at most, and once. The other ends of a
/// ceremony, the checks of WebAuthn, are ASP.NET Core Identity's.
/// </summary>
internal sealed class PasskeyCeremonies(IDataProtectionProvider protection, IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>The longest state that is read.</summary>
    public const int StateLengthMax = 8_192;

    public const string Registration = "Countersign.Passkey.Registration.v1";
    public const string SignIn = "Countersign.Passkey.SignIn.v1";

    private const int UsedMax = 20_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);

    /// <summary>What the client is to bring back.</summary>
    /// <param name="purpose">Which ceremony, and for a registration whose.</param>
    /// <param name="state">Identity's own.</param>
    /// <param name="whose">The user of a registration; empty for a sign-in.</param>
    public string Keep(string purpose, string? state, string whose)
    {
        var until = time.GetUtcNow().AddMinutes(options.Value.Passkeys.CeremonyMinutes).UtcTicks.ToString(CultureInfo.InvariantCulture);
        return protection.CreateProtector(purpose, whose).Protect($"{until} {state}");
    }

    /// <summary>Identity's own state; null where it is not one that we gave, too old, or was brought before.</summary>
    public string? TakeBack(string purpose, string kept, string whose)
    {
        string text;
        try
        {
            text = protection.CreateProtector(purpose, whose).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var until = new DateTimeOffset(long.Parse(text.AsSpan(0, space), CultureInfo.InvariantCulture), TimeSpan.Zero);
        var now = time.GetUtcNow();
        return now < until && IsFirst(text, until, now) ? text[(space + 1)..] : null;
    }

    /// <summary>Whether a browser's page may use our passkeys.</summary>
    public static bool IsOurs(PasskeyOptions options, string origin) => options.Origins.Length > 0
        ? options.Origins.Contains(origin, StringComparer.Ordinal)
        : Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.Host == options.Domain
            && (address.Scheme == Uri.UriSchemeHttps || address is { Scheme: "http", IsLoopback: true });

    private bool IsFirst(string text, DateTimeOffset until, DateTimeOffset now)
    {
        if (used.Count >= UsedMax)
        {
            foreach (var (old, _) in used.Where(u => u.Value <= now))
            {
                used.TryRemove(old, out _);
            }
        }

        return used.Count < UsedMax && used.TryAdd(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), until);
    }
}

/// <summary>Tells Identity how we want its ceremonies: discoverable passkeys whose user was verified, for our pages only.</summary>
internal sealed class PasskeyRules(IOptions<ApiOptions> options) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions passkeys)
    {
        var ours = options.Value.Passkeys;
        passkeys.ServerDomain = ours.Domain;
        passkeys.AuthenticatorTimeout = TimeSpan.FromMinutes(ours.CeremonyMinutes);
        passkeys.UserVerificationRequirement = "required";
        passkeys.ResidentKeyRequirement = "required";
        passkeys.AttestationConveyancePreference = "none";
        passkeys.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && PasskeyCeremonies.IsOurs(ours, context.Origin));
    }
}
