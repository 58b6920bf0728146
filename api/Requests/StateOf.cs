using Microsoft.AspNetCore.Builder;

namespace Countersign.Api.Requests;

/// <summary>Says of an endpoint which operation reads what it changes.</summary>
/// <param name="Operation">Its name, such as <c>GetAccountTerms</c>.</param>
internal sealed record StateOf(string Operation);

internal static class StateOfConventions
{
    /// <summary>It changes what another operation reads, and answers with it: takes <c>If-Match</c> with that one's tag.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, string operation) => endpoint.WithMetadata(new StateOf(operation));
}
