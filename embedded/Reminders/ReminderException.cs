namespace Orleans.Runtime;

/// <summary>A reminder could not be written or removed because someone else changed it meanwhile.</summary>
public sealed class ReminderException : OrleansException
{
    public ReminderException(string message)
        : base(message)
    {
    }
}
