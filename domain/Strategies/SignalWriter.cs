using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Turns a verdict into the signal that people see: prices, confidence and reasons. Works on the recorded numbers only.</summary>
internal sealed class SignalWriter(
    StrategyProgram program,
    SignalFrame frame,
    double[] values,
    double[] previous,
    double[] differences,
    double[] differencesBefore,
    PairMemory[] memories,
    int[] barsSince)
{
    public Signal Write(Verdict verdict)
    {
        var intention = new SignalLevels(program, frame.Steps, values).Of(verdict, new BarView(frame.Bar), frame.Position);
        var leaves = Leaves(verdict);
        var input = new RuleInput(differences, memories, barsSince);
        return new Signal(
            verdict.Kind,
            verdict.Reason,
            leaves.Count == 0 ? 1.0 : SignalConfidence.Of(leaves, in input, differencesBefore),
            Rationale(verdict, leaves),
            intention.Reference,
            intention.Stop,
            intention.Target,
            frame,
            intention.StopTrail,
            intention.Percent,
            intention.Basis)
        {
            Strength = StrengthOf(verdict, in input, RiskReward(intention.Reference, intention.Stop, intention.Target)),
        };
    }

    private SignalStrength? StrengthOf(Verdict verdict, in RuleInput input, double? riskReward)
    {
        var definition = program.Definition;
        var buys = CompiledRule.Of(definition.Entry.Long, program.EntryLong);
        var sells = CompiledRule.Of(definition.Entry.Short, program.EntryShort);
        var node = RuleOf(verdict);
        if (node is null)
        {
            return null;
        }

        var regime = verdict.IsEntry ? CompiledRule.Of(definition.Regime, program.Regime) : null;
        var parts = new RuleContributions(input, differencesBefore);
        if (node == buys?.Node || node == sells?.Node)
        {
            var (own, against) = node == buys?.Node ? (buys, sells) : (sells, buys);
            return parts.Of(own!, against, regime, riskReward);
        }

        var exit = node == program.ExitLong ? definition.Exit.Long! : definition.Exit.Short!;
        return parts.Of(new CompiledRule(exit, node), null, null, null);
    }

    private static double? RiskReward(Price reference, Price? stop, Price? target) => stop is { } loss && target is { } gain && loss != reference
        ? Math.Round((double)(Math.Abs(gain - reference) / Math.Abs(loss - reference)), 4)
        : null;

    private List<RuleLeafUse> Leaves(Verdict verdict)
    {
        var leaves = new List<RuleLeafUse>();
        RuleOf(verdict)?.CollectLeaves(leaves, wanted: true);
        return leaves;
    }

    private RuleNode? RuleOf(Verdict verdict) => (verdict.Kind, verdict.Reason) switch
    {
        (_, SignalReason.Stop or SignalReason.Target or SignalReason.Trail or SignalReason.Time or SignalReason.Partial) => null,
        (SignalKind.EnterLong, _) or (SignalKind.ExitShort, SignalReason.Reverse) => program.EntryLong,
        (SignalKind.EnterShort, _) or (SignalKind.ExitLong, SignalReason.Reverse) => program.EntryShort,
        (SignalKind.ExitLong, _) => program.ExitLong,
        _ => program.ExitShort,
    };

    private ImmutableArray<string> Rationale(Verdict verdict, List<RuleLeafUse> leaves)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        if (verdict.Reason is SignalReason.Stop or SignalReason.Target)
        {
            lines.Add(TouchLine(verdict));
        }
        else if (verdict.Reason != SignalReason.Rule)
        {
            lines.Add(new PositionWriter(program, frame, values).Line(verdict));
        }

        var input = new RuleInput(differences, memories, barsSince);
        AddTerms(lines, leaves, in input, string.Empty);
        if (verdict.IsEntry && program.Regime is { } regime)
        {
            var terms = new List<RuleLeafUse>();
            regime.CollectLeaves(terms, wanted: true);
            AddTerms(lines, terms, in input, "regime: ");
        }

        return lines.ToImmutable();
    }

    private void AddTerms(ImmutableArray<string>.Builder lines, List<RuleLeafUse> terms, in RuleInput input, string prefix)
    {
        foreach (var (term, wanted, _) in terms)
        {
            if (term.Holds(in input) == wanted)
            {
                lines.Add(prefix + TermLine(term, wanted, in input));
            }
        }
    }

    private string TouchLine(Verdict verdict)
    {
        var isStop = verdict.Reason == SignalReason.Stop;
        var level = isStop ? frame.Position.Stop : frame.Position.Target;
        var reachedLow = isStop == frame.Position.IsLong;
        var side = frame.Position.IsLong ? Side.Sell : Side.Buy;
        var reached = reachedLow ? frame.Bar.For(side).Low : frame.Bar.For(side).High;
        return $"{(isStop ? "stop" : "target")} {level} touched: the bar's {(reachedLow ? "low" : "high")} is {reached}";
    }

    private string TermLine(RuleTerm term, bool wanted, in RuleInput input) => term switch
    {
        RuleLeaf leaf => LeafLine(leaf, wanted),
        RuleWithin within => WithinLine(within, wanted, in input),
        _ => throw new InvalidOperationException($"No term {term}."),
    };

    private static string WithinLine(RuleWithin within, bool wanted, in RuleInput input)
    {
        var text = ConditionText.Of(within.Source.Rule);
        var bars = within.Source.Bars;
        return wanted
            ? within.BarsSince(in input) switch
            {
                0 => $"{text} on this bar",
                1 => $"{text} one bar ago",
                var since => string.Create(CultureInfo.InvariantCulture, $"{text} {since} bars ago"),
            }
            : string.Create(CultureInfo.InvariantCulture, $"on none of the last {bars} bars: {text}");
    }

    private string LeafLine(RuleLeaf leaf, bool wanted)
    {
        var pair = program.Pairs[leaf.Pair];
        var left = pair.Left.Value(values);
        var right = pair.Right.Value(values);
        var digits = DigitsThatDiffer(left, right);
        var direction = leaf.Comparison == Comparison.Above ? "above" : "below";
        var verb = (leaf.Crosses, wanted) switch
        {
            (true, true) => "crossed",
            (true, false) => "did not cross",
            (false, true) => "is",
            _ => "is not",
        };
        var before = leaf.Crosses && wanted ? Before(pair, digits) : string.Empty;
        return $"{Show(leaf.Left, left, digits)} {verb} {direction} {Show(leaf.Right, right, digits)}{before}";
    }

    private string Before(PairPlan pair, int digits)
    {
        var known = new[] { pair.Left, pair.Right }
            .Where(slot => slot.Feature >= 0 && !double.IsNaN(previous[slot.Feature]))
            .Select(slot => Show(previous[slot.Feature], digits))
            .ToArray();
        return known.Length == 0 ? string.Empty : $" (before: {string.Join(" and ", known)})";
    }

    private static string Show(Operand operand, double value, int digits) =>
        operand is Operand.Number ? operand.Text : $"{operand.Text} {Show(value, digits)}";

    private static string Show(double value, int digits) =>
        Math.Abs(value) is > 0.0 and < 0.001
            ? value.ToString("0.000######", CultureInfo.InvariantCulture)
            : value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // Six digits read well; more only where the two would look equal and are not.
    private static int DigitsThatDiffer(double left, double right)
    {
        foreach (var digits in (ReadOnlySpan<int>)[6, 8, 10, 12])
        {
            if (Show(left, digits) != Show(right, digits))
            {
                return digits;
            }
        }

        return 17;
    }
}
