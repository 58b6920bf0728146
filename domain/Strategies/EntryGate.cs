using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What is looked at before an entry, beside its rule.</summary>
/// <param name="InSession">As recorded; null where the gate is to look at the clock itself, which few bars need.</param>
/// <param name="TypicalSpread">Before the bar at hand, in the quote currency; null where it is not known.</param>
/// <param name="Pip">Of the instrument.</param>
internal readonly record struct EntryFacts(
    bool? InSession, DateTimeOffset? LastEntryBar, MarketFacts Market, double? TypicalSpread, decimal Pip);

/// <summary>
/// Whether a strategy may open a position now: in its session, on a feed that can be trusted, with room for an idea, after its cooldown, in its
/// regime, and under none of its forbidden conditions.
/// </summary>
internal static class EntryGate
{
    public static bool IsOpen(
        StrategyProgram program, in BarView bar, in RuleInput input, in StrategyPosition position, in EntryFacts facts) =>
        (facts.InSession ?? IsInSession(program, in bar)) && position.EntriesPaused is not true
        && position.OpenEntryIdeas < program.Definition.MaxOpenIdeas
        && IsCool(program, bar.Start, facts.LastEntryBar)
        && program.Regime?.Holds(in input) != false
        && !(program.Definition.Forbid is { } forbidden && Forbids(program, forbidden, in bar, in input, in facts));

    public static bool IsInSession(StrategyProgram program, in BarView bar) =>
        program.Definition.Sessions.IsEmpty || SessionWindow.AnyContains(program.Definition.Sessions, bar.End);

    /// <summary>Ask less bid at the bar's close.</summary>
    public static decimal SpreadOf(in BarView bar) => bar.For(Side.Buy).Close - bar.For(Side.Sell).Close;

    private static bool IsCool(StrategyProgram program, DateTimeOffset start, DateTimeOffset? lastEntryBar) =>
        program.Definition.CooldownBars == 0 || lastEntryBar is null
        || start - lastEntryBar.Value > program.Definition.CooldownBars * program.Definition.Timeframe.Length;

    private static bool Forbids(
        StrategyProgram program, ForbiddenConditions forbidden, in BarView bar, in RuleInput input, in EntryFacts facts) =>
        forbidden.News?.Forbids(facts.Market) == true
        || program.Volatility?.Holds(in input) == true
        || (forbidden.Spread is { } spread && IsTooWide(spread, SpreadOf(in bar), in facts))
        || (!forbidden.Weekdays.IsEmpty && forbidden.Weekdays.Contains(FxDay.DateAt(bar.End).DayOfWeek));

    private static bool IsTooWide(SpreadBan ban, decimal spread, in EntryFacts facts) => ban switch
    {
        SpreadBan.InPips pips => spread > pips.Max * facts.Pip,
        SpreadBan.TimesTypical times => facts.TypicalSpread is { } typical && (double)spread > (double)times.Max * typical,
        _ => throw new InvalidOperationException($"No ban {ban}."),
    };
}
