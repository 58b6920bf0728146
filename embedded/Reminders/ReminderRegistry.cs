using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Timers;

namespace Orleans.Runtime.ReminderService;

internal sealed class ReminderRegistry(IServiceProvider services, IGrainFactory grains, IOptions<ReminderOptions> options) : IReminderRegistry
{
    private readonly IReminderServiceGrain _service = grains.GetGrain<IReminderServiceGrain>(0);

    public async Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        RequireFinite(dueTime, nameof(dueTime));
        RequireFinite(period, nameof(period));
        var minimum = options.Value.MinimumReminderPeriod;
        if (period < minimum)
        {
            throw new ArgumentException(
                $"Cannot register reminder {reminderName} as requested period ({period}) is less than minimum allowed reminder period ({minimum})");
        }

        RequireName(reminderName);
        RequireGrainAndTable();
        return await _service.Register(callingGrainId, reminderName, dueTime, period);
    }

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        RequireGrainAndTable();
        return _service.Unregister((ReminderHandle)reminder);
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        RequireName(reminderName);
        var table = RequireGrainAndTable();
        return await table.ReadRow(callingGrainId, reminderName) is { } entry ? ReminderHandle.Of(entry) : null;
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId)
    {
        var rows = await RequireGrainAndTable().ReadRows(callingGrainId);
        return [.. rows.Reminders.Select(ReminderHandle.Of)];
    }

    private static void RequireFinite(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(name, $"Cannot use infinite or negative {name} to create a reminder");
        }
    }

    private static void RequireName(string reminderName)
    {
        if (string.IsNullOrEmpty(reminderName))
        {
            throw new ArgumentException("Cannot use null or empty name for the reminder", nameof(reminderName));
        }
    }

    private IReminderTable RequireGrainAndTable()
    {
        if (RuntimeContext.Current is null)
        {
            throw new InvalidOperationException("Attempted to access grain from a non-grain context, such as a background thread, which is invalid."
                + " Ensure that you are only accessing grain functionality from within the context of a grain.");
        }

        return services.GetService<IReminderTable>() ?? throw new OrleansConfigurationException(
            "The reminder service has not been configured: call UseInMemoryReminderService, or register an IReminderTable and call AddReminders.");
    }
}

internal sealed record ReminderHandle(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder
{
    public static IGrainReminder Of(ReminderEntry entry) => new ReminderHandle(entry.GrainId, entry.ReminderName, entry.ETag!);
}
