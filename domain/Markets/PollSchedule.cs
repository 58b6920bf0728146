namespace Countersign.Domain.Markets;

/// <summary>When a source that is asked again and again is asked next.</summary>
/// <param name="Period">Between two answers, at least a minute.</param>
public sealed record PollSchedule(TimeSpan Period)
{
    /// <summary>A source that fails is not left alone for longer.</summary>
    public static TimeSpan BackoffMax { get; } = TimeSpan.FromHours(1);

    private static readonly TimeSpan BackoffMin = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long to wait. After failures the wait doubles from thirty seconds to an hour; it is drawn from the upper half of that, so that desks
    /// that failed together do not ask together. What the source itself asks for is kept to, a day at most.
    /// </summary>
    /// <param name="failures">In a row; 0 after an answer.</param>
    /// <param name="retryAfter">What the source asked for; null where it said nothing.</param>
    /// <param name="random">0 to below 1.</param>
    public TimeSpan Next(int failures, TimeSpan? retryAfter, double random)
    {
        if (failures == 0)
        {
            return Period;
        }

        var most = Math.Min(BackoffMax.TotalSeconds, BackoffMin.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20)));
        var wait = TimeSpan.FromSeconds(most * (0.5 + (random / 2)));
        var asked = retryAfter is { } after && after > TimeSpan.Zero ? after : TimeSpan.Zero;
        return asked > wait ? (asked < TimeSpan.FromDays(1) ? asked : TimeSpan.FromDays(1)) : wait;
    }
}
