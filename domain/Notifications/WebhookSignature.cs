using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Domain.Notifications;

/// <summary>Signatures as Standard Webhooks 1.0 has them: HMAC-SHA-256 over the message's id, its time in seconds, and its body.</summary>
public static class WebhookSignature
{
    /// <summary>What a secret's text begins with; base64 of its bytes follows.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>The header <c>webhook-signature</c>: <c>v1,</c> and base64, once a secret, with blanks between.</summary>
    /// <param name="secrets">As bytes; the newest first.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">Exactly what is sent.</param>
    public static string Of(IEnumerable<byte[]> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
