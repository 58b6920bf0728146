using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Tenants;
using Orleans;
using Orleans.Concurrency;

namespace Countersign.Grains.Audit;

[StatelessWorker]
internal sealed class SnapshotGrain(ISnapshotStore store) : Grain, ISnapshotGrain
{
    private TenantId Tenant => GrainKeys.TenantOf(this.GetPrimaryKeyString())!.Value;

    public Task<SnapshotContent?> GetAsync(SnapshotId id, CancellationToken cancellationToken) => store.FindAsync(Tenant, id, cancellationToken);

    public Task<Page<SnapshotRow>> ListAsync(SnapshotFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        store.ListAsync(Tenant, filter, page, cancellationToken);
}
