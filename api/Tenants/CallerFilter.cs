using Countersign.Api.Problems;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Api.Tenants;

/// <summary>Looks whether the session goes on, and makes every grain call of a handler one for the signed-in caller.</summary>
internal sealed class CallerFilter : IEndpointFilter
{
    // Asynchronous on purpose: what is set here lasts for this flow (the handler's) and ends with it.
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var token = http.Token();
        var gate = http.RequestServices.GetRequiredService<SessionGate>();
        if (await gate.CheckAsync(token, http.RequestAborted) is { } problem)
        {
            return problem;
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<WithoutSecondFactor>() is null && await gate.LacksSecondFactorAsync(token, http.RequestAborted))
        {
            return ApiProblems.SecondFactorRequired();
        }

        CallerContext.Set(token.Caller);
        return await next(context);
    }
}

/// <summary>Marks what is open to a user whose tenant demands a second factor and who has none yet: setting one up, and leaving.</summary>
internal sealed class WithoutSecondFactor
{
    public static WithoutSecondFactor Mark { get; } = new();
}

internal static class EndpointsWithoutSecondFactor
{
    public static TBuilder OpenWithoutSecondFactor<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(WithoutSecondFactor.Mark);
}
