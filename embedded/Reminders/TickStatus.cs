namespace Orleans.Runtime;

/// <summary>When a reminder first ticked, how often it does, and the time of this tick (UTC).</summary>
public readonly struct TickStatus
{
    public TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
    {
        FirstTickTime = firstTickTime;
        Period = period;
        CurrentTickTime = timeStamp;
    }

    public DateTime FirstTickTime { get; }

    public TimeSpan Period { get; }

    public DateTime CurrentTickTime { get; }

    public override string ToString() => FormattableString.Invariant($"<{FirstTickTime:O}, {Period}, {CurrentTickTime:O}>");
}

/// <summary>A handle on a registered reminder.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}
