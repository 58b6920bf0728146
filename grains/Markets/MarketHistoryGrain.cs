using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Markets;

/// <summary>Holds nothing, so that many may read at a time.</summary>
[Reentrant]
internal sealed class MarketHistoryGrain(IMarketHistory history) : Grain, IMarketHistoryGrain
{
    private const int CountMost = 10_000;

    public Task<ImmutableArray<HistorySeries>> ListAsync(CancellationToken cancellationToken) => history.ListAsync(cancellationToken);

    public async Task<ImmutableArray<HistoryBar>> BarsAsync(
        HistoryQuery query, Timeframe timeframe, int countMax, CancellationToken cancellationToken)
    {
        var bars = ImmutableArray.CreateBuilder<HistoryBar>();
        await foreach (var bar in history.ReadBarsAsync(query, timeframe, cancellationToken))
        {
            bars.Add(bar);
            if (bars.Count == Math.Min(countMax, CountMost))
            {
                break;
            }
        }

        return bars.ToImmutable();
    }
}
