using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Api;

/// <summary>The groups that every capability's endpoints stand in: who may, how often, and for whom the grains are called.</summary>
internal static class EndpointGroups
{
    /// <summary>Whoever belongs to the tenant.</summary>
    public static RouteGroupBuilder MapReads(this IEndpointRouteBuilder api, string tag) => api.MapFor(Access.Read, tag);

    /// <summary>A group for a policy of <see cref="Access"/>.</summary>
    public static RouteGroupBuilder MapFor(this IEndpointRouteBuilder api, string policy, string tag) =>
        api.MapGroup("").WithTags(tag).RequireAuthorization(policy).Limit(LimitedBy.Caller)
            .AddEndpointFilter<CallerFilter>();
}
