using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>A rule over features at a bar's close: comparisons and crossings, joined by all, any and not.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Left is greater (less) than right.</summary>
    public sealed record Compares(Comparison Comparison, Operand Left, Operand Right) : Condition;

    /// <summary>
    /// Left was below (above) right when the two last differed, and is above (below) it now: bars on which they are exactly equal
    /// neither cross nor end a crossing.
    /// </summary>
    public sealed record Crosses(Comparison To, Operand Left, Operand Right) : Condition;

    /// <summary>Every condition holds; at least one is given.</summary>
    public sealed record All(ImmutableArray<Condition> Conditions) : Condition;

    /// <summary>At least one condition holds; at least one is given.</summary>
    public sealed record Any(ImmutableArray<Condition> Conditions) : Condition;

    public sealed record Not(Condition Inner) : Condition;
}

public enum Comparison
{
    Above = 1,
    Below = -1,
}

/// <summary>One side of a comparison: a number, or a feature of the bar.</summary>
public abstract record Operand
{
    private Operand()
    {
    }

    /// <summary>The operand as rationales show it.</summary>
    public abstract string Text { get; }

    public sealed record Number(decimal Value) : Operand
    {
        public override string Text => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A bar field (<c>close</c>) or an indicator's output (<c>macd(12,26,9).signal</c>), perhaps of a larger timeframe (<c>ema(20)@H4</c>).</summary>
    /// <param name="On">A timeframe larger than the strategy's own; null is its own.</param>
    public sealed record Feature(SeriesReference Series, Timeframe? On = null) : Operand
    {
        public override string Text => On is { } on ? $"{Series.Text}@{on}" : Series.Text;
    }
}
