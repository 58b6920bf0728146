using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Grains.Markets;

/// <summary>The stored market history, shared by all tenants. Its key is <see cref="GrainKeys.MarketHistory"/>.</summary>
public interface IMarketHistoryGrain : IGrainWithStringKey
{
    /// <summary>What is stored, of all symbols.</summary>
    /// <exception cref="HistoryUnavailableException">The database does not answer.</exception>
    [AllowRoles(RoleSets.Readers)]
    Task<ImmutableArray<HistorySeries>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Bars in order, at most so many.</summary>
    /// <exception cref="HistoryUnavailableException">The database does not answer.</exception>
    [AllowRoles(RoleSets.Readers)]
    Task<ImmutableArray<HistoryBar>> BarsAsync(HistoryQuery query, Timeframe timeframe, int countMax, CancellationToken cancellationToken);
}
