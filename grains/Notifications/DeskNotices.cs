using Countersign.Domain.Tenants;
using Orleans;
using Orleans.Runtime;

namespace Countersign.Grains.Notifications;

internal static class DeskNotices
{
    /// <summary>Tells whoever watches the tenant's desk that something changed. A watcher that cannot be told never fails a command.</summary>
    public static async Task NoticeAsync(this Grain grain, TenantId tenant, DeskNotice notice)
    {
        try
        {
            await grain.GetStreamProvider(DeskStreams.Provider)
                .GetStream<DeskNotice>(StreamId.Create(DeskStreams.Notices, tenant.Value))
                .OnNextAsync(notice);
        }
        catch (OrleansException)
        {
            // The stream is full or gone. Watchers read the state itself when they next look.
        }
    }
}
