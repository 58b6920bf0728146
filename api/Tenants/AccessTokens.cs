using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Tenants;
using Microsoft.Extensions.Options;

namespace Countersign.Api.Tenants;

/// <summary>
/// Issues and verifies access tokens: JWTs (RFC 7519) with one algorithm, ES256, and one header. Nothing is negotiated: a token whose
/// header
/// is not, byte for byte, the one that we write is not ours.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>Longer tokens are refused unread; ours have about 500 characters.</summary>
    public const int LengthMax = 2_048;

    private const int SignatureBytes = 64;
    private const int SeenMax = 4_096;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 4,
    };

    private readonly IAccessTokenKey key;
    private readonly TokenOptions options;
    private readonly TimeProvider time;
    private readonly string header;
    private readonly ConcurrentDictionary<string, AccessToken> seen = new(StringComparer.Ordinal);

    public AccessTokens(IAccessTokenKey key, IOptions<ApiOptions> options, TimeProvider time)
    {
        this.key = key;
        this.options = options.Value.Tokens;
        this.time = time;
        header = Encode($$"""{"alg":"ES256","kid":"{{key.KeyId}}","typ":"at+jwt"}""") + ".";
    }

    /// <summary>How long a new token lives.</summary>
    public TimeSpan Lifetime => TimeSpan.FromMinutes(options.AccessMinutes);

    /// <summary>Makes a token that lives from now for <see cref="Lifetime"/>.</summary>
    /// <param name="tenant">Whose user.</param>
    /// <param name="user">Who.</param>
    /// <param name="session">The sign-in that it comes from.</param>
    /// <param name="roles">What the user may do; roles that only the desk has are left out.</param>
    /// <param name="narrowed">What the roles are narrowed to; null where they are not.</param>
    /// <param name="stamp">The user's security stamp.</param>
    public string Issue(TenantId tenant, UserId user, string session, Roles roles, Permissions? narrowed = null, int stamp = 0)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new Payload(
            options.Issuer, options.Audience, user.Value, tenant.Value, session, [.. RoleNames.Of(roles)], now, now,
            now + (long)Lifetime.TotalSeconds, (int?)narrowed, stamp);
        var signed = header + Encode(JsonSerializer.Serialize(payload, Json));
        return signed + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>Looks at what stood after <c>Bearer</c>; any text may be given.</summary>
    public AccessTokenResult Verify(string text)
    {
        // A token that was good is asked for its time only: the signature of the same text does not change.
        if (seen.TryGetValue(text, out var known))
        {
            return time.GetUtcNow() < known.ExpiresAt ? new AccessTokenResult.Valid(known) : Forget(text);
        }

        var result = Check(text);
        if (result is AccessTokenResult.Valid { Token: var token })
        {
            Remember(text, token);
        }

        return result;
    }

    private AccessTokenResult.Expired Forget(string text)
    {
        seen.TryRemove(text, out _);
        return new AccessTokenResult.Expired();
    }

    // Emptied whole when full: what is asked for often is back at once, and nothing has to be kept in order.
    private void Remember(string text, AccessToken token)
    {
        if (seen.Count >= SeenMax)
        {
            seen.Clear();
        }

        seen[text] = token;
    }

    private AccessTokenResult Check(string text)
    {
        if (text.Length > LengthMax || !text.StartsWith(header, StringComparison.Ordinal) || !Ascii.IsValid(text))
        {
            return new AccessTokenResult.Invalid();
        }

        var dot = text.IndexOf('.', header.Length);
        if (dot < 0 || Decode(text.AsSpan(dot + 1)) is not { Length: SignatureBytes } signature
            || !key.Verify(Encoding.ASCII.GetBytes(text[..dot]), signature)
            || Decode(text.AsSpan(header.Length, dot - header.Length)) is not { } json)
        {
            return new AccessTokenResult.Invalid();
        }

        return Read(json);
    }

    // The signature holds, so this is what some holder of our key wrote: maybe for another issuer or audience, or with an older format.
    private AccessTokenResult Read(byte[] json)
    {
        try
        {
            var payload = JsonSerializer.Deserialize<Payload>(json, Json)!;
            if (payload.Iss != options.Issuer || payload.Aud != options.Audience || RoleNames.Parse(payload.Roles) is not { } roles)
            {
                return new AccessTokenResult.Invalid();
            }

            var now = time.GetUtcNow().ToUnixTimeSeconds();
            if (payload.Nbf > now + options.ClockSkewSeconds || payload.Exp - payload.Iat > (long)Lifetime.TotalSeconds)
            {
                return new AccessTokenResult.Invalid();
            }

            return now >= payload.Exp
                ? new AccessTokenResult.Expired()
                : new AccessTokenResult.Valid(new AccessToken(
                    TenantId.Parse(payload.Tid), UserId.Parse(payload.Sub), payload.Sid, roles,
                    DateTimeOffset.FromUnixTimeSeconds(payload.Exp))
                {
                    Narrowed = (Permissions?)payload.Scp, Stamp = payload.Stp,
                });
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentOutOfRangeException)
        {
            return new AccessTokenResult.Invalid();
        }
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    // The framework's decoder skips blanks and takes padding; a token has neither.
    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return null;
            }
        }

        return Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
    }

    private sealed record Payload(
        string Iss, string Aud, string Sub, string Tid, string Sid, string[] Roles, long Iat, long Nbf, long Exp,
        int? Scp, int Stp);
}
