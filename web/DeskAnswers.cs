using Countersign.Api.Contracts.Client;

namespace Countersign.Web;

/// <summary>What pages make of the API's answers.</summary>
internal static class DeskAnswers
{
    /// <summary>What a page cannot do without, so that a refusal is as bad as no answer.</summary>
    /// <exception cref="DeskUnavailableException">The desk refused.</exception>
    public static async Task<T> NeededAsync<T>(this Task<ApiAnswer<T>> asked)
    {
        var answer = await asked;
        return answer.Problem is { } problem
            ? throw new DeskUnavailableException($"The desk answered {(int)answer.StatusCode}: {problem.Detail ?? problem.Title}")
            : answer.Value;
    }
}
