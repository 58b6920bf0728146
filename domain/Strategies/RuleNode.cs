using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>The numbers that rules are decided on, one element a compared pair.</summary>
/// <param name="differences">Left − right at this bar's close.</param>
/// <param name="memories">What was before.</param>
internal readonly ref struct RuleInput(ReadOnlySpan<double> differences, ReadOnlySpan<PairMemory> memories)
{
    public readonly ReadOnlySpan<double> Differences = differences;
    public readonly ReadOnlySpan<PairMemory> Memories = memories;
}

/// <summary>A condition with its operands resolved to positions: deciding one bar allocates nothing.</summary>
internal abstract class RuleNode
{
    public abstract bool Holds(in RuleInput input);

    /// <summary>Adds the comparisons below this node, with the sense in which each is wanted.</summary>
    public abstract void CollectLeaves(List<RuleLeafUse> leaves, bool wanted);
}

/// <summary>A comparison and whether it is wanted to hold: false below an odd number of <c>not</c>.</summary>
internal readonly record struct RuleLeafUse(RuleLeaf Leaf, bool Wanted);

internal sealed class RuleLeaf(int pair, Comparison comparison, bool crosses, Operand left, Operand right) : RuleNode
{
    public int Pair { get; } = pair;

    public Comparison Comparison { get; } = comparison;

    public bool Crosses { get; } = crosses;

    public Operand Left { get; } = left;

    public Operand Right { get; } = right;

    public override bool Holds(in RuleInput input)
    {
        var sign = Math.Sign(input.Differences[Pair]);
        return sign == (int)Comparison && (!Crosses || input.Memories[Pair].LastSign == -sign);
    }

    public override void CollectLeaves(List<RuleLeafUse> leaves, bool wanted) => leaves.Add(new RuleLeafUse(this, wanted));
}

internal sealed class RuleAll(ImmutableArray<RuleNode> nodes) : RuleNode
{
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

internal sealed class RuleAny(ImmutableArray<RuleNode> nodes) : RuleNode
{
    public override bool Holds(in RuleInput input)
    {
        foreach (var node in nodes)
        {
            if (node.Holds(in input))
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
