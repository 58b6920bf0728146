using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Countersign.Domain.Indicators;

/// <summary>An indicator's state as plain finite numbers, so that any store can hold it (JSON keeps doubles exactly).</summary>
/// <param name="Spec">Canonical specification, for example <c>rsi(14)</c>.</param>
/// <param name="Bars">Bars seen.</param>
/// <param name="Values">The kernel's numbers in its own order. Their order is a stored contract.</param>
public sealed record IndicatorState(string Spec, long Bars, ImmutableArray<double> Values)
{
    public bool Equals(IndicatorState? other) =>
        other is not null && Spec == other.Spec && Bars == other.Bars
        && MemoryMarshal.AsBytes(Values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(other.Values.AsSpan()));

    public override int GetHashCode() => HashCode.Combine(Spec, Bars, Values.Length);
}

/// <summary>Collects a kernel's numbers in the order in which <see cref="StateReader"/> gives them back.</summary>
public sealed class StateWriter
{
    private readonly ImmutableArray<double>.Builder collected = ImmutableArray.CreateBuilder<double>();

    public void Add(double value) => collected.Add(value);

    public void Add(ReadOnlySpan<double> values) => collected.AddRange(values);

    public ImmutableArray<double> ToImmutable() => collected.ToImmutable();
}

public sealed class StateReader(ImmutableArray<double> values)
{
    private int next;

    public bool AtEnd => next == values.Length;

    /// <exception cref="ArgumentException">The state is shorter than the kernel needs.</exception>
    public double Next() =>
        next < values.Length ? values[next++] : throw new ArgumentException("The indicator's state is too short.");

    public int NextInt() => checked((int)Next());

    public void Next(Span<double> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = Next();
        }
    }
}
