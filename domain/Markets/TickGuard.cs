using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>What a tick guard puts up with.</summary>
/// <param name="JumpMax">Largest move of the mid price from the last accepted tick, as a share of it: 0.2 is 20 %.</param>
/// <param name="ConfirmedBy">
/// So many ticks in a row at the new level (each within <paramref name="JumpMax"/> of the one before) prove a real gap: the last of them is
/// accepted, so that a split or a shock does not block the feed for ever.
/// </param>
public sealed record TickGuardLimits(decimal JumpMax, int ConfirmedBy)
{
    public static TickGuardLimits Default { get; } = new(0.2m, 5);
}

/// <summary>Decides tick by tick what may enter the bars, and keeps the feed's quality report.</summary>
public sealed class TickGuard(TickGuardLimits limits)
{
    private readonly long[] defects = new long[Enum.GetValues<TickDefect>().Length];
    private readonly Queue<TickDefectSample> samples = new(FeedQuality.SamplesMax);
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset? first;
    private Tick last;
    private long accepted;

    // The mid price that unconfirmed ticks have jumped to, and how many of them agreed so far.
    private decimal jumpedTo;
    private int agreed;

    public TickGuard()
        : this(TickGuardLimits.Default)
    {
    }

    public FeedQuality Quality => new(
        accepted,
        defects[(int)TickDefect.Malformed],
        defects[(int)TickDefect.NotPositive],
        defects[(int)TickDefect.Crossed],
        defects[(int)TickDefect.FromTheFuture],
        defects[(int)TickDefect.OutOfOrder],
        defects[(int)TickDefect.Duplicate],
        defects[(int)TickDefect.Absurd],
        first,
        accepted > 0 ? last.Time : null,
        [.. samples]);

    /// <summary>Bars before this instant are closed: older ticks are out of order even when they are newer than the last tick.</summary>
    public void AdvanceTo(DateTimeOffset closedUntil) => notBefore = closedUntil > notBefore ? closedUntil : notBefore;

    /// <summary>Judges the next tick of a recording.</summary>
    /// <returns>Null where it is accepted, otherwise the first defect found, which is counted.</returns>
    public TickDefect? Check(in Tick tick, long? line = null) => Check(in tick, DateTimeOffset.MaxValue, line);

    /// <summary>Judges the next tick of a live feed.</summary>
    /// <param name="latest">The clock's time plus what clocks may differ by.</param>
    /// <returns>Null where it is accepted, otherwise the first defect found, which is counted.</returns>
    public TickDefect? Check(in Tick tick, DateTimeOffset latest, long? line = null)
    {
        var defect = Judge(in tick, latest);
        if (defect is { } found)
        {
            Count(found, tick.Time, line, Describe(found, in tick));
            return found;
        }

        first ??= tick.Time;
        last = tick;
        accepted++;
        agreed = 0;
        return null;
    }

    /// <summary>Counts what never became a tick.</summary>
    public void CountMalformed(string detail, long? line = null) => Count(TickDefect.Malformed, null, line, detail);

    public TickGuardState Capture() => new(notBefore, last, jumpedTo, agreed, Quality);

    public void Restore(TickGuardState state)
    {
        notBefore = state.NotBefore;
        last = state.Last;
        jumpedTo = state.JumpedTo;
        agreed = state.Agreed;
        accepted = state.Quality.Accepted;
        first = state.Quality.First;
        foreach (var defect in Enum.GetValues<TickDefect>())
        {
            defects[(int)defect] = state.Quality.Count(defect);
        }

        samples.Clear();
        foreach (var sample in state.Quality.Samples)
        {
            samples.Enqueue(sample);
        }
    }

    private TickDefect? Judge(in Tick tick, DateTimeOffset latest)
    {
        if (tick.Bid.Value <= 0m || tick.Ask.Value <= 0m)
        {
            return TickDefect.NotPositive;
        }

        if (tick.Bid > tick.Ask)
        {
            return TickDefect.Crossed;
        }

        if (tick.Time > latest)
        {
            return TickDefect.FromTheFuture;
        }

        if (tick.Time < notBefore || (accepted > 0 && tick.Time < last.Time))
        {
            return TickDefect.OutOfOrder;
        }

        if (accepted == 0)
        {
            return null;
        }

        if (tick.Time == last.Time && tick.Bid == last.Bid && tick.Ask == last.Ask)
        {
            return TickDefect.Duplicate;
        }

        return IsAbsurd(Mid(in tick)) ? TickDefect.Absurd : null;
    }

    private bool IsAbsurd(decimal mid)
    {
        if (IsNear(mid, Mid(in last)))
        {
            return false;
        }

        agreed = agreed > 0 && IsNear(mid, jumpedTo) ? agreed + 1 : 1;
        jumpedTo = mid;
        return agreed < limits.ConfirmedBy;
    }

    private bool IsNear(decimal mid, decimal reference) => Math.Abs(mid - reference) <= limits.JumpMax * reference;

    // Half of each first: the sum of two huge prices must not overflow.
    private static decimal Mid(in Tick tick) => (tick.Bid.Value * 0.5m) + (tick.Ask.Value * 0.5m);

    private string Describe(TickDefect defect, in Tick tick) => defect switch
    {
        TickDefect.NotPositive => Text($"bid {tick.Bid} and ask {tick.Ask} must be above zero"),
        TickDefect.Crossed => Text($"bid {tick.Bid} is above ask {tick.Ask}"),
        TickDefect.FromTheFuture => Text($"{tick.Time:O} has not come yet"),
        TickDefect.OutOfOrder => Text($"{tick.Time:O} is older than {(last.Time > notBefore ? last.Time : notBefore):O}"),
        TickDefect.Duplicate => Text($"bid {tick.Bid} and ask {tick.Ask} repeat the last tick"),
        TickDefect.Absurd => Text($"bid {tick.Bid} and ask {tick.Ask} are more than {limits.JumpMax:P0} from bid {last.Bid} and ask {last.Ask}"),
        _ => throw new ArgumentOutOfRangeException(nameof(defect)),
    };

    private void Count(TickDefect defect, DateTimeOffset? time, long? line, string detail)
    {
        defects[(int)defect]++;
        if (samples.Count == FeedQuality.SamplesMax)
        {
            samples.Dequeue();
        }

        var bounded = detail.Length > FeedQuality.DetailLengthMax ? detail[..FeedQuality.DetailLengthMax] : detail;
        samples.Enqueue(new TickDefectSample(defect, time, line, bounded));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The state of a <see cref="TickGuard"/>.</summary>
/// <param name="JumpedTo">The mid price of the last absurd tick.</param>
/// <param name="Agreed">Absurd ticks in a row near <paramref name="JumpedTo"/>.</param>
public sealed record TickGuardState(DateTimeOffset NotBefore, Tick Last, decimal JumpedTo, int Agreed, FeedQuality Quality);
