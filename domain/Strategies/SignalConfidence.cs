namespace Countersign.Domain.Strategies;

/// <summary>
/// How clear a signal is, 0 to 1: half the share of the rule's comparisons that hold as wanted, half their mean strength. The strength of a
/// comparison is x / (x + typical x), where x is the distance of its two operands (for a crossing: how far their difference moved in the last
/// bar) and the typical value is its exponential mean over about 50 bars: 0.5 is ordinary, near 1 is far beyond ordinary. Exits on stop or
/// target are facts and have 1.
/// </summary>
/// <remarks>It compares a signal with the same pair's own recent past. It is no probability and says nothing about gain.</remarks>
internal static class SignalConfidence
{
    private const int Digits = 4;

    public static double Of(
        IReadOnlyList<RuleLeafUse> leaves,
        in RuleInput input,
        ReadOnlySpan<double> differencesBefore)
    {
        var held = 0;
        var strength = 0.0;
        foreach (var (leaf, wanted) in leaves)
        {
            if (leaf.Holds(in input) == wanted)
            {
                held++;
                strength += Strength(leaf, in input, differencesBefore[leaf.Pair]);
            }
        }

        return held == 0 ? 0.0 : Math.Round((0.5 * held / leaves.Count) + (0.5 * strength / held), Digits);
    }

    private static double Strength(RuleLeaf leaf, in RuleInput input, double before)
    {
        var difference = input.Differences[leaf.Pair];
        var memory = input.Memories[leaf.Pair];
        var (x, typical) = leaf.Crosses
            ? (double.IsNaN(before) ? 0.0 : Math.Abs(difference - before), memory.TypicalMove)
            : (Math.Abs(difference), memory.TypicalDistance);
        return x + typical > 0.0 ? x / (x + typical) : 0.0;
    }
}
