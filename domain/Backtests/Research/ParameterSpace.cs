using System.Collections.Immutable;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>
/// The variants of a strategy that a study looks at: parameters over the definition's own JSON, and relations that they must keep. Immutable and
/// safe to share between threads; read by <see cref="ParameterSpaceJson"/>.
/// </summary>
public sealed class ParameterSpace
{
    public const int ParametersMax = 16;
    public const int TargetsMax = 64;
    public const int LevelsMax = 10_000;
    public const int ConstraintsMax = 32;

    private readonly StrategyTemplate template;

    internal ParameterSpace(
        StrategyDefinition definition, ImmutableArray<ResearchParameter> parameters, ImmutableArray<ParameterConstraint> constraints)
    {
        (Definition, Parameters, Constraints) = (definition, parameters, constraints);
        template = StrategyTemplate.Of(definition, parameters);
    }

    public StrategyDefinition Definition { get; }

    /// <summary>1 to 16.</summary>
    public ImmutableArray<ResearchParameter> Parameters { get; }

    public ImmutableArray<ParameterConstraint> Constraints { get; }

    /// <summary>Points of the full grid, those that break a constraint included; as a double, for it can be huge.</summary>
    public double GridSize => Parameters.Aggregate(1.0, (size, parameter) => size * parameter.Levels.Length);

    /// <summary>The point keeps every constraint.</summary>
    public bool Allows(ParameterPoint point)
    {
        foreach (var constraint in Constraints)
        {
            if (!constraint.Holds(this, point))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The strategy's text with a point's values in it.</summary>
    public string Text(ParameterPoint point) => template.Text(Parameters, point);

    /// <summary>The strategy of a point, through the full validation of <see cref="StrategyJson.Parse"/>.</summary>
    public StrategyParseResult Define(ParameterPoint point) => StrategyJson.Parse(Text(point));

    /// <summary>A point's values as JSON, by parameter.</summary>
    public ImmutableSortedDictionary<string, string> Values(ParameterPoint point) =>
        Parameters.Select((parameter, i) => KeyValuePair.Create(parameter.Name, parameter.Levels[point[i]].Json))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    public int IndexOf(string parameter)
    {
        for (var i = 0; i < Parameters.Length; i++)
        {
            if (Parameters[i].Name == parameter)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Every level index lies in its parameter's range.</summary>
    public bool Holds(ParameterPoint point) =>
        point.Levels.Length == Parameters.Length && Parameters.Select((p, i) => (uint)point[i] < (uint)p.Levels.Length).All(inside => inside);

    /// <summary>The point after another in the order of the grid, whose last parameter runs fastest; null after the last.</summary>
    internal ParameterPoint? After(ParameterPoint? point)
    {
        if (point is null)
        {
            return new ParameterPoint([.. Parameters.Select(_ => 0)]);
        }

        var levels = point.Levels.ToArray();
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            if (++levels[i] < Parameters[i].Levels.Length)
            {
                return new ParameterPoint([.. levels]);
            }

            levels[i] = 0;
        }

        return null;
    }
}

/// <summary>What reading a study's text gives: the thing read, or everything that is wrong with it.</summary>
public abstract record ResearchReading<T>
{
    private ResearchReading()
    {
    }

    public sealed record Valid(T Value) : ResearchReading<T>;

    /// <summary>At least one error, each with its JSON path and a hint; 100 at most.</summary>
    public sealed record Invalid(ImmutableArray<StrategyError> Errors) : ResearchReading<T>;
}
