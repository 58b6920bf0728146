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

    /// <summary>The rule held at the close of one of the last bars, the bar at hand included. Bars before every feature had a value do not count.</summary>
    /// <param name="Bars">1 to 1,000.</param>
    public sealed record Within(int Bars, Condition Rule) : Condition;

    /// <summary>At least so many of the conditions hold.</summary>
    /// <param name="Count">1 to the number of conditions.</param>
    public sealed record AtLeast(int Count, ImmutableArray<Condition> Of) : Condition;

    /// <summary>The votes whose rules hold have at least this share of all weights.</summary>
    /// <param name="Share">More than 0, at most 1.</param>
    /// <param name="Of">At least one.</param>
    public sealed record Votes(decimal Share, ImmutableArray<Vote> Of) : Condition;
}

/// <summary>A rule that has a say among others.</summary>
/// <param name="Name">For people, 1 to 40 characters, once among its votes; null where it has none.</param>
/// <param name="Weight">More than 0, at most 1,000.</param>
public sealed record Vote(string? Name, decimal Weight, Condition Rule);

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
    /// <param name="OfPartner">Of the partner's bars (<c>ema(20)@partner</c>), see <see cref="Partnership"/>; of the strategy's own timeframe.</param>
    public sealed record Feature(SeriesReference Series, Timeframe? On = null, bool OfPartner = false) : Operand
    {
        public override string Text => OfPartner ? $"{Series.Text}@{StrategyTerms.Partner}" : On is { } on ? $"{Series.Text}@{on}" : Series.Text;
    }
}
