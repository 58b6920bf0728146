namespace Orleans.Reminders;

/// <summary>Keys under which reminders look for a <see cref="TimeProvider"/> of their own.</summary>
public static class ReminderTimeProviderNames
{
    public const string Reminders = "Orleans.Reminders";
}
