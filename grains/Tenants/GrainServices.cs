using Orleans.Hosting;

namespace Countersign.Grains.Tenants;

/// <summary>Adds the desk's grains to a silo.</summary>
public static class GrainServices
{
    /// <summary>
    /// Puts the tenant boundary before every grain call and gives grains their own tenant's desk as the caller. The host registers the ports:
    /// journal, read models, broker, market clock, time, and the rules of paper fills.
    /// </summary>
    public static ISiloBuilder AddCountersignGrains(this ISiloBuilder silo) => silo
        .AddIncomingGrainCallFilter<TenantBoundary>()
        .AddOutgoingGrainCallFilter<DeskCaller>();
}
