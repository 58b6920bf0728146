using Countersign.Api.Contracts;

namespace Countersign.Web.Layout;

/// <summary>How a problem is told to people.</summary>
internal static class ProblemText
{
    /// <summary>All reasons, a line each.</summary>
    public static IReadOnlyList<string> Lines(this Problem problem) => problem switch
    {
        { Refusals: { Count: > 0 } refusals } => [.. refusals.Select(r => r.Message)],
        { Errors: { Count: > 0 } errors } => [.. errors.SelectMany(e => e.Value.Select(text => $"{e.Key}: {text}"))],
        _ => [problem.Detail ?? problem.Title],
    };
}
