using System.Collections.Immutable;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Markets;

/// <summary>The list of instruments. Its key is <see cref="GrainKeys.Markets"/>.</summary>
public interface IMarketsGrain : IGrainWithStringKey
{
    /// <summary>Every instrument that the desk knows, those with a feed first, then by symbol.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<ImmutableArray<InstrumentView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The feeds that have sent anything, by symbol.</summary>
    [AllowRoles(RoleSets.Readers)]
    Task<ImmutableArray<FeedView>> FeedsAsync(CancellationToken cancellationToken);
}
