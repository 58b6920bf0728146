using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// A definition made ready to decide: features and compared pairs numbered, each once, and rules that refer to them by number. Immutable and
/// shared by the live path and by replay.
/// </summary>
internal sealed class StrategyProgram
{
    private readonly List<FeaturePlan> features = [];
    private readonly List<PairPlan> pairs = [];
    private readonly List<RuleWithin> withins = [];

    public StrategyProgram(StrategyDefinition definition)
    {
        Definition = definition;
        EntryLong = Compile(definition.Entry.Long);
        EntryShort = Compile(definition.Entry.Short);
        ExitLong = Compile(definition.Exit.Long);
        ExitShort = Compile(definition.Exit.Short);
        Regime = Compile(definition.Regime);
        Volatility = Compile(definition.Forbid?.Volatility);
        NeedsTypicalSpread = definition.Forbid?.Spread is SpreadBan.TimesTypical;
        Stop = Plan(definition.Stop);
        Target = Plan(definition.Target);
        Trailing = Plan(definition.Trailing?.Distance);
        TrailingAfter = Plan(definition.Trailing?.After);
        BreakEvenAfter = Plan(definition.BreakEven?.After);
        BreakEvenOffset = Plan(definition.BreakEven?.Offset);
        Partials = [.. definition.Partials.Select(partial => Plan(partial.At)!)];
        PyramidDistance = Plan(definition.Pyramid?.MinDistance);
        SizeRange = definition.Size is SizeRule.Volatility volatility ? FeatureOf(volatility.Feature) : -1;
        Features = [.. features];
        LooksAtPartner = features.Exists(feature => feature.LooksAtPartner);
        LargerTimeframes = [.. features.Select(feature => feature.On).OfType<Timeframe>().Distinct().Order()];
        FeatureNames = [.. features.Select(feature => feature.Text)];
        Pairs = [.. pairs];
        Withins = [.. withins];
        TrailsAtVenue = definition is { Trailing: { After: null }, BreakEven: null };
        MovesStop = BreakEvenAfter is not null || (Trailing is not null && !TrailsAtVenue);
        NeedsMemory = MovesStop || !Partials.IsEmpty || definition.TimeExit is not null || definition.Pyramid is not null
            || definition.RiskCaps?.MaxEntriesPerDay is not null;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StrategyJson.Write(definition))));
    }

    public StrategyDefinition Definition { get; }

    public string Hash { get; }

    public ImmutableArray<FeaturePlan> Features { get; }

    /// <summary>The timeframes beside the strategy's own, smallest first.</summary>
    public ImmutableArray<Timeframe> LargerTimeframes { get; }

    public ImmutableArray<string> FeatureNames { get; }

    public ImmutableArray<PairPlan> Pairs { get; }

    /// <summary>The rules of which is remembered when they last held; each stands after those that it is made of.</summary>
    public ImmutableArray<RuleWithin> Withins { get; }

    public RuleNode? EntryLong { get; }

    public RuleNode? EntryShort { get; }

    public RuleNode? ExitLong { get; }

    public RuleNode? ExitShort { get; }

    /// <summary>What entries ask for beside their rule.</summary>
    public RuleNode? Regime { get; }

    /// <summary>While it holds nothing is opened.</summary>
    public RuleNode? Volatility { get; }

    /// <summary>Rules name features of the partner, or compare it with the own symbol.</summary>
    public bool LooksAtPartner { get; }

    /// <summary>The definition asks for more of the market than prices: releases, or what the spread usually is.</summary>
    public bool NeedsMarket => NeedsTypicalSpread || Definition.Forbid?.News is not null;

    /// <summary>The definition asks what the spread usually is.</summary>
    public bool NeedsTypicalSpread { get; }

    public DistancePlan? Stop { get; }

    public DistancePlan? Target { get; }

    public DistancePlan? Trailing { get; }

    public DistancePlan? TrailingAfter { get; }

    public DistancePlan? BreakEvenAfter { get; }

    public DistancePlan? BreakEvenOffset { get; }

    public ImmutableArray<DistancePlan> Partials { get; }

    public DistancePlan? PyramidDistance { get; }

    /// <summary>The feature that the size is computed on; −1 where it needs none.</summary>
    public int SizeRange { get; }

    /// <summary>The stop trails from the entry on: an order at the venue does that.</summary>
    public bool TrailsAtVenue { get; }

    /// <summary>The stop is moved at bar closes.</summary>
    public bool MovesStop { get; }

    /// <summary>Decisions need to know what was before of the open position.</summary>
    public bool NeedsMemory { get; }

    /// <summary>Left − right of every pair; NaN where an operand has no value.</summary>
    public void Subtract(ReadOnlySpan<double> values, Span<double> differences)
    {
        for (var i = 0; i < Pairs.Length; i++)
        {
            differences[i] = Pairs[i].Left.Value(values) - Pairs[i].Right.Value(values);
        }
    }

    /// <summary>Counts one more bar of every rule that may have held earlier.</summary>
    /// <param name="barsSince">Up to the bar before; becomes that of this bar.</param>
    public void Count(double[] differences, PairMemory[] memories, int[] barsSince)
    {
        // Backwards: a rule is judged before what it is made of moves on.
        for (var i = Withins.Length - 1; i >= 0; i--)
        {
            var input = new RuleInput(differences, memories, barsSince);
            barsSince[i] = Withins[i].BarsSince(in input);
        }
    }

    private RuleNode? Compile(Condition? condition) => condition switch
    {
        null => null,
        Condition.Compares c => new RuleLeaf(PairOf(c.Left, c.Right), c.Comparison, crosses: false, c.Left, c.Right),
        Condition.Crosses c => new RuleLeaf(PairOf(c.Left, c.Right), c.To, crosses: true, c.Left, c.Right),
        Condition.All all => new RuleAll(Compile(all.Conditions)),
        Condition.Any any => new RuleAtLeast(1, Compile(any.Conditions)),
        Condition.Not not => new RuleNot(Compile(not.Inner)!),
        Condition.Within within => CompileWithin(within),
        Condition.AtLeast atLeast => new RuleAtLeast(atLeast.Count, Compile(atLeast.Of)),
        Condition.Votes votes => new RuleVotes(votes, [.. votes.Of.Select(vote => Compile(vote.Rule)!)]),
        _ => throw new InvalidOperationException($"No condition {condition}."),
    };

    private ImmutableArray<RuleNode> Compile(ImmutableArray<Condition> conditions) => [.. conditions.Select(condition => Compile(condition)!)];

    private RuleWithin CompileWithin(Condition.Within within)
    {
        var rule = Compile(within.Rule)!;
        var node = new RuleWithin(withins.Count, within, rule);
        withins.Add(node);
        return node;
    }

    private int PairOf(Operand left, Operand right)
    {
        var key = $"{left.Text} ~ {right.Text}";
        var known = pairs.FindIndex(pair => pair.Key == key);
        if (known >= 0)
        {
            return known;
        }

        pairs.Add(new PairPlan(key, SlotOf(left), SlotOf(right)));
        return pairs.Count - 1;
    }

    private Slot SlotOf(Operand operand) => operand switch
    {
        Operand.Number number => new Slot(-1, (double)number.Value),
        Operand.Feature feature => new Slot(FeatureOf(feature.Series, feature.On, feature.OfPartner), 0.0),
        _ => throw new InvalidOperationException($"No operand {operand}."),
    };

    private int FeatureOf(SeriesReference series, Timeframe? on = null, bool ofPartner = false)
    {
        if (on < Definition.Timeframe)
        {
            throw new ArgumentException($"Bars of {on} cannot be made of the strategy's, which are of {Definition.Timeframe}.", nameof(on));
        }

        var feature = new FeaturePlan(series, on == Definition.Timeframe ? null : on, ofPartner);
        var known = features.IndexOf(feature);
        if (known >= 0)
        {
            return known;
        }

        features.Add(feature);
        return features.Count - 1;
    }

    private DistancePlan? Plan(PriceDistance? distance) => distance switch
    {
        null => null,
        PriceDistance.InAtr atr => new DistancePlan(atr, FeatureOf(atr.Feature), -1, null),
        PriceDistance.InSwing swing => new DistancePlan(swing, FeatureOf(swing.Low), FeatureOf(swing.High), Plan(swing.Offset)),
        _ => new DistancePlan(distance, -1, -1, null),
    };

    private int FeatureOf(string name) => IndicatorCatalogue.TryParse(name, out var series, out var refusal)
        ? FeatureOf(series)
        : throw new InvalidOperationException(refusal.Message);
}

/// <summary>A series that rules name.</summary>
/// <param name="On">A timeframe larger than the strategy's own; null is its own.</param>
/// <param name="OfPartner">Of the partner's bars.</param>
internal readonly record struct FeaturePlan(SeriesReference Series, Timeframe? On, bool OfPartner = false)
{
    public string Text => new Operand.Feature(Series, On, OfPartner).Text;

    /// <summary>Without the partner it has no value.</summary>
    public bool LooksAtPartner => OfPartner || Series.NeedsBenchmark;
}

/// <summary>Two operands that a rule compares.</summary>
internal sealed record PairPlan(string Key, Slot Left, Slot Right);

/// <summary>Where an operand's value is: a feature's number, or −1 and a constant.</summary>
internal readonly record struct Slot(int Feature, double Constant)
{
    public double Value(ReadOnlySpan<double> values) => Feature < 0 ? Constant : values[Feature];
}
