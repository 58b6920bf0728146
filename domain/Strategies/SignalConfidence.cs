namespace Countersign.Domain.Strategies;

/// <summary>
/// How clear a signal is, 0 to 1: half the share of the rule's terms that hold as wanted, half their mean strength, both by weight, which is 1
/// outside of votes. The strength of a comparison is x / (x + typical x), where x is the distance of its two operands (for a crossing: how far
/// their difference moved in the last bar) and the typical value is its exponential mean over about 50 bars: 0.5 is ordinary, near 1 is far
/// beyond ordinary. That of a rule which held within the last n bars falls from 1 by 1/n a bar. Exits on stop or target are facts and have 1.
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
        var all = 0.0;
        var held = 0.0;
        var strength = 0.0;
        foreach (var (leaf, wanted, weight) in leaves)
        {
            all += weight;
            if (leaf.Holds(in input) == wanted)
            {
                held += weight;
                strength += weight * leaf.Strength(in input, differencesBefore);
            }
        }

        return held == 0.0 ? 0.0 : Math.Round((0.5 * held / all) + (0.5 * strength / held), Digits);
    }
}
