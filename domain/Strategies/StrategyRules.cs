using Countersign.Domain.Execution;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Decides a strategy at a bar's close. Order: stop (first, where one bar touched both), target, the opposite entry where the strategy
/// reverses, the exit rule, a trailing stop that the market has passed, the time exit,
/// a partial exit, a further entry; flat, the entry rules. Entries go through <see cref="EntryGate"/>; an opposite entry that may not open then only closes. Where both entry rules hold at once they contradict each other: neither opens nor reverses.
/// </summary>
/// <remarks>
/// Stops and targets are judged on closed bars: the exit is raised when the bar's range touched the level, and it fills at the market
/// afterwards, not at the level. Backtest and desk do the same.
/// </remarks>
public static class StrategyRules
{
    /// <summary>Changes whenever the same frame could give another signal; stored with each frame.</summary>
    public const int Version = 1;

    /// <summary>Recomputes a decision from its definition and its frame: pure, so a stored frame gives its signal again.</summary>
    /// <returns>Null where the rules ask for nothing.</returns>
    /// <exception cref="ArgumentException">The frame was recorded for another definition or by another version of the rules.</exception>
    public static Signal? Decide(StrategyDefinition definition, SignalFrame frame) => Replay(new StrategyProgram(definition), frame);

    internal static Signal? Replay(StrategyProgram program, SignalFrame frame)
    {
        if (frame.RulesVersion != Version || frame.DefinitionHash != program.Hash)
        {
            throw new ArgumentException(
                $"The frame was recorded for definition {frame.DefinitionHash} by rules {frame.RulesVersion}; "
                + $"these are {program.Hash} and {Version}.",
                nameof(frame));
        }

        var values = program.FeatureNames.Select(name => frame.Current[name]).ToArray();
        var previous = program.FeatureNames.Select(name => frame.Previous.GetValueOrDefault(name, double.NaN)).ToArray();
        var memories = program.Pairs.Select(pair => frame.Pairs[pair.Key]).ToArray();
        var differences = new double[program.Pairs.Length];
        var differencesBefore = new double[program.Pairs.Length];
        program.Subtract(values, differences);
        program.Subtract(previous, differencesBefore);
        var barsSince = BarsSince(program, frame);
        var input = new RuleInput(differences, memories, barsSince);
        var levels = new SignalLevels(program, frame.Steps, values);
        return Judge(program, in levels, new BarView(frame.Bar), input, frame.Position, FactsOf(frame)) is { } verdict
            ? new SignalWriter(program, frame, values, previous, differences, differencesBefore, memories, barsSince).Write(verdict)
            : null;
    }

    private static EntryFacts FactsOf(SignalFrame frame) =>
        new(frame.InSession, frame.LastEntryBar, frame.Market ?? default, frame.TypicalSpread, frame.Steps.Pip);

    private static int[] BarsSince(StrategyProgram program, SignalFrame frame)
    {
        int[] kept = [.. frame.BarsSince ?? []];
        return kept.Length == program.Withins.Length
            ? kept
            : throw new ArgumentException($"The frame remembers {kept.Length} rules, and the definition has {program.Withins.Length}.", nameof(frame));
    }

    /// <summary>The decision itself, without its explanation; allocates nothing.</summary>
    internal static Verdict? Judge(
        StrategyProgram program,
        in SignalLevels levels,
        in BarView bar,
        in RuleInput input,
        in StrategyPosition position,
        in EntryFacts facts)
    {
        // Rules before gates: on most bars no rule holds, and nobody need ask the clock, the caps or the calendar.
        if (position.IsLong || position.IsShort)
        {
            return position.ExitPending ? null : JudgeOpen(program, in levels, in bar, in input, in position, in facts);
        }

        var enterLong = program.EntryLong?.Holds(in input) == true;
        var enterShort = program.EntryShort?.Holds(in input) == true;
        return enterLong != enterShort && MayEnter(program, in bar, in input, in position, in facts)
            ? new Verdict(enterLong ? SignalKind.EnterLong : SignalKind.EnterShort, SignalReason.Rule)
            : null;
    }

    private static Verdict? JudgeOpen(
        StrategyProgram program, in SignalLevels levels, in BarView bar, in RuleInput input, in StrategyPosition position, in EntryFacts facts)
    {
        var exit = position.IsLong ? SignalKind.ExitLong : SignalKind.ExitShort;
        if (TouchesStop(in bar, in position))
        {
            return new Verdict(exit, SignalReason.Stop);
        }

        if (TouchesTarget(in bar, in position))
        {
            return new Verdict(exit, SignalReason.Target);
        }

        var (own, opposite) = position.IsLong ? (program.EntryLong, program.EntryShort) : (program.EntryShort, program.EntryLong);
        if (program.Definition.Reverse && opposite?.Holds(in input) == true && own?.Holds(in input) != true)
        {
            var enter = position.IsLong ? SignalKind.EnterShort : SignalKind.EnterLong;
            return new Verdict(MayEnter(program, in bar, in input, in position, in facts) ? enter : exit, SignalReason.Reverse);
        }

        var rule = position.IsLong ? program.ExitLong : program.ExitShort;
        if (rule?.Holds(in input) == true)
        {
            return new Verdict(exit, SignalReason.Rule);
        }

        return program.NeedsMemory
            ? PositionRules.JudgeExit(program, in levels, in bar, in position)
                ?? PositionRules.JudgeChange(program, in levels, in bar, in input, in position, in facts)
            : null;
    }

    internal static bool MayEnter(
        StrategyProgram program, in BarView bar, in RuleInput input, in StrategyPosition position, in EntryFacts facts) =>
        EntryGate.IsOpen(program, in bar, in input, in position, in facts) && PositionRules.LeaveRoom(program, in bar, in position);

    private static bool TouchesStop(in BarView bar, in StrategyPosition position) =>
        position.Stop is { } stop
        && (position.IsLong ? bar.For(Side.Sell).Low <= stop : bar.For(Side.Buy).High >= stop);

    private static bool TouchesTarget(in BarView bar, in StrategyPosition position) =>
        position.Target is { } target
        && (position.IsLong ? bar.For(Side.Sell).High >= target : bar.For(Side.Buy).Low <= target);
}

/// <summary>What is decided, before it is explained.</summary>
internal readonly record struct Verdict(SignalKind Kind, SignalReason Reason)
{
    public bool IsEntry => Kind is SignalKind.EnterLong or SignalKind.EnterShort;

    /// <summary>The side of the order that it asks for.</summary>
    public Side Side => Kind is SignalKind.EnterLong or SignalKind.ExitShort or SignalKind.ReduceShort ? Side.Buy : Side.Sell;

    public bool IsPartial => Kind is SignalKind.ReduceLong or SignalKind.ReduceShort;

    public Closing Closes => IsPartial ? Closing.Part
        : IsEntry && Reason != SignalReason.Reverse ? Closing.Nothing
        : Closing.All;
}
