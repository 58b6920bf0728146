using System.Collections.Immutable;
using Countersign.Domain.Indicators;

namespace Countersign.Domain.Strategies;

/// <summary>An evaluator's state, for a store.</summary>
/// <param name="Previous">Features at the latest bar, in the program's order; null where one had no value.</param>
/// <param name="Pairs">What is remembered of each compared pair, in the program's order.</param>
/// <param name="Larger">The features of larger timeframes, smallest first; null where there are none.</param>
/// <param name="Spreads">What the spread usually is; null where nobody asks.</param>
/// <param name="BarsSince">As <see cref="SignalFrame.BarsSince"/>, up to the latest bar.</param>
/// <param name="Memory">Of the open position; null in old states.</param>
/// <param name="Partner">What is seen of the symbol's partner; null where no rule looks at one.</param>
public sealed record StrategyEvaluatorState(
    string DefinitionHash,
    DateTimeOffset? LatestBar,
    DateTimeOffset? LastEntryBar,
    ImmutableArray<double?> Previous,
    ImmutableArray<PairMemory> Pairs,
    IndicatorSetState Indicators,
    ImmutableArray<LargerSeriesState>? Larger = null,
    ImmutableArray<int>? BarsSince = null,
    SpreadMemory? Spreads = null,
    PositionMemory? Memory = null,
    PartnerSeriesState? Partner = null);
