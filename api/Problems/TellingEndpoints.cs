using Microsoft.AspNetCore.Builder;

namespace Countersign.Api.Problems;

/// <summary>Which problems an endpoint tells that are not those of all of its kind, for the document.</summary>
internal sealed record Telling(IReadOnlyList<ProblemResult> Problems);

/// <summary>Who refuses what an endpoint asks for: the words before the dot of the refusals' codes.</summary>
internal sealed record RefusedBy(IReadOnlyList<string> Families);

internal static class TellingEndpoints
{
    public static TBuilder Tells<TBuilder>(this TBuilder endpoints, params ProblemResult[] problems) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new Telling(problems));

    /// <summary>What refuses here, beside what refuses all that acts under the endpoint's tag.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoints, params string[] families) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new RefusedBy(families));
}
