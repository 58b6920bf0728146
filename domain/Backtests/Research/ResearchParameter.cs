using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A number or word of a strategy that a study varies.</summary>
/// <param name="Name">A letter, then letters, digits and underscores; up to 40.</param>
/// <param name="Targets">Where it stands in the strategy's canonical JSON; every one gets the same value.</param>
/// <param name="Levels">The values that it can take, each once; numbers ascending.</param>
/// <param name="IsOrdered">Levels are numbers, so that one is nearer to another than a third; otherwise they are words or flags.</param>
public sealed record ResearchParameter(
    string Name, ImmutableArray<ParameterTarget> Targets, ImmutableArray<ParameterLevel> Levels, bool IsOrdered)
{
    public bool Equals(ResearchParameter? other) => other is not null && Name == other.Name && IsOrdered == other.IsOrdered
        && Targets.SequenceEqual(other.Targets) && Levels.SequenceEqual(other.Levels);

    public override int GetHashCode() => HashCode.Combine(Name, Levels.Length);
}

/// <summary>A place in a strategy's canonical JSON.</summary>
/// <param name="Path">Of a number, text or flag: <c>$.entry.long.crossesAbove[0]</c>.</param>
/// <param name="Argument">
/// Which argument of the indicator that stands there as a text, such as 0 in <c>ema(20)</c>; null where the value itself is replaced.
/// </param>
public readonly record struct ParameterTarget(string Path, int? Argument);

/// <summary>One value of a parameter.</summary>
/// <param name="Json">As it stands in JSON: <c>20</c>, <c>0.5</c>, <c>"H1"</c>, <c>true</c>.</param>
/// <param name="Number">The number; NaN for a word or a flag.</param>
public readonly record struct ParameterLevel(string Json, double Number);

/// <summary>One choice of every parameter: the index of its level, in the order of the space's parameters.</summary>
public sealed record ParameterPoint(ImmutableArray<int> Levels)
{
    public int this[int parameter] => Levels[parameter];

    public ParameterPoint With(int parameter, int level) => new(Levels.SetItem(parameter, level));

    public bool Equals(ParameterPoint? other) => other is not null && Levels.AsSpan().SequenceEqual(other.Levels.AsSpan());

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var level in Levels)
        {
            hash.Add(level);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(',', Levels);
}
