using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>How far a live feed can be trusted now.</summary>
public enum FeedCondition
{
    Good,

    /// <summary>Too many of its ticks are unfit.</summary>
    Degraded,

    /// <summary>It is silent while its market is open.</summary>
    Stale,
}

/// <summary>A live feed's condition.</summary>
/// <param name="Since">When it became so.</param>
/// <param name="Reason">The figures, for people; null where it is good.</param>
public sealed record FeedHealth(FeedCondition Condition, DateTimeOffset Since, string? Reason);

/// <summary>What a live feed's condition is judged by. It gets worse at one figure and better at another, so that it does not come and go.</summary>
/// <param name="Window">How far back ticks count: a tick of that age counts by 1/e.</param>
/// <param name="DegradedAbove">Share of unfit ticks, 0 to 1.</param>
/// <param name="GoodBelow">Share of unfit ticks at which it is good again.</param>
/// <param name="UnfitMin">Fewer unfit ticks than this within the window are never too many.</param>
/// <param name="StaleAfter">Silence of an open market.</param>
public sealed record FeedHealthRules(TimeSpan Window, double DegradedAbove, double GoodBelow, int UnfitMin, TimeSpan StaleAfter)
{
    public static FeedHealthRules Default { get; } = new(TimeSpan.FromMinutes(1), 0.05, 0.01, 5, TimeSpan.FromSeconds(30));
}

/// <summary>Follows a live feed's condition.</summary>
public sealed class FeedHealthMeter(FeedHealthRules rules)
{
    private double fit;
    private double unfit;
    private DateTimeOffset? counted;
    private DateTimeOffset? heard;

    public FeedHealthMeter()
        : this(FeedHealthRules.Default)
    {
    }

    /// <summary>Null before the first tick.</summary>
    public FeedHealth? Health { get; private set; }

    /// <summary>Counts ticks that came.</summary>
    public void Count(DateTimeOffset now, int fitTicks, int unfitTicks)
    {
        Fade(now);
        fit += fitTicks;
        unfit += unfitTicks;
        heard = fitTicks > 0 ? now : heard;
        Health ??= new FeedHealth(FeedCondition.Good, now, null);
    }

    /// <summary>Judges the feed.</summary>
    /// <param name="isOpen">The market is open: silence means something.</param>
    /// <returns>The new condition where it changed; else null.</returns>
    public FeedHealth? Judge(DateTimeOffset now, bool isOpen)
    {
        if (Health is not { } before)
        {
            return null;
        }

        Fade(now);
        var (condition, reason) = Condition(before.Condition, now, isOpen);
        return condition == before.Condition ? null : Health = new FeedHealth(condition, now, reason);
    }

    private (FeedCondition Condition, string? Reason) Condition(FeedCondition before, DateTimeOffset now, bool isOpen)
    {
        if (heard is { } last && now - last > rules.StaleAfter && (isOpen || before == FeedCondition.Stale))
        {
            return (FeedCondition.Stale, string.Create(CultureInfo.InvariantCulture, $"no fit tick for more than {rules.StaleAfter.TotalSeconds:0} s"));
        }

        var share = fit + unfit > 0.0 ? unfit / (fit + unfit) : 0.0;
        var isDegraded = before == FeedCondition.Degraded ? share >= rules.GoodBelow : share > rules.DegradedAbove && unfit >= rules.UnfitMin;
        return isDegraded
            ? (FeedCondition.Degraded, string.Create(CultureInfo.InvariantCulture, $"{100.0 * share:0} % of the last minute's ticks are unfit"))
            : (FeedCondition.Good, null);
    }

    private void Fade(DateTimeOffset now)
    {
        if (counted is { } since && now > since)
        {
            var left = Math.Exp(-(now - since) / rules.Window);
            fit *= left;
            unfit *= left;
        }

        counted = counted is { } latest && latest > now ? latest : now;
    }
}
