using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Countersign.Silo.Audit.Settings;
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

        // Strategies subscribe anew whenever they wake, so a subscription need not outlive the process.
        silo.AddMemoryGrainStorage(PubSubStore);
        silo.UseJournalSettings(MarketStorage.Name);
        silo.AddCountersignGrains();
#if ORLEANS
        silo.Services.AddDeskSerialization();
#endif
    });
}
