using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that can be woken by its reminders.</summary>
public interface IRemindable : IGrain
{
    Task ReceiveReminder(string reminderName, TickStatus status);
}
