using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>Builds the bars of all timeframes at once. Every tick is in exactly one bar of each.</summary>
/// <remarks>
/// Only the smallest timeframe sees ticks; each larger one is built from the closed bars of the one below, which is exact because periods
/// nest. A tick therefore costs one bar's update, whatever the number of timeframes.
/// </remarks>
public sealed class BarAggregator
{
    private readonly FxCalendar calendar = new();
    private readonly BarBuilder[] builders;
    private readonly Bar[] closed;
    private int closedCount;
    private DateTimeOffset latest;
    private DateTimeOffset closedUntil;

    /// <param name="smallest">The timeframe of the bars that <see cref="Add(Bar)"/> takes; ticks may come in any case.</param>
    public BarAggregator(Timeframe smallest = Timeframe.M1)
    {
        builders = [.. Timeframes.All.Where(timeframe => timeframe >= smallest).Select(timeframe => new BarBuilder(timeframe, calendar))];
        closed = new Bar[2 * builders.Length];
    }

    public Timeframe Smallest => builders[0].Timeframe;

    /// <summary>Nothing before this instant is taken any more: its bars are closed. Tell the tick guard.</summary>
    public DateTimeOffset ClosedUntil => closedUntil;

    /// <summary>Takes the next tick.</summary>
    /// <returns>The bars that it closed, smallest timeframe first; valid until the next call.</returns>
    /// <exception cref="ArgumentException">The tick is older than one taken before, or than a bar already closed.</exception>
    public ReadOnlySpan<Bar> Add(in Tick tick)
    {
        RequireInOrder(tick.Time);
        latest = tick.Time;
        closedCount = 0;
        var smallest = builders[0];
        if (!smallest.IsForming || tick.Time >= smallest.End)
        {
            CloseUntil(tick.Time);
        }

        smallest.Append(in tick);
        return closed.AsSpan(0, closedCount);
    }

    /// <summary>Takes the next complete bar of the smallest timeframe.</summary>
    /// <returns>Larger bars that ended before it, the bar itself, then larger bars that end with it; valid until the next call.</returns>
    /// <exception cref="ArgumentException">The bar is of another timeframe or late, or a bar of the same period is forming from ticks.</exception>
    public ReadOnlySpan<Bar> Add(Bar bar)
    {
        RequireInOrder(bar.Start);
        if (bar.Timeframe != Smallest)
        {
            throw new ArgumentException($"Bars of {Smallest} are wanted, not of {bar.Timeframe}.", nameof(bar));
        }

        closedCount = 0;
        CloseUntil(bar.Start);
        if (builders[0].IsForming)
        {
            throw new ArgumentException($"The bar of {bar.Start:O} is already forming from ticks.", nameof(bar));
        }

        builders[0].Append(bar);
        latest = bar.End;
        CloseUntil(bar.End);
        return closed.AsSpan(0, closedCount);
    }

    /// <summary>Says that nothing before <paramref name="time"/> is still to come: closes every bar that has ended by then.</summary>
    /// <returns>The closed bars, smallest timeframe first; valid until the next call.</returns>
    public ReadOnlySpan<Bar> AdvanceTo(DateTimeOffset time)
    {
        closedCount = 0;
        if (time > closedUntil)
        {
            CloseUntil(time);
        }

        return closed.AsSpan(0, closedCount);
    }

    /// <summary>The bar so far of a timeframe, or null where its period has had no tick yet.</summary>
    public Bar? Forming(Timeframe timeframe)
    {
        var builder = new BarBuilder(timeframe, calendar);
        for (var i = timeframe - Smallest; i >= 0; i--)
        {
            if (builders[i].Forming is { } part)
            {
                builder.Append(part);
            }
        }

        return builder.Forming;
    }

    public BarAggregatorState Capture() => new(latest, closedUntil, [.. builders.Select(builder => builder.Forming)]);

    /// <summary>Continues from a captured state.</summary>
    /// <exception cref="ArgumentException">The state has bars of other timeframes.</exception>
    public void Restore(BarAggregatorState state)
    {
        if (state.Forming.Length != builders.Length)
        {
            throw new ArgumentException($"The state has {state.Forming.Length} timeframes, not {builders.Length}.", nameof(state));
        }

        for (var i = 0; i < builders.Length; i++)
        {
            builders[i].Restore(state.Forming[i]);
        }

        latest = state.Latest;
        closedUntil = state.ClosedUntil;
    }

    private void CloseUntil(DateTimeOffset time)
    {
        for (var i = 0; i < builders.Length; i++)
        {
            if (builders[i].AdvanceTo(time) is { } bar)
            {
                closed[closedCount++] = bar;
                if (i + 1 < builders.Length)
                {
                    builders[i + 1].Append(bar);
                }
            }
        }

        closedUntil = Smallest.PeriodAt(time, calendar.DayAt(time)).Start;
    }

    private void RequireInOrder(DateTimeOffset time)
    {
        if (time < latest || time < closedUntil)
        {
            throw new ArgumentException(
                $"{time:O} comes after {latest:O} was taken and bars until {closedUntil:O} were closed; late ticks belong in the quality report.");
        }
    }
}

/// <summary>The state of a <see cref="BarAggregator"/>.</summary>
/// <param name="Latest">Time of the last tick.</param>
/// <param name="Forming">One entry a timeframe, smallest first: what has come from the timeframe below, or null.</param>
public sealed record BarAggregatorState(DateTimeOffset Latest, DateTimeOffset ClosedUntil, ImmutableArray<Bar?> Forming);
