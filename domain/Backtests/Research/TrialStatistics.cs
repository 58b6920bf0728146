using System.Collections.Immutable;
using Countersign.Domain.Backtests.Metrics;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// What a deflated Sharpe ratio must know of the search that found a variant: D. Bailey and M. López de Prado, "The Deflated Sharpe Ratio" (2014).
/// </summary>
/// <param name="Tried">Points that were asked for, the infeasible ones too.</param>
/// <param name="Infeasible">Points that make no valid strategy; their errors are in the evaluations.</param>
/// <param name="BrokenBounds">Points that ran and break a bound of the objective.</param>
/// <param name="Sharpes">Annualised, of every point that ran; null where undefined.</param>
public sealed record TrialStatistics(int Tried, int Infeasible, int BrokenBounds, ImmutableArray<double?> Sharpes)
{
    /// <summary>Points that ran: each was a chance to be lucky.</summary>
    public int Trials => Sharpes.Length;

    public static TrialStatistics Of(ImmutableArray<Evaluation> evaluations)
    {
        var scored = evaluations.Select(e => e.Outcome).OfType<PointOutcome.Scored>().ToList();
        return new TrialStatistics(
            evaluations.Length, evaluations.Length - scored.Count, scored.Count(s => !s.IsFeasible), [.. scored.Select(s => s.Figures.Sharpe)]);
    }

    /// <summary>Settings with which <see cref="BacktestMetrics.Of(BacktestResult, MetricsSettings)"/> deflates the ratio of the variant that was chosen.</summary>
    /// <param name="earlier">Trials of earlier searches over the same bars, which count just as much.</param>
    public MetricsSettings Deflating(MetricsSettings settings, int earlier = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(earlier);
        var deflating = settings.WithTrials(Sharpes);
        return deflating with { Trials = deflating.Trials + earlier };
    }

    public bool Equals(TrialStatistics? other) => other is not null && Tried == other.Tried && Infeasible == other.Infeasible
        && BrokenBounds == other.BrokenBounds && Sharpes.SequenceEqual(other.Sharpes);

    public override int GetHashCode() => HashCode.Combine(Tried, Infeasible, BrokenBounds);
}
