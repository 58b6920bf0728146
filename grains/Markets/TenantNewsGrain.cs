using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Markets;

[StatelessWorker]
internal sealed class TenantNewsGrain(INewsStore store) : Grain, ITenantNewsGrain
{
    private TenantId Tenant => GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;

    public Task<Page<NewsItem>> ListAsync(NewsFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        store.ReadAsync(Tenant, filter, page, cancellationToken);

    public Task AddAsync(ImmutableArray<NewsItem> items, CancellationToken cancellationToken) =>
        store.WriteAsync(Tenant, items, cancellationToken);
}
