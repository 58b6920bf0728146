using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>What came of trying a point. Closed set.</summary>
[JsonDerivedType(typeof(Scored), "scored")]
[JsonDerivedType(typeof(Infeasible), "infeasible")]
public abstract record PointOutcome
{
    private PointOutcome()
    {
    }

    /// <param name="Objective">More is better; null where it is undefined for this run.</param>
    /// <param name="Violation">How far the objective's bounds are broken; 0 where they are kept.</param>
    public sealed record Scored(PointFigures Figures, double? Objective, double Violation) : PointOutcome
    {
        [JsonIgnore]
        public bool IsFeasible => Objective is not null && Violation == 0.0;
    }

    /// <summary>The point makes no valid strategy, or its run was ended by a bound.</summary>
    public sealed record Infeasible(ImmutableArray<StrategyError> Errors) : PointOutcome
    {
        public bool Equals(Infeasible? other) => other is not null && Errors.SequenceEqual(other.Errors);

        public override int GetHashCode() => Errors.Length;
    }
}

/// <summary>One point tried. All evaluations together are a search's whole state: kept, they let it go on after a restart.</summary>
/// <param name="Number">Position in the search, from 0.</param>
/// <param name="Batch">The batch that asked for it, from 0.</param>
public sealed record Evaluation(int Number, int Batch, ParameterPoint Point, PointOutcome Outcome)
{
    /// <summary>The objective of a point that keeps every bound; null otherwise.</summary>
    [JsonIgnore]
    public double? Feasible => Outcome is PointOutcome.Scored { IsFeasible: true, Objective: { } objective } ? objective : null;
}

/// <summary>
/// Which of two evaluations is better, by K. Deb's rules ("An efficient constraint handling method for genetic algorithms", 2000): points that keep the
/// bounds before those that do not, the former by objective, the latter by how little they break; infeasible ones last; at equality the earlier one.
/// </summary>
public sealed class BestFirst : IComparer<Evaluation>
{
    public static BestFirst Order { get; } = new();

    public int Compare(Evaluation? x, Evaluation? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byRank = RankOf(x).CompareTo(RankOf(y));
        if (byRank != 0)
        {
            return byRank;
        }

        var byWorth = (x.Outcome, y.Outcome) is (PointOutcome.Scored a, PointOutcome.Scored b)
            ? a.IsFeasible ? b.Objective!.Value.CompareTo(a.Objective!.Value) : a.Violation.CompareTo(b.Violation)
            : 0;
        return byWorth != 0 ? byWorth : x.Number.CompareTo(y.Number);
    }

    private static int RankOf(Evaluation evaluation) => evaluation.Outcome switch
    {
        PointOutcome.Scored { IsFeasible: true } => 0,
        PointOutcome.Scored => 1,
        _ => 2,
    };
}
