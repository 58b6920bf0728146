using Countersign.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Api.Tenants;

/// <summary>
/// Lets through only who proved a moment ago to be the user: an access token that was left behind, or stolen, changes no limit, moves no money
/// and makes no key.
/// </summary>
internal sealed class StrongFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await http.RequestServices.GetRequiredService<SessionGate>().IsStrongAsync(http.Token(), http.RequestAborted)
            ? await next(context)
            : ApiProblems.StepUpRequired();
    }
}

/// <summary>Marks endpoints that need a strong caller, for the document.</summary>
internal sealed class RequiresStrong
{
    public static RequiresStrong Mark { get; } = new();
}

internal static class StrongEndpoints
{
    /// <summary>For settings that move money, and what opens the way to them.</summary>
    public static TBuilder RequireStrong<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter<TBuilder, StrongFilter>().WithMetadata(RequiresStrong.Mark);
}
