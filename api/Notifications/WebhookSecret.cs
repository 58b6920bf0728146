using System.Security.Cryptography;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Microsoft.AspNetCore.DataProtection;

namespace Countersign.Api.Notifications;

/// <summary>
/// A webhook's secret. Its owner is told it once; the desk needs it for every message, and keeps it encrypted under its Data Protection keys, so that the
/// database alone signs nothing.
/// </summary>
public static class WebhookSecret
{
    /// <summary>Standard Webhooks wants 24 to 64.</summary>
    internal const int Bytes = 32;

    private const string Purpose = "Countersign.Webhooks.v1";

    /// <summary>As its owner is told it.</summary>
    internal static string Tell(byte[] secret) => WebhookSignature.SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>As it is stored.</summary>
    internal static string Seal(IDataProtectionProvider protection, TenantId tenant, byte[] secret) =>
        Convert.ToBase64String(Protector(protection, tenant).Protect(secret));

    /// <summary>The secret that was stored.</summary>
    /// <exception cref="CryptographicException">The keys that it was encrypted with are gone, or it is another tenant's.</exception>
    public static byte[] Open(IDataProtectionProvider protection, TenantId tenant, string @sealed) =>
        Protector(protection, tenant).Unprotect(Convert.FromBase64String(@sealed));

    private static IDataProtector Protector(IDataProtectionProvider protection, TenantId tenant) =>
        protection.CreateProtector(Purpose, tenant.Value);
}
