using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>The numbers that rules are decided on.</summary>
/// <param name="differences">Left − right of each compared pair at this bar's close.</param>
/// <param name="memories">What was before, of each pair.</param>
/// <param name="barsSince">
/// Of each rule that may have held earlier: at the close of the bar before, for how many bars it had not held any more; −1 where it never did.
/// </param>
internal readonly struct RuleInput(double[] differences, PairMemory[] memories, int[] barsSince)
{
    public readonly double[] Differences = differences;
    public readonly PairMemory[] Memories = memories;
    public readonly int[] BarsSince = barsSince;
}

/// <summary>A condition with its operands resolved to positions: deciding one bar allocates nothing.</summary>
internal abstract class RuleNode
{
    public abstract bool Holds(in RuleInput input);

    /// <summary>Adds the terms below this node, with the sense in which each is wanted.</summary>
    public abstract void CollectLeaves(List<RuleLeafUse> leaves, bool wanted);
}

/// <summary>A term and whether it is wanted to hold: false below an odd number of <c>not</c>.</summary>
/// <param name="Weight">Its share in the vote that it stands in; 1 outside of votes.</param>
internal readonly record struct RuleLeafUse(RuleTerm Leaf, bool Wanted, double Weight = 1.0);

/// <summary>A node that is told of to people on its own.</summary>
internal abstract class RuleTerm : RuleNode
{
    /// <summary>How clearly it holds (or does not), 0 to 1.</summary>
    /// <param name="differencesBefore">Left − right of each pair one bar earlier; NaN where there was none.</param>
    public abstract double Strength(in RuleInput input, ReadOnlySpan<double> differencesBefore);

    public sealed override void CollectLeaves(List<RuleLeafUse> leaves, bool wanted) => leaves.Add(new RuleLeafUse(this, wanted));
}

internal sealed class RuleLeaf(int pair, Comparison comparison, bool crosses, Operand left, Operand right) : RuleTerm
{
    public int Pair { get; } = pair;

    public Comparison Comparison { get; } = comparison;

    public bool Crosses { get; } = crosses;

    public Operand Left { get; } = left;

    public Operand Right { get; } = right;

    public override bool Holds(in RuleInput input)
    {
        var difference = input.Differences[Pair];
        var sign = difference > 0.0 ? 1 : difference < 0.0 ? -1 : 0;
        return sign == (int)Comparison && (!Crosses || input.Memories[Pair].LastSign == -sign);
    }

    public override double Strength(in RuleInput input, ReadOnlySpan<double> differencesBefore)
    {
        var difference = input.Differences[Pair];
        var memory = input.Memories[Pair];
        var before = differencesBefore[Pair];
        var (x, typical) = Crosses
            ? (double.IsNaN(before) ? 0.0 : Math.Abs(difference - before), memory.TypicalMove)
            : (Math.Abs(difference), memory.TypicalDistance);
        return x + typical > 0.0 ? x / (x + typical) : 0.0;
    }
}

/// <summary>A rule that counts for some bars after it held.</summary>
/// <param name="index">Its place in <see cref="RuleInput.BarsSince"/>.</param>
internal sealed class RuleWithin(int index, Condition.Within source, RuleNode rule) : RuleTerm
{
    public Condition.Within Source { get; } = source;

    public override bool Holds(in RuleInput input) => BarsSince(in input) is var since && since >= 0 && since < Source.Bars;

    /// <summary>Bars since the rule last held, 0 where it does now; −1 where it never did.</summary>
    public int BarsSince(in RuleInput input)
    {
        if (rule.Holds(in input))
        {
            return 0;
        }

        var before = input.BarsSince[index];

        // Beyond its bars the count says nothing more, and must not run over.
        return before < 0 || before >= Source.Bars ? before : before + 1;
    }

    // The longer ago, the weaker.
    public override double Strength(in RuleInput input, ReadOnlySpan<double> differencesBefore) =>
        Holds(in input) ? (double)(Source.Bars - BarsSince(in input)) / Source.Bars : 1.0;
}

internal sealed class RuleAll(ImmutableArray<RuleNode> nodes) : RuleNode
{
    public ImmutableArray<RuleNode> Nodes => nodes;

    public override bool Holds(in RuleInput input)
    {
        foreach (var node in nodes)
        {
            if (!node.Holds(in input))
            {
                return false;
            }
        }

        return true;
    }

    public override void CollectLeaves(List<RuleLeafUse> leaves, bool wanted)
    {
        foreach (var node in nodes)
        {
            node.CollectLeaves(leaves, wanted);
        }
    }
}

/// <summary>At least so many of the nodes hold: of <c>any</c>, one.</summary>
internal sealed class RuleAtLeast(int count, ImmutableArray<RuleNode> nodes) : RuleNode
{
    public ImmutableArray<RuleNode> Nodes => nodes;

    public override bool Holds(in RuleInput input)
    {
        var missing = count;
        foreach (var node in nodes)
        {
            if (node.Holds(in input) && --missing == 0)
            {
                return true;
            }
        }

        return false;
    }

    public override void CollectLeaves(List<RuleLeafUse> leaves, bool wanted)
    {
        foreach (var node in nodes)
        {
            node.CollectLeaves(leaves, wanted);
        }
    }
}

internal sealed class RuleNot(RuleNode inner) : RuleNode
{
    public override bool Holds(in RuleInput input) => !inner.Holds(in input);

    public override void CollectLeaves(List<RuleLeafUse> leaves, bool wanted) => inner.CollectLeaves(leaves, !wanted);
}

/// <summary>The votes that hold have enough weight. Weights are decimal, so that 0.1 three times is 0.3.</summary>
internal sealed class RuleVotes(Condition.Votes source, ImmutableArray<RuleNode> nodes) : RuleNode
{
    private readonly decimal weights = source.Of.Sum(vote => vote.Weight);
    private readonly decimal enough = source.Share * source.Of.Sum(vote => vote.Weight);

    public Condition.Votes Source => source;

    public ImmutableArray<RuleNode> Nodes => nodes;

    public override bool Holds(in RuleInput input)
    {
        var held = 0m;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Holds(in input))
            {
                held += source.Of[i].Weight;
            }
        }

        return held >= enough;
    }

    public override void CollectLeaves(List<RuleLeafUse> leaves, bool wanted)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var own = new List<RuleLeafUse>();
            nodes[i].CollectLeaves(own, wanted);

            // As many as the votes together, so that votes weigh beside other rules what a list of them would.
            var share = (double)(source.Of[i].Weight / weights * nodes.Length) / own.Sum(leaf => leaf.Weight);
            leaves.AddRange(own.Select(leaf => leaf with { Weight = leaf.Weight * share }));
        }
    }
}
