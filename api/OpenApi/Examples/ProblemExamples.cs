using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Api.Contracts;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>One example of a problem a status, and the codes that there are.</summary>
internal static class ProblemExamples
{
    private static readonly Dictionary<string, Problem> Known = new Problem[]
    {
        Of(400, ProblemCodes.InputInvalid, "Some fields are not right.", "Look at quantity.") with
        {
            Errors = new Dictionary<string, string[]> { ["quantity"] = ["It is 0: a number over 0 is right."] },
        },
        Of(401, ProblemCodes.TokenExpired, "The access token has run out.", "Refresh it, or sign in again."),
        Of(403, ProblemCodes.RoleDenied, "Your role does not allow this.", "It takes another role."),
        Of(404, ProblemCodes.NotFound, "There is no such thing here.", "Perhaps there is, and it is not yours."),
        Of(409, "idea.not_waiting", "Not at this moment.", "The idea was approved before.") with
        {
            Refusals = [new RefusalReason("idea.not_waiting", "The idea was approved before.")],
        },
        Of(412, ProblemCodes.PreconditionFailed, "It was changed since you read it.", "Read it again, and repeat with its new tag if it still fits."),
        Of(413, ProblemCodes.BodyTooLarge, "The request body is too large.", "131072 bytes at most are taken here."),
        Of(415, ProblemCodes.MediaTypeUnsupported, "The request body is not JSON.", "Send it with Content-Type: application/json."),
        Of(422, "risk.max_position", "The desk refuses.", "The position would be 120000; the limit is 100000.") with
        {
            Refusals = [new RefusalReason("risk.max_position", "The position would be 120000; the limit is 100000.")],
        },
        Of(429, ProblemCodes.RateLimited, "Too many requests.", "Wait for the seconds that Retry-After says."),
        Of(503, ProblemCodes.DeskBusy, "The desk did not answer in time.", "Repeat the request with the same Idempotency-Key: it is carried out once."),
    }.ToDictionary(p => p.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The codes that the API itself gives.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal)];

    /// <summary>Null where there is none for the status.</summary>
    public static JsonNode? Of(string status) => Known.TryGetValue(status, out var problem) ? JsonSerializer.SerializeToNode(problem, ApiJson.Options) : null;

    private static Problem Of(int status, string code, string title, string detail) => new()
    {
        Type = "urn:countersign:problem:" + code, Title = title, Status = status, Code = code, Detail = detail, TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
    };
}
