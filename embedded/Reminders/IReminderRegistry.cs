using Orleans.Runtime;

namespace Orleans.Timers;

/// <summary>What grains ask for reminders; substitute it to test a grain alone.</summary>
public interface IReminderRegistry
{
    /// <param name="callingGrainId">The grain to wake.</param>
    /// <param name="reminderName">The reminder's name, unique within the grain.</param>
    /// <param name="dueTime">Time until the first tick; not negative.</param>
    /// <param name="period">Time between ticks; at least <c>ReminderOptions.MinimumReminderPeriod</c>.</param>
    Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

    Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

    Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

    Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
}
