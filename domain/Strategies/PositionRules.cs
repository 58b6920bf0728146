using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What is decided about an open position beside its exit rule, and what keeps one from being opened or added to. Allocates nothing.</summary>
internal static class PositionRules
{
    /// <summary>The strategy's own caps and hours leave room for an entry.</summary>
    public static bool LeaveRoom(StrategyProgram program, in BarView bar, in StrategyPosition position) =>
        program.Definition.TimeExit?.IsNear(bar.End, program.Definition.Timeframe.Length) != true
        && (program.Definition.RiskCaps is not { } caps || (HasEntriesLeft(caps, in bar, in position) && IsWithinDailyLoss(caps, in bar, in position)));

    /// <summary>Leaves all of the position: at a stop that the market has passed already, or by the clock.</summary>
    public static Verdict? JudgeExit(StrategyProgram program, in SignalLevels levels, in BarView bar, in StrategyPosition position)
    {
        var exit = position.IsLong ? SignalKind.ExitLong : SignalKind.ExitShort;
        if (NextStop(program, in levels, in bar, in position) is { } move && !IsBehind(move.Level, in bar, in position))
        {
            return new Verdict(exit, SignalReason.Trail);
        }

        return program.Definition.TimeExit is { } time && position.Memory is { } memory
            && time.IsDue(memory.OpenedAt, bar.Start, bar.End, program.Definition.Timeframe.Length)
            ? new Verdict(exit, SignalReason.Time)
            : null;
    }

    /// <summary>Makes the position smaller or larger.</summary>
    public static Verdict? JudgeChange(
        StrategyProgram program, in SignalLevels levels, in BarView bar, in RuleInput input, in StrategyPosition position, in EntryFacts facts)
    {
        if (position.Memory is not { } memory || position.ReducePending is true)
        {
            return null;
        }

        if (memory.Partials < program.Partials.Length
            && HasGained(program.Partials[memory.Partials], in levels, in bar, in position, memory.Best))
        {
            return new Verdict(position.IsLong ? SignalKind.ReduceLong : SignalKind.ReduceShort, SignalReason.Partial);
        }

        return MayAdd(program, in levels, in bar, in input, in position, memory) && StrategyRules.MayEnter(program, in bar, in input, in position, in facts)
            ? new Verdict(position.IsLong ? SignalKind.EnterLong : SignalKind.EnterShort, SignalReason.Pyramid)
            : null;
    }

    /// <summary>
    /// Where the protective stop belongs, whether the market is still short of it or not; null where it stays. Only a stop that rests at the venue
    /// is moved.
    /// </summary>
    public static StopMove? NextStop(StrategyProgram program, in SignalLevels levels, in BarView bar, in StrategyPosition position)
    {
        if (!program.MovesStop || position.ProtectiveStop is not { } stop || position.Memory is not { } memory)
        {
            return null;
        }

        StopMove? best = null;
        var sign = position.IsLong ? 1 : -1;
        if (program.BreakEvenAfter is { } after && HasGained(after, in levels, in bar, in position, memory.Best))
        {
            var offset = levels.Distance(program.BreakEvenOffset, position.EntryPrice, sign, in bar, position.RiskDistance) ?? 0m;
            best = new StopMove(levels.Rounded(position.EntryPrice + (sign * offset)), StopMoveReason.BreakEven);
        }

        if (program.Trailing is not null && !program.TrailsAtVenue
            && (program.TrailingAfter is not { } from || HasGained(from, in levels, in bar, in position, memory.Best))
            && levels.Level(levels.Distance(program.Trailing, memory.Best, sign, in bar, position.RiskDistance), memory.Best, -sign) is { } trail
            && best?.Tightens(trail, position.IsLong) != true)
        {
            best = new StopMove(trail, StopMoveReason.Trailing);
        }

        return best?.Tightens(stop, position.IsLong) == true ? best : null;
    }

    /// <summary>A stop at the level would rest: the market has not passed it.</summary>
    public static bool IsBehind(Price level, in BarView bar, in StrategyPosition position) =>
        position.IsLong ? level < bar.Bid.Close : level > bar.Ask.Close;

    private static bool MayAdd(
        StrategyProgram program, in SignalLevels levels, in BarView bar, in RuleInput input, in StrategyPosition position, in PositionMemory memory)
    {
        var (own, opposite) = position.IsLong ? (program.EntryLong, program.EntryShort) : (program.EntryShort, program.EntryLong);
        if (program.Definition.Pyramid is not { } pyramid || memory.Entries >= pyramid.Max
            || own?.Holds(in input) != true || opposite?.Holds(in input) == true)
        {
            return false;
        }

        var sign = position.IsLong ? 1 : -1;
        var reference = bar.For(position.IsLong ? Side.Buy : Side.Sell).Close;
        return levels.Distance(program.PyramidDistance, memory.LastEntry, sign, in bar, position.RiskDistance) is not { } distance
            || (reference - memory.LastEntry) * sign >= distance;
    }

    private static bool HasGained(DistancePlan gain, in SignalLevels levels, in BarView bar, in StrategyPosition position, Price best)
    {
        var sign = position.IsLong ? 1 : -1;
        return levels.Distance(gain, position.EntryPrice, sign, in bar, position.RiskDistance) is { } wanted
            && (best - position.EntryPrice) * sign >= wanted;
    }

    private static bool HasEntriesLeft(StrategyCaps caps, in BarView bar, in StrategyPosition position) =>
        caps.MaxEntriesPerDay is not { } max || position.Memory is not { } memory
        || memory.EntriesToday < max || memory.Day != FxDay.DateAt(bar.End);

    // Where nobody knows what the day has cost, nothing is opened.
    private static bool IsWithinDailyLoss(StrategyCaps caps, in BarView bar, in StrategyPosition position)
    {
        if (caps.DailyLossPercent is not { } percent)
        {
            return true;
        }

        var open = position.Quantity.IsZero ? 0m : position.UnrealisedAt(position.IsLong ? bar.Bid.Close : bar.Ask.Close);
        return position is { Equity: { } equity, RealisedToday: { } realised } && realised + open > -equity * percent / 100m;
    }
}
