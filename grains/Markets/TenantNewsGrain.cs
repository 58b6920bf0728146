using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Markets;

[StatelessWorker]
internal sealed class TenantNewsGrain(INewsStore store, TimeProvider time) : Grain, ITenantNewsGrain
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(24);
    private static readonly TimeSpan KeepMax = TimeSpan.FromSeconds(5);

    /// <summary>So that the desk's clock may move on while the news is kept.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    private ImmutableArray<NewsItem> recent = [];
    private TimeRange covered;
    private DateTimeOffset readAt;

    private TenantId Tenant => GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;

    public Task<Page<NewsItem>> ListAsync(NewsFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        store.ReadAsync(Tenant, filter, page, cancellationToken);

    public async Task<ImmutableArray<NewsItem>> RecentAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!covered.Holds(at) || now - readAt > KeepMax)
        {
            var page = await store.ReadAsync(
                Tenant, new NewsFilter(From: at - Age, To: at + Ahead), new PageRequest(PageRequest.LimitMax, null), cancellationToken);
            recent = page.Items;
            covered = new TimeRange(at, at + Ahead);
            readAt = now;
        }

        return [.. recent.Where(i => i.Time >= at - Age && i.Time < at)];
    }

    public Task AddAsync(ImmutableArray<NewsItem> items, CancellationToken cancellationToken)
    {
        covered = default;
        return store.WriteAsync(Tenant, items, cancellationToken);
    }
}
