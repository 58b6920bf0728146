using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Takes a rule apart into what people gave it as parts: the members of its lists and its votes. What stands below a <c>not</c>, a <c>within</c> or a
/// vote is one part.
/// </summary>
/// <param name="differencesBefore">Left − right of each pair one bar earlier.</param>
internal readonly ref struct RuleContributions(RuleInput input, ReadOnlySpan<double> differencesBefore)
{
    private const int Digits = 4;
    private const string Regime = "regime";

    private readonly RuleInput input = input;
    private readonly ReadOnlySpan<double> differencesBefore = differencesBefore;

    /// <param name="rule">The rule that holds.</param>
    /// <param name="against">The opposite entry's; null where there is none.</param>
    /// <param name="regime">Of the strategy, where it was asked for; else null.</param>
    public SignalStrength Of(CompiledRule rule, CompiledRule? against, CompiledRule? regime, double? riskReward)
    {
        var parts = Parts(rule, null);
        var opposite = against is null ? 0.0 : ShareHeld(Parts(against, null));
        var agreement = Math.Round(Math.Max(ShareHeld(parts) - opposite, 0.0), Digits);
        return new SignalStrength(agreement, riskReward, regime is null ? parts : [.. parts, .. Parts(regime, Regime)]);
    }

    private static double ShareHeld(ImmutableArray<RuleContribution> parts) =>
        parts.Sum(part => part.Held ? part.Weight : 0.0) / parts.Sum(part => part.Weight);

    private ImmutableArray<RuleContribution> Parts(CompiledRule rule, string? name)
    {
        var parts = ImmutableArray.CreateBuilder<RuleContribution>();
        Add(parts, rule.Source, rule.Node, name);
        return parts.ToImmutable();
    }

    private void Add(ImmutableArray<RuleContribution>.Builder parts, Condition source, RuleNode node, string? name)
    {
        switch (source, node)
        {
            case (Condition.All all, RuleAll nodes):
                AddEach(parts, all.Conditions, nodes.Nodes, name);
                break;
            case (Condition.Any any, RuleAtLeast nodes):
                AddEach(parts, any.Conditions, nodes.Nodes, name);
                break;
            case (Condition.AtLeast atLeast, RuleAtLeast nodes):
                AddEach(parts, atLeast.Of, nodes.Nodes, name);
                break;
            case (Condition.Votes votes, RuleVotes nodes):
                for (var i = 0; i < votes.Of.Length; i++)
                {
                    parts.Add(Part(votes.Of[i].Rule, nodes.Nodes[i], votes.Of[i].Name ?? name, (double)votes.Of[i].Weight));
                }

                break;
            default:
                parts.Add(Part(source, node, name, 1.0));
                break;
        }
    }

    private void AddEach(
        ImmutableArray<RuleContribution>.Builder parts, ImmutableArray<Condition> sources, ImmutableArray<RuleNode> nodes, string? name)
    {
        for (var i = 0; i < sources.Length; i++)
        {
            Add(parts, sources[i], nodes[i], name);
        }
    }

    private RuleContribution Part(Condition source, RuleNode node, string? name, double weight)
    {
        var held = node.Holds(in input);
        return new RuleContribution(ConditionText.Of(source), name, weight, held, held ? Strength(node) : 0.0);
    }

    private double Strength(RuleNode node)
    {
        var leaves = new List<RuleLeafUse>();
        node.CollectLeaves(leaves, wanted: true);
        var weights = 0.0;
        var strength = 0.0;
        foreach (var (leaf, wanted, weight) in leaves)
        {
            if (leaf.Holds(in input) == wanted)
            {
                weights += weight;
                strength += weight * leaf.Strength(in input, differencesBefore);
            }
        }

        return weights == 0.0 ? 0.0 : Math.Round(strength / weights, Digits);
    }
}

/// <summary>A rule as it was written, and as it is decided.</summary>
internal sealed record CompiledRule(Condition Source, RuleNode Node)
{
    public static CompiledRule? Of(Condition? source, RuleNode? node) => source is null || node is null ? null : new CompiledRule(source, node);
}
