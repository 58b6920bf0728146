using System.Text.Json.Serialization;

namespace Countersign.Api.Contracts;

/// <summary>Every answer that is not a success: RFC 9457 problem details, <c>application/problem+json</c>.</summary>
public sealed record Problem
{
    /// <summary><c>urn:countersign:problem:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>What kind of problem, the same for every problem with this code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status, 400 to 599.</summary>
    public required int Status { get; init; }

    /// <summary>This problem, as a sentence for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>Stable and dotted, for programs: one of <see cref="ProblemCodes"/>, or the code of the first refusal.</summary>
    public required string Code { get; init; }

    /// <summary>Names this request in the logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>With status 400: each wrong field (JSON name, query parameter or header) with what would be right.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Why the desk said no: all reasons that apply, not only the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefusalReason>? Refusals { get; init; }
}

/// <summary>One expected "no".</summary>
/// <param name="Code">Stable and dotted: <c>risk.max_daily_loss</c>.</param>
/// <param name="Message">A sentence with the figures, and what would be right.</param>
public sealed record RefusalReason(string Code, string Message);
