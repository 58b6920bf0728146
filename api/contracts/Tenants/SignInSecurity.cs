using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Tenants;

/// <summary>A sign-in that goes on.</summary>
/// <param name="SessionId">For ending it.</param>
/// <param name="Current">Whether this request belongs to it.</param>
/// <param name="Device">What the client said it is; not to be trusted.</param>
/// <param name="Address">The network address that it began from.</param>
/// <param name="StartedAt">When it began, UTC.</param>
/// <param name="LastUsedAt">When its token was last exchanged, UTC.</param>
/// <param name="ExpiresAt">When it ends unless it is used before, UTC.</param>
public sealed record SignInSession(
    string SessionId, bool Current, string? Device, string? Address, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt);

/// <summary>How the caller's sign-in is secured.</summary>
/// <param name="CodesEnabled">Whether a sign-in needs a code of an authenticator.</param>
/// <param name="RecoveryCodesLeft">Recovery codes that were not used.</param>
/// <param name="StrongUntil">Until when settings that move money may be changed without confirming again, UTC.</param>
/// <param name="Passkeys">Registered passkeys.</param>
public sealed record SignInSecurity(
    bool CodesEnabled, int RecoveryCodesLeft, DateTimeOffset? StrongUntil, IReadOnlyList<PasskeySummary> Passkeys);

/// <summary>A passkey.</summary>
/// <param name="PasskeyId">The credential's id, base64url.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was registered, UTC.</param>
/// <param name="LastUsedAt">When it last signed in, UTC; null where it never did.</param>
/// <param name="BackedUp">Whether its maker keeps copies of it.</param>
public sealed record PasskeySummary(string PasskeyId, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool BackedUp);

/// <summary>Proves again who the caller is.</summary>
public sealed record ConfirmRequest
{
    /// <summary>The password, 1 to 256 characters.</summary>
    [Required]
    public string? Password { get; init; }

    /// <summary>A code of the authenticator, or a recovery code; needed where codes are enabled.</summary>
    public string? Code { get; init; }
}

/// <summary>Changes the caller's password.</summary>
public sealed record ChangePasswordRequest
{
    /// <summary>The password until now.</summary>
    [Required]
    public string? CurrentPassword { get; init; }

    /// <summary>The password from now on, 12 to 256 characters, on no list of leaked ones.</summary>
    [Required]
    public string? NewPassword { get; init; }
}

/// <summary>A code generator that waits for its first code.</summary>
/// <param name="Secret">What an authenticator is given where it cannot read the image: base32.</param>
/// <param name="Address">The same as an <c>otpauth</c> address.</param>
/// <param name="QrSvg">The address as a QR code, an SVG image.</param>
public sealed record CodesSetUp(string Secret, string Address, string QrSvg);

/// <summary>Brings a code of an authenticator.</summary>
public sealed record CodeRequest
{
    /// <summary>Six digits.</summary>
    [Required]
    public string? Code { get; init; }
}

/// <summary>Codes that stand in for a lost authenticator, told once; each is good once.</summary>
/// <param name="Codes">Ten of them.</param>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>Sets a password with a token that an administrator handed out.</summary>
public sealed record ResetPasswordRequest
{
    /// <summary>The token.</summary>
    [Required]
    public string? Token { get; init; }

    /// <summary>The password from now on, 12 to 256 characters, on no list of leaked ones.</summary>
    [Required]
    public string? Password { get; init; }
}

/// <summary>A token that sets a password once, told once.</summary>
/// <param name="Token">For <c>POST /login/password-reset</c>.</param>
/// <param name="ExpiresAt">When it stops working, UTC.</param>
public sealed record PasswordResetToken(string Token, DateTimeOffset ExpiresAt);
