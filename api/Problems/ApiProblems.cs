using Countersign.Api.Contracts;

namespace Countersign.Api.Problems;

/// <summary>The problems that the API itself has to tell, one a code.</summary>
internal static class ApiProblems
{
    private const string Realm = "Bearer realm=\"countersign\"";

    public static ProblemResult InputInvalid(IReadOnlyDictionary<string, string[]> errors) => new()
    {
        Status = 400, Code = ProblemCodes.InputInvalid, Title = "Some fields are not right.", Errors = errors,
        Detail = errors.Count == 1 ? $"Look at {errors.Keys.First()}." : $"Look at {string.Join(", ", errors.Keys)}.",
    };

    public static ProblemResult InputInvalid(string field, string message) =>
        InputInvalid(new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemResult BodyTooLarge(long bytesMax) => new()
    {
        Status = 413, Code = ProblemCodes.BodyTooLarge, Title = "The request body is too large.",
        Detail = $"{bytesMax} bytes at most are taken here.",
    };

    public static ProblemResult MediaTypeUnsupported() => new()
    {
        Status = 415, Code = ProblemCodes.MediaTypeUnsupported, Title = "The request body is not JSON.",
        Detail = "Send it with Content-Type: application/json.",
    };

    public static ProblemResult TokenMissing() => new()
    {
        Status = 401, Code = ProblemCodes.TokenMissing, Title = "Sign in first.", Authenticate = Realm,
        Detail = "Send the access token of a sign-in as Authorization: Bearer <token>.",
    };

    public static ProblemResult TokenInvalid() => new()
    {
        Status = 401, Code = ProblemCodes.TokenInvalid, Title = "The access token is not valid.",
        Authenticate = Realm + ", error=\"invalid_token\"", Detail = "Sign in again.",
    };

    public static ProblemResult TokenExpired() => new()
    {
        Status = 401, Code = ProblemCodes.TokenExpired, Title = "The access token has run out.",
        Authenticate = Realm + ", error=\"invalid_token\", error_description=\"expired\"", Detail = "Refresh it, or sign in again.",
    };

    public static ProblemResult SignInRefused() => new()
    {
        Status = 401, Code = ProblemCodes.SignInRefused, Title = "Sign-in failed.", Authenticate = Realm,
        Detail = "Login and password do not belong together, or the login is locked for a while after too many attempts.",
    };

    public static ProblemResult SignInCode() => new()
    {
        Status = 401, Code = ProblemCodes.SignInCode, Title = "A code is needed too.", Authenticate = Realm,
        Detail = "Send login and password again, with a code of the authenticator or a recovery code.",
    };

    public static ProblemResult SecretRefused() => new()
    {
        Status = 401, Code = ProblemCodes.SecretRefused, Title = "The token is not valid.", Authenticate = Realm,
        Detail = "It is unknown, used, expired or taken back. Ask for another.",
    };

    public static ProblemResult SecretToldBefore() => new()
    {
        Status = 409, Code = ProblemCodes.SecretToldBefore, Title = "It was made before, and its secret is told once.",
        Detail = "Where the first answer was lost, take it back and make another.",
    };

    public static ProblemResult SessionEnded() => new()
    {
        Status = 401, Code = ProblemCodes.SessionEnded, Title = "The session has ended.",
        Authenticate = Realm + ", error=\"invalid_token\"", Detail = "Sign in again.",
    };

    public static ProblemResult StepUpRequired() => new()
    {
        Status = 403, Code = ProblemCodes.StepUpRequired, Title = "Prove again that it is you.",
        Detail = "POST /api/v1/me/confirm with your password, and a code where codes are enabled, then repeat the request.",
    };

    public static ProblemResult SecondFactorRequired() => new()
    {
        Status = 403, Code = ProblemCodes.SecondFactorRequired, Title = "A second factor is demanded here.",
        Detail = "Set up an authenticator (POST /api/v1/me/codes) or a passkey (POST /api/v1/me/passkeys/options), then repeat the request.",
    };

    public static ProblemResult PreconditionFailed() => new()
    {
        Status = 412, Code = ProblemCodes.PreconditionFailed, Title = "It was changed since you read it.",
        Detail = "Read it again, and repeat with its new tag if it still fits.",
    };

    public static ProblemResult TenantClosed() => new()
    {
        Status = 403, Code = ProblemCodes.TenantClosed, Title = "The tenant is suspended.",
    };

    public static ProblemResult RefreshRefused() => new()
    {
        Status = 401, Code = ProblemCodes.RefreshRefused, Title = "The refresh token is not valid.", Authenticate = Realm,
        Detail = "Sign in again.",
    };

    public static ProblemResult RoleDenied() => new()
    {
        Status = 403, Code = ProblemCodes.RoleDenied, Title = "Your role does not allow this.",
    };

    public static ProblemResult TopicsDenied(IEnumerable<string> topics) => new()
    {
        Status = 403, Code = ProblemCodes.RoleDenied, Title = "Your role does not allow this.",
        Detail = $"These topics are not yours to follow: {string.Join(", ", topics)}.",
    };

    /// <summary>The same words for a thing that is not there and for one that is another tenant's.</summary>
    public static ProblemResult NotFound() => new()
    {
        Status = 404, Code = ProblemCodes.NotFound, Title = "There is no such thing here.",
    };

    public static ProblemResult MethodNotAllowed() => new()
    {
        Status = 405, Code = ProblemCodes.MethodNotAllowed, Title = "This address does not take that method.",
    };

    public static ProblemResult VersionConflict() => new()
    {
        Status = 409, Code = ProblemCodes.VersionConflict, Title = "Somebody else changed it first.",
        Detail = "Read it again, and repeat if it still fits.",
    };

    public static ProblemResult KeyReused() => new()
    {
        Status = 409, Code = ProblemCodes.KeyReused, Title = "This Idempotency-Key came with another request before.",
        Detail = "Repeat a request as it was, or give another request a key of its own. Nothing was done.",
    };

    /// <param name="retryAfterSeconds">Until the next is taken.</param>
    /// <param name="policy">Which limit; its figures are in the header RateLimit-Policy.</param>
    public static ProblemResult RateLimited(int retryAfterSeconds, string policy) => new()
    {
        Status = 429, Code = ProblemCodes.RateLimited, Title = "Too many requests.", RetryAfterSeconds = retryAfterSeconds,
        Detail = $"The limit \"{policy}\" is used up: see the headers RateLimit-Policy and RateLimit.",
    };

    public static ProblemResult Overloaded(int retryAfterSeconds) => new()
    {
        Status = 503, Code = ProblemCodes.Overloaded, Title = "The desk has more to do than it can.",
        Detail = "Nothing was done. Cancels, halts and sign-ins are always taken.", RetryAfterSeconds = retryAfterSeconds,
    };

    public static ProblemResult JournalUnavailable(int retryAfterSeconds) => new()
    {
        Status = 503, Code = ProblemCodes.JournalUnavailable, Title = "The desk cannot write its journal now.",
        Detail = "Nothing was done. What was acknowledged before is safe.", RetryAfterSeconds = retryAfterSeconds,
    };

    public static ProblemResult DeskBusy(int retryAfterSeconds) => new()
    {
        Status = 503, Code = ProblemCodes.DeskBusy, Title = "The desk did not answer in time.",
        Detail = "Repeat the request with the same Idempotency-Key: it is carried out once.", RetryAfterSeconds = retryAfterSeconds,
    };

    public static ProblemResult Internal() => new()
    {
        Status = 500, Code = ProblemCodes.Internal, Title = "The desk made a mistake.", Detail = "The trace id finds it in the logs.",
    };
}
