using Microsoft.AspNetCore.Builder;

namespace Countersign.Api.Requests;

/// <summary>Says of an endpoint which operation reads what it changes.</summary>
/// <param name="Operation">Its name, such as <c>GetAccountTerms</c>.</param>
/// <param name="IsAnswer">Whether the change answers with what the operation reads.</param>
/// <param name="Makes">Whether the change makes the thing where there is none.</param>
internal sealed record StateOf(string Operation, bool IsAnswer, bool Makes);

internal static class StateOfConventions
{
    /// <summary>It changes what another operation reads: takes <c>If-Match</c> with that one's tag.</summary>
    /// <param name="endpoint">The change.</param>
    /// <param name="operation">The name of what reads.</param>
    /// <param name="isAnswer">Whether the change answers with what the operation reads, and so has a tag too.</param>
    /// <param name="makes">Whether the change makes the thing where there is none.</param>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, string operation, bool isAnswer = true, bool makes = false) =>
        endpoint.WithMetadata(new StateOf(operation, isAnswer, makes));
}
