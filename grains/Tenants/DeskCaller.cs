using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Orleans;

namespace Countersign.Grains.Tenants;

/// <summary>
/// A grain calls others as its own tenant's desk, never with the powers of whoever called it: the actor stays for the record, the roles and the
/// tenant are the calling grain's. So a grain cannot be talked into reaching another tenant, and internal methods stay closed to people.
/// </summary>
internal sealed class DeskCaller : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        // Asynchronous on purpose: the context set here ends with this method and does not leak into the calling grain's own flow.
        if (context.SourceId is { } source && GrainKeys.TenantOf(source.Key.ToString()!) is { } tenant)
        {
            CallerContext.Set(new Caller(tenant, CallerContext.Current?.Actor ?? Actor.Desk, Roles.Desk));
        }

        await context.Invoke();
    }
}
