using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Orleans.Hosting;

namespace Countersign.Silo.Hosting;

/// <summary>The grain runtime with what the desk's grains need of it. Only this folder knows which runtime it is.</summary>
internal static class DeskGrains
{
    private const string PubSubStore = "PubSubStore";

    public static void UseDeskGrains(this WebApplicationBuilder builder) => builder.Host.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering();
        silo.AddMemoryStreams(DeskStreams.Provider);
        silo.AddMemoryGrainStorage(PubSubStore);
        silo.AddMemoryGrainStorage(MarketStorage.Name);
        silo.UseInMemoryReminderService();
        silo.AddCountersignGrains();
    });
}
