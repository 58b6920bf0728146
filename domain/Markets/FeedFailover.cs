using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>When one feed of a symbol takes over from another.</summary>
/// <param name="StaleAfter">A feed that is silent for longer is given up, if one of lower rank is not.</param>
/// <param name="HealthyFor">A feed of higher rank has the word again once it spoke for so long without such a silence.</param>
public sealed record FailoverRules(TimeSpan StaleAfter, TimeSpan HealthyFor)
{
    public static FailoverRules Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
}

/// <summary>One feed took over from another.</summary>
/// <param name="From">Rank of the feed that had the word; null where none had.</param>
/// <param name="To">Rank of the feed that has it now.</param>
public sealed record FeedSwitch(int? From, int To, DateTimeOffset At);

/// <summary>
/// Decides tick by tick which of several feeds of one symbol has the word: that of the highest rank (0) that speaks. Prices of two venues differ, so
/// feeds are never mixed: one has the word until it falls silent, or until a better one has come back for good.
/// </summary>
public sealed class FeedFailover(int feeds, FailoverRules rules)
{
    private readonly DateTimeOffset?[] heard = new DateTimeOffset?[feeds];
    private readonly DateTimeOffset[] healthySince = new DateTimeOffset[feeds];

    /// <summary>Rank of the feed that has the word; null before the first tick.</summary>
    public int? Active { get; private set; }

    /// <summary>A feed spoke.</summary>
    /// <param name="now">The desk's time, not the tick's: a feed that tells old news speaks all the same.</param>
    /// <param name="switched">Set where that gave it the word.</param>
    /// <returns>Whether its tick counts.</returns>
    public bool Hear(int rank, DateTimeOffset now, out FeedSwitch? switched)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, heard.Length);
        if (heard[rank] is not { } before || now - before > rules.StaleAfter)
        {
            healthySince[rank] = now;
        }

        heard[rank] = now;
        switched = null;
        if (Active == rank)
        {
            return true;
        }

        var takesOver = Active is not { } active
            || now - heard[active] > rules.StaleAfter
            || (rank < active && now - healthySince[rank] >= rules.HealthyFor);
        if (takesOver)
        {
            switched = new FeedSwitch(Active, rank, now);
            Active = rank;
        }

        return takesOver;
    }

    /// <summary>Whether no feed has spoken for longer than the rules allow.</summary>
    public bool IsSilent(DateTimeOffset now) => heard.All(h => h is not { } at || now - at > rules.StaleAfter);

    /// <summary>When each feed spoke last.</summary>
    public ImmutableArray<DateTimeOffset?> Heard => [.. heard];
}
