using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Backtests;

/// <summary>Strategies as they once were, read from their record.</summary>
internal static class StrategyVersions
{
    private const int PageSize = 1_000;

    /// <summary>What a wish is about; null where the tenant has no such strategy or it has no such version.</summary>
    public static async Task<TestedStrategy?> FindAsync(
        IJournal journal, TenantId tenant, BacktestWish wish, CancellationToken cancellationToken)
    {
        if (wish.Strategy is not { } id)
        {
            return wish.Definition is { } inline ? new TestedStrategy(inline, null, null) : null;
        }

        Strategy? strategy = null;
        var version = 0L;
        while (await journal.ReadAsync(new JournalStream(tenant, $"strategy/{id}"), version, PageSize, cancellationToken) is { IsEmpty: false } page)
        {
            foreach (var e in page)
            {
                strategy = StrategyDecider.Apply(strategy, (StrategyEvent)e.Event);
                if (strategy.Version == wish.Version)
                {
                    return new TestedStrategy(strategy.Definition, id, strategy.Version);
                }
            }

            version = page[^1].Version;
        }

        return strategy is not null && wish.Version is null ? new TestedStrategy(strategy.Definition, id, strategy.Version) : null;
    }
}
