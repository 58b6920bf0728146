using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Tenants;

[StatelessWorker]
internal sealed class TenantsGrain(IReadModels reads) : Grain, ITenantsGrain
{
    public Task<Page<TenantId>> ListAsync(PageRequest page, CancellationToken cancellationToken) =>
        reads.TenantsAsync(page, cancellationToken).AsTask();
}
