using Countersign.Grains.Tenants;
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
        if (await http.RequestServices.GetRequiredService<SessionGate>().CheckAsync(token, http.RequestAborted) is { } problem)
        {
            return problem;
        }

        CallerContext.Set(token.Caller);
        return await next(context);
    }
}
