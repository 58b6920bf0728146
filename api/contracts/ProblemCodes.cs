namespace Countersign.Api.Contracts;

/// <summary>The codes that the API itself gives; the desk's refusals bring their own. A code never changes its meaning.</summary>
public static class ProblemCodes
{
    /// <summary>400: fields are wrong, see <see cref="Problem.Errors"/>.</summary>
    public const string InputInvalid = "input.invalid";

    /// <summary>413: the body is larger than the endpoint takes.</summary>
    public const string BodyTooLarge = "body.too_large";

    /// <summary>415: the body is not <c>application/json</c>.</summary>
    public const string MediaTypeUnsupported = "body.media_type";

    /// <summary>401: there is no bearer token.</summary>
    public const string TokenMissing = "token.missing";

    /// <summary>401: the bearer token is not one of ours, or was altered.</summary>
    public const string TokenInvalid = "token.invalid";

    /// <summary>401: the bearer token was good and has run out; refresh it.</summary>
    public const string TokenExpired = "token.expired";

    /// <summary>401: login and password do not belong together (or are locked for now); it does not say which.</summary>
    public const string SignInRefused = "sign_in.refused";

    /// <summary>401: the password is right, and a code of the second factor is needed too.</summary>
    public const string SignInCode = "sign_in.code";

    /// <summary>401: the invitation or reset token is unknown, used, expired or revoked; it does not say which.</summary>
    public const string SecretRefused = "secret.refused";

    /// <summary>409: the key, invitation or reset was made by an earlier request, which alone was told the secret.</summary>
    public const string SecretToldBefore = "secret.told_before";

    /// <summary>401: the session of the access token has ended; sign in again.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>403: prove again who you are (<c>POST /me/confirm</c>), then repeat.</summary>
    public const string StepUpRequired = "step_up.required";

    /// <summary>403: the tenant demands a second factor: set one up (<c>POST /me/codes</c>, <c>POST /me/passkeys</c>), then repeat.</summary>
    public const string SecondFactorRequired = "second_factor.required";

    /// <summary>412: the thing was changed since the tag of If-Match; read it again.</summary>
    public const string PreconditionFailed = "precondition.failed";

    /// <summary>403: the tenant is suspended.</summary>
    public const string TenantClosed = "tenant.closed";

    /// <summary>401: the refresh token is unknown, used, expired or revoked; it does not say which.</summary>
    public const string RefreshRefused = "refresh.refused";

    /// <summary>403: the caller's role may not do this.</summary>
    public const string RoleDenied = "role.denied";

    /// <summary>404: no such thing, or not the caller's.</summary>
    public const string NotFound = "not_found";

    /// <summary>405: the address exists, but not for this method.</summary>
    public const string MethodNotAllowed = "method.not_allowed";

    /// <summary>409: somebody else changed it first; read it again and repeat.</summary>
    public const string VersionConflict = "version.conflict";

    /// <summary>409: the Idempotency-Key came with another request before; nothing was done.</summary>
    public const string KeyReused = "idempotency.key_reused";

    /// <summary>429: too many requests; see Retry-After.</summary>
    public const string RateLimited = "rate.limited";

    /// <summary>503: more requests come than the desk can answer, and this one was left out; nothing was done. See Retry-After.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>503: the journal cannot write; nothing was done. See Retry-After.</summary>
    public const string JournalUnavailable = "journal.unavailable";

    /// <summary>503: the desk is overloaded or did not answer in time; the command may still have been carried out, repeat it with the same
    /// key.</summary>
    public const string DeskBusy = "desk.busy";

    /// <summary>500: a bug; the trace id finds it in the logs.</summary>
    public const string Internal = "internal";
}
