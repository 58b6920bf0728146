using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A figure that studies can name.</summary>
/// <param name="MoreIsBetter">Otherwise a search for the best looks for little of it.</param>
public sealed record ResearchMetric(string Name, bool MoreIsBetter, Func<PointFigures, double?> Of)
{
    public static ImmutableArray<ResearchMetric> All { get; } =
    [
        new("finalValue", true, f => (double)f.FinalValue),
        new("return", true, f => f.ReturnPercent),
        new("cagr", true, f => f.CagrPercent),
        new("volatility", false, f => f.VolatilityPercent),
        new("sharpe", true, f => f.Sharpe),
        new("sortino", true, f => f.Sortino),
        new("calmar", true, f => f.Calmar),
        new("omega", true, f => f.Omega),
        new("profitFactor", true, f => f.ProfitFactor),
        new("winRate", true, f => f.WinRatePercent),
        new("expectancy", true, f => f.Expectancy),
        new("maxDrawdown", false, f => f.MaxDrawdownPercent),
        new("exposure", false, f => f.ExposurePercent),
        new("costShare", false, f => f.CostSharePercent),
        new("trades", true, f => f.Trades),
    ];

    public static ResearchMetric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name);

    public bool Equals(ResearchMetric? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>What a study looks for: a weighted sum of figures, and bounds that a run must keep.</summary>
/// <param name="Weights">At least one; a figure of which less is better counts with its sign turned.</param>
/// <param name="Bounds">Such as 30 trades at least, 20 % drawdown at most.</param>
public sealed record Objective(ImmutableArray<MetricWeight> Weights, ImmutableArray<MetricBound> Bounds)
{
    public static Objective Best(string metric, params ImmutableArray<MetricBound> bounds) =>
        new([new MetricWeight(Metric(metric), 1.0)], bounds);

    public static ResearchMetric Metric(string name) =>
        ResearchMetric.Find(name) ?? throw new ArgumentException($"There is no metric '{name}'.", nameof(name));

    /// <summary>More is better; null where one of the figures is undefined.</summary>
    public double? ValueOf(PointFigures figures)
    {
        var sum = 0.0;
        foreach (var weight in Weights)
        {
            if (weight.Metric.Of(figures) is not { } value)
            {
                return null;
            }

            sum += weight.Weight * (weight.Metric.MoreIsBetter ? value : -value);
        }

        return sum;
    }

    /// <summary>By how much the bounds are broken, each as a share of its size, summed; 0 where all are kept. An undefined figure breaks its bound by 1.</summary>
    public double ViolationOf(PointFigures figures) => Bounds.Sum(bound => bound.ViolationOf(figures));

    public bool Equals(Objective? other) =>
        other is not null && Weights.SequenceEqual(other.Weights) && Bounds.SequenceEqual(other.Bounds);

    public override int GetHashCode() => HashCode.Combine(Weights.Length, Bounds.Length);
}

public sealed record MetricWeight(ResearchMetric Metric, double Weight);

/// <summary>A figure's least or largest value.</summary>
/// <param name="AtLeast">Otherwise at most.</param>
public sealed record MetricBound(ResearchMetric Metric, bool AtLeast, double Bound)
{
    public static MetricBound Least(string metric, double bound) => new(Objective.Metric(metric), true, bound);

    public static MetricBound Most(string metric, double bound) => new(Objective.Metric(metric), false, bound);

    internal double ViolationOf(PointFigures figures)
    {
        if (Metric.Of(figures) is not { } value)
        {
            return 1.0;
        }

        var over = AtLeast ? Bound - value : value - Bound;
        return over <= 0.0 ? 0.0 : over / Math.Max(1.0, Math.Abs(Bound));
    }
}
