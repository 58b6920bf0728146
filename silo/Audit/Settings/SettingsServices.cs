using Orleans;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;

namespace Countersign.Silo.Audit.Settings;

/// <summary>Lets grains keep their settings and reminders in the journal's database.</summary>
public static class SettingsServices
{
    /// <summary>Registers grain storage under <paramref name="storageName"/>, and the reminder table. Needs <see cref="JournalServices.AddJournal"/>.</summary>
    /// <param name="silo">The silo's builder.</param>
    /// <param name="storageName">Which named storage; <c>Default</c> is the default one.</param>
    /// <param name="service">Keeps desks that share a database apart.</param>
    public static ISiloBuilder UseJournalSettings(this ISiloBuilder silo, string storageName = "Default", string service = "countersign")
    {
        silo.Services.AddGrainStorage(storageName, (services, _) => new GrainStateStore(
            services.GetRequiredService<JournalDatabase>(), services.GetRequiredService<JournalWriter>(), service));
        silo.Services.AddSingleton<IReminderTable>(services => new ReminderStore(
            services.GetRequiredService<JournalDatabase>(), services.GetRequiredService<JournalWriter>(), service));
        return silo.AddReminders();
    }
}
