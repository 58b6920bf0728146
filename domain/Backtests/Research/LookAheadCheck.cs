using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests.Research;

/// <summary>What two runs must agree on up to a moment and do not.</summary>
/// <param name="Cut">What lies behind it was hidden or changed.</param>
/// <param name="How">Whether the future was cut off or perturbed.</param>
/// <param name="At">The first fill or value up to the cut that differs.</param>
/// <param name="What">As a sentence, with both values.</param>
public sealed record LookAheadLeak(DateTimeOffset Cut, FutureChange How, DateTimeOffset At, string What);

public enum FutureChange
{
    /// <summary>The recording ends at the cut.</summary>
    CutOff,

    /// <summary>Prices behind the cut are others.</summary>
    Perturbed,
}

/// <summary>What the check found.</summary>
/// <param name="Cuts">Moments at which it looked.</param>
/// <param name="Fills">Fills before the last cut that were compared; without any the check says little.</param>
/// <param name="Leaks">At most one for each cut and change.</param>
public sealed record LookAheadReport(ImmutableArray<DateTimeOffset> Cuts, int Fills, ImmutableArray<LookAheadLeak> Leaks)
{
    public bool IsClean => Leaks.IsEmpty;

    public bool Equals(LookAheadReport? other) =>
        other is not null && Fills == other.Fills && Cuts.SequenceEqual(other.Cuts) && Leaks.SequenceEqual(other.Leaks);

    public override int GetHashCode() => HashCode.Combine(Cuts.Length, Fills, Leaks.Length);
}

/// <summary>
/// Whether a run knows anything of the future. It is run again on a recording that ends at a moment, and on one whose prices are others from there
/// on: every fill and every value up to that moment, and what was decided in it, must be the same to the last bit.
/// </summary>
public static class LookAheadCheck
{
    public const int CutsMax = 50;

    /// <param name="run">The run to be checked; it must be repeatable. One of the engine: <c>data => study with { Data = data }.Run(definition)</c>.</param>
    /// <param name="cuts">Moments to look at, evenly spread over the recording, none in its first tenth; 1 to 50.</param>
    /// <param name="seed">Of what stands in place of the future.</param>
    /// <exception cref="ArgumentException">The recording holds no bars.</exception>
    public static LookAheadReport Run(
        Func<BacktestData, CancellationToken, BacktestResult> run,
        BacktestData data,
        IResearchWorkers workers,
        int cuts = 8,
        int seed = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cuts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cuts, CutsMax);
        var recorded = StressData.OfBars(data);
        var longest = recorded.Series.MaxBy(s => s.Count);
        if (longest is not { Count: > 10 })
        {
            throw new ArgumentException("The recording has fewer than 11 bars.", nameof(data));
        }

        var full = run(recorded, cancellationToken);
        var moments = Enumerable.Range(1, cuts)
            .Select(i => longest.StartAt((longest.Count / 10) + (int)((long)i * (longest.Count - (longest.Count / 10)) / (cuts + 1))))
            .Distinct()
            .ToImmutableArray();
        var trials = moments.SelectMany(cut => new[] { (Cut: cut, How: FutureChange.CutOff), (Cut: cut, How: FutureChange.Perturbed) }).ToImmutableArray();
        var leaks = workers.Run(trials, (trial, token) => Compare(full, run(Future.Change(recorded, trial.Cut, trial.How, seed), token), trial.Cut, trial.How), cancellationToken);
        return new LookAheadReport(
            moments, full.Fills.Count(fill => fill.Time < moments[^1]), [.. leaks.Where(leak => leak is not null).Select(leak => leak!)]);
    }

    private static LookAheadLeak? Compare(BacktestResult full, BacktestResult other, DateTimeOffset cut, FutureChange how)
    {
        // What was decided at the cut is filled at the open behind it, which is kept where the future is perturbed.
        var until = how == FutureChange.Perturbed ? cut : cut.AddTicks(-1);
        var (fills, others) = (full.Fills.Where(fill => fill.Time <= until).ToArray(), other.Fills.Where(fill => fill.Time <= until).ToArray());
        for (var i = 0; i < Math.Max(fills.Length, others.Length); i++)
        {
            var (fill, changed) = (fills.ElementAtOrDefault(i), others.ElementAtOrDefault(i));
            if (fill != changed)
            {
                return new LookAheadLeak(
                    cut, how, (fill is null || (changed is not null && changed.Time < fill.Time) ? changed! : fill).Time, $"Fill {i} is {Text(fill)}, and {Text(changed)} without that future.");
            }
        }

        for (var i = 0; i < full.Equity.Count && i < other.Equity.Count && full.Equity.Times[i] <= cut.UtcTicks; i++)
        {
            if (full.Equity.Times[i] != other.Equity.Times[i] || !full.Equity.Values[i].Equals(other.Equity.Values[i]))
            {
                return new LookAheadLeak(
                    cut, how, full.Equity.TimeAt(i), FormattableString.Invariant($"The value is {full.Equity.Values[i]}, and {other.Equity.Values[i]} without that future."));
            }
        }

        return null;
    }

    private static string Text(BacktestFill? fill) =>
        fill is null ? "none" : FormattableString.Invariant($"{fill.Side} {fill.Quantity.Value} {fill.Symbol} at {fill.Price} on {fill.Time:u}");
}

/// <summary>Recordings whose future is another.</summary>
internal static class Future
{
    // Of the price, each bar: large against what markets do, so that whoever looks ahead sees something else.
    private const double Shift = 0.02;

    public static BacktestData Change(BacktestData data, DateTimeOffset cut, FutureChange how, int seed)
    {
        if (how == FutureChange.CutOff)
        {
            return data.Map(series => BarSeriesBuilder.Of(series.Symbol, series.Timeframe, series.Bars.Where(bar => bar.End <= cut)));
        }

        // A bar is visible once it is complete: one that straddles the cut belongs to the future.
        return data.Map(series => Perturb(series, cut, seed));
    }

    private static BarSeries Perturb(BarSeries series, DateTimeOffset cut, int seed)
    {
        // Every market goes its own way, or what two of them have in common would hide a look ahead.
        var random = new ResearchRandom(seed, series.Symbol.Value.Aggregate(cut.UtcTicks, (hash, letter) => unchecked((hash * 31) + letter)));
        return BarSeriesBuilder.Of(
            series.Symbol, series.Timeframe,
            series.Bars.Select(bar => bar.End <= cut ? bar : Perturb(bar, cut, 1.0 + (Shift * ((2.0 * random.Share()) - 1.0)), series.Point)));
    }

    private static Bar Perturb(Bar bar, DateTimeOffset cut, double factor, decimal point) =>
        bar.Start <= cut ? StressBar.Jump(bar, factor, point) : StressBar.Times(bar, factor, point);
}
