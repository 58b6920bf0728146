using Countersign.Domain.Execution;
using Countersign.Domain.Tenants;
using Countersign.Grains.Execution;
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

    /// <summary>Tells an account what happened to its orders. What cannot be told now it finds missing, and asks for.</summary>
    public static async Task ReportAsync(this Grain grain, string accountKey, BrokerMessages messages)
    {
        try
        {
            await grain.GetStreamProvider(DeskStreams.Provider)
                .GetStream<BrokerMessages>(StreamId.Create(DeskStreams.BrokerReports, accountKey))
                .OnNextAsync(messages);
        }
        catch (Exception e) when (e is OrleansException or InvalidOperationException)
        {
            // The stream is full or gone.
        }
    }

    /// <summary>Tells an idea that its order came to its end. One that cannot be told asks the account when it is next looked after.</summary>
    public static async Task OrderEndedAsync(this Grain grain, string ideaKey, Order order)
    {
        try
        {
            await grain.GetStreamProvider(DeskStreams.Provider)
                .GetStream<Order>(StreamId.Create(DeskStreams.OrderEnds, ideaKey))
                .OnNextAsync(order);
        }
        catch (OrleansException)
        {
            // As above.
        }
    }
}
