using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>How far one feature is off after a warm-up.</summary>
/// <param name="LargestDifference">From its value after the whole history, relative to that; infinite where it has no value yet.</param>
public sealed record FeatureDrift(string Feature, double LargestDifference);

/// <summary>What so many bars of history do.</summary>
/// <param name="WarmUpBars">Given before each bar that was looked at.</param>
/// <param name="Features">In the strategy's order.</param>
/// <param name="Decisions">Bars at which the strategy, flat, decided with either history.</param>
/// <param name="Differing">Of those looked at, bars at which it decided otherwise with this history than with the whole.</param>
public sealed record WarmUpLevel(int WarmUpBars, ImmutableArray<FeatureDrift> Features, int Decisions, int Differing)
{
    public double LargestDifference => Features.IsEmpty ? 0.0 : Features.Max(f => f.LargestDifference);

    public bool Equals(WarmUpLevel? other) => other is not null && WarmUpBars == other.WarmUpBars && Decisions == other.Decisions
        && Differing == other.Differing && Features.SequenceEqual(other.Features);

    public override int GetHashCode() => HashCode.Combine(WarmUpBars, Decisions, Differing);
}

/// <summary>What the check found.</summary>
/// <param name="Looked">Bars that were looked at.</param>
/// <param name="Levels">Fewest bars first.</param>
public sealed record WarmUpReport(int Looked, ImmutableArray<WarmUpLevel> Levels)
{
    /// <summary>The least warm-up that was tried from which on no feature is further off than the tolerance and no decision differs; null where none is enough.</summary>
    public int? Enough(double tolerance = 1e-6) => Levels.Reverse()
        .TakeWhile(level => level.LargestDifference <= tolerance && level.Differing == 0)
        .Select(level => (int?)level.WarmUpBars)
        .LastOrDefault();
}

/// <summary>
/// Whether a strategy depends on how much history its indicators saw. A recursive one (an EMA, an RSI) never forgets its beginning entirely: a desk that
/// starts with little history then trades otherwise than the backtest did.
/// </summary>
public static class WarmUpCheck
{
    public const int LevelsMax = 20;
    public const int PlacesMax = 200;
    public const int StretchMax = 500;

    /// <param name="bars">Of the strategy's timeframe.</param>
    /// <param name="levels">Numbers of warm-up bars; null are 1, 2, 4, 8 and 16 times what the strategy asks for. Those that the recording is too short for are left out.</param>
    /// <param name="places">Where to look, evenly spread over the recording's second half, fewer where they would overlap; 1 to 200.</param>
    /// <param name="stretch">Bars in a row to look at in each place; 1 to 500.</param>
    /// <param name="partner">Bars of the symbol's partner, where a rule looks at it.</param>
    /// <exception cref="ArgumentException">The bars are of another timeframe, or too few; those of the partner are missing.</exception>
    public static WarmUpReport Run(
        StrategyDefinition definition,
        Instrument instrument,
        BarSeries bars,
        IResearchWorkers workers,
        ImmutableArray<int>? levels = null,
        int places = 20,
        int stretch = 20,
        BarSeries? partner = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, PlacesMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(stretch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stretch, StretchMax);
        if (bars.Timeframe != definition.Timeframe || bars.Count / 2 < stretch)
        {
            throw new ArgumentException($"The check needs {2 * stretch} bars of {definition.Timeframe} or more.", nameof(bars));
        }

        var half = bars.Count / 2;
        var room = Math.Min(places, (bars.Count - half) / stretch);
        ImmutableArray<int> starts = [.. Enumerable.Range(0, room).Select(i => half + (int)((long)i * (bars.Count - half) / room))];
        var evaluator = new StrategyEvaluator(definition, instrument);
        var own = evaluator.WarmUpBars;
        var asked = levels ?? [own, own * 2, own * 4, own * 8, own * 16];
        ImmutableArray<int> usable = [.. asked.Where(n => n >= 0 && n <= half).Distinct().Order().Take(LevelsMax)];
        if (evaluator.Partner is { } wanted && (partner?.Symbol != wanted || partner.Timeframe != bars.Timeframe))
        {
            throw new ArgumentException($"The rules look at {wanted} too: its bars of {bars.Timeframe} are missing.", nameof(partner));
        }

        var looked = new Places(bars, evaluator.Partner is null ? null : partner, starts, stretch);
        var whole = Look(definition, instrument, looked, null, cancellationToken);
        return new WarmUpReport(
            starts.Length * stretch,
            workers.Run(usable, (n, token) => LevelOf(n, whole, Look(definition, instrument, looked, n, token), definition, instrument), cancellationToken));
    }

    /// <param name="warmUp">Bars before each place; null is all there are.</param>
    private static List<Seen> Look(
        StrategyDefinition definition, Instrument instrument, Places places, int? warmUp, CancellationToken cancellationToken)
    {
        var seen = new List<Seen>();
        StrategyEvaluator? evaluator = null;
        var (next, nextOfPartner) = (0, 0);
        foreach (var start in places.Starts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (evaluator is null || warmUp is not null)
            {
                evaluator = new StrategyEvaluator(definition, instrument);
                next = warmUp is { } count ? start - count : 0;
                nextOfPartner = warmUp is null ? 0 : places.OfPartnerFrom(next);
            }

            for (; next < start + places.Stretch; next++)
            {
                for (; places.IsPartnerSeen(nextOfPartner, next); nextOfPartner++)
                {
                    var other = new BarView(places.Partner!, nextOfPartner);
                    evaluator.OnPartnerBar(in other);
                }

                var bar = new BarView(places.Bars, next);
                if (next < start)
                {
                    evaluator.Warm(in bar);
                    continue;
                }

                // Neither history holds a position, nor an earlier entry that the cooldown would count from.
                evaluator.LastEntryBar = null;
                SignalKind? decided = evaluator.Decide(in bar, StrategyPosition.Flat) ? evaluator.Intended.Verdict.Kind : null;
                seen.Add(new Seen(evaluator.LatestFeatures.ToArray(), decided));
            }
        }

        return seen;
    }

    private static WarmUpLevel LevelOf(int warmUp, List<Seen> whole, List<Seen> some, StrategyDefinition definition, Instrument instrument)
    {
        var names = new StrategyEvaluator(definition, instrument).FeatureNames;
        var drifts = names.Select((name, i) => new FeatureDrift(name, whole.Zip(some).Max(pair => Difference(pair.First.Features[i], pair.Second.Features[i]))));
        return new WarmUpLevel(
            warmUp, [.. drifts], whole.Zip(some).Count(pair => (pair.First.Decision ?? pair.Second.Decision) is not null),
            whole.Zip(some).Count(pair => pair.First.Decision != pair.Second.Decision));
    }

    private static double Difference(double whole, double some) => (double.IsFinite(whole), double.IsFinite(some)) switch
    {
        (true, true) => whole.Equals(some) ? 0.0 : Math.Abs(some - whole) / Math.Max(Math.Abs(whole), 1e-12),
        (false, false) => 0.0,
        _ => double.PositiveInfinity,
    };

    /// <summary>Where to look, and at what.</summary>
    private sealed record Places(BarSeries Bars, BarSeries? Partner, ImmutableArray<int> Starts, int Stretch)
    {
        public int OfPartnerFrom(int bar) => Partner?.IndexOf(Bars.StartAt(bar)) ?? 0;

        public bool IsPartnerSeen(int ofPartner, int bar) =>
            Partner is not null && ofPartner < Partner.Count && Partner.EndTicksAt(ofPartner) <= Bars.EndTicksAt(bar);
    }

    private sealed record Seen(double[] Features, SignalKind? Decision);
}
