using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Tenants;

/// <summary>Makes every grain call of a handler one for the signed-in caller.</summary>
internal sealed class CallerFilter : IEndpointFilter
{
    // Asynchronous on purpose: what is set here lasts for this flow (the handler's) and ends with it.
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        CallerContext.Set(context.HttpContext.Token().Caller);
        return await next(context);
    }
}
