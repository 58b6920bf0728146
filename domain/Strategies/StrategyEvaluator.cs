using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// One strategy on one symbol: takes closed bars in order, keeps the indicators that its rules name (each once) and raises signals. A bar
/// without a signal allocates nothing; a signal is always decided by <see cref="StrategyRules.Decide"/> on its recorded frame. Not thread-safe.
/// </summary>
public sealed partial class StrategyEvaluator
{
    private readonly StrategyProgram program;
    private readonly Symbol symbol;
    private readonly PriceSteps steps;
    private readonly IndicatorSet indicators;
    private readonly ImmutableArray<FeatureSource> sources;
    private readonly LargerSeries[] larger;
    private readonly PartnerSeries? partner;
    private readonly double[] differences;
    private readonly PairMemory[] memories;
    private readonly int[] barsSince;
    private long latestBar = -1;
    private SpreadMemory spreads;
    private double spread;
    private readonly double[] current;
    private readonly double[] previous;

    // What rules look at, made once: the arrays stay the same.
    private readonly RuleInput input;
    private readonly SignalLevels levels;
    private EntryFacts facts;
    private readonly double[] differencesBefore;
    private Intention intended;

    /// <exception cref="ArgumentException">The definition does not name the symbol, or its rules look at a partner and the symbol has none.</exception>
    public StrategyEvaluator(StrategyDefinition definition, Instrument instrument)
        : this(definition, instrument, null)
    {
    }

    private StrategyEvaluator(StrategyDefinition definition, Instrument instrument, StrategyEvaluatorState? restored)
    {
        if (!definition.Symbols.Contains(instrument.Symbol))
        {
            throw new ArgumentException($"The strategy '{definition.Name}' does not name {instrument.Symbol}.", nameof(instrument));
        }

        program = new StrategyProgram(definition);
        if (restored is not null && restored.DefinitionHash != program.Hash)
        {
            throw new ArgumentException($"The state was captured for definition {restored.DefinitionHash}.", nameof(restored));
        }

        symbol = instrument.Symbol;
        steps = new PriceSteps(instrument.TickSize, instrument.PipSize);
        indicators = restored is null
            ? IndicatorSet.For(program.Features.Where(feature => feature is { On: null, OfPartner: false }).Select(feature => feature.Series))
            : IndicatorSet.Restore(restored.Indicators);
        sources = FeatureSource.Of(program.Features, null, indicators);
        larger = restored?.Larger is { } states
            ? [.. states.Select(state => LargerSeries.Restore(program.Features, state))]
            : [.. program.LargerTimeframes.Select(timeframe => new LargerSeries(timeframe, program.Features))];
        partner = program.LooksAtPartner ? PartnerOf(definition, restored?.Partner) : null;
        current = Unknown(program.Features.Length);
        previous = Unknown(program.Features.Length);
        differences = Unknown(program.Pairs.Length);
        differencesBefore = Unknown(program.Pairs.Length);
        memories = new PairMemory[program.Pairs.Length];
        barsSince = new int[program.Withins.Length];
        Array.Fill(barsSince, -1);
        input = new RuleInput(differences, memories, barsSince);
        levels = new SignalLevels(program, steps, current);
        facts = new EntryFacts(null, null, default, null, steps.Pip);
    }

    public StrategyDefinition Definition => program.Definition;

    /// <summary>SHA-256 of the definition's canonical text.</summary>
    public string DefinitionHash => program.Hash;

    /// <summary>Bars after which every feature has a value; before that nothing is decided. Crossings need one bar more.</summary>
    public int WarmUpBars => larger.Select(OwnBarsToWarm).Append(indicators.WarmUpBars).Append(partner?.WarmUpBars ?? 0).Max();

    /// <summary>Start of the bar that last raised an entry; give it back after a warm-up from history, for the cooldown.</summary>
    public DateTimeOffset? LastEntryBar
    {
        get => facts.LastEntryBar;
        set => facts = facts with { LastEntryBar = value };
    }

    /// <summary>Start of the latest bar taken; null before the first.</summary>
    public DateTimeOffset? LatestBar => latestBar < 0 ? null : new DateTimeOffset(latestBar, TimeSpan.Zero);

    /// <summary>
    /// Where the stop of the open position is to be moved at the bar that was last decided on; null where it stays, and where all of the position is
    /// to be left. Whoever asked for the decision moves the orders that rest at the venue: no signal, and nobody is asked.
    /// </summary>
    public StopMove? StopMove { get; private set; }

    /// <summary>What is remembered of the open position; give it back after a warm-up from history.</summary>
    public PositionMemory Memory { get; set; }

    /// <summary>Rules look at more of the position than its quantity and its entry price: when it was opened, where its stop stands.</summary>
    public bool NeedsPosition => program.NeedsMemory;

    /// <summary>Takes a bar of history: indicators and crossings follow it, nothing is decided.</summary>
    /// <exception cref="ArgumentException">The bar is not after the one before.</exception>
    public void Warm(Bar bar) => Warm(new BarView(bar));

    /// <summary>The features that its rules name, by canonical name.</summary>
    public ImmutableArray<string> FeatureNames => program.FeatureNames;

    /// <summary>Their values at the latest bar, in that order; NaN where one has none. Good until the next bar.</summary>
    public ReadOnlySpan<double> LatestFeatures => previous;

    internal ImmutableArray<Timeframe> LargerTimeframes => program.LargerTimeframes;

    /// <summary>Takes a bar of history for the features of a larger timeframe only, before any bar of the strategy's own: see <see cref="StrategyWarmUp"/>.</summary>
    /// <param name="bar">Of that timeframe or a smaller one; it ends before the strategy's first bar begins.</param>
    /// <param name="partnerClose">Of the partner's bar of the same period; 0 without.</param>
    internal void WarmLarger(Timeframe timeframe, Bar bar, double partnerClose)
    {
        var input = bar.ToInput() with { Benchmark = partnerClose };
        larger[program.LargerTimeframes.IndexOf(timeframe)].Take(in input, bar.Start, bar.End);
    }

    internal void Warm(in BarView bar)
    {
        Advance(in bar);
        Remember();
    }

    /// <summary>Takes the next closed bar and decides.</summary>
    /// <param name="facts">What is known of the market at the bar's end, see <see cref="ReleaseTimes"/>; only definitions with forbidden news ask.</param>
    /// <returns>The signal, or null.</returns>
    /// <exception cref="ArgumentException">The bar is not after the one before.</exception>
    public Signal? OnBar(Bar bar, in StrategyPosition position, MarketFacts facts = default)
    {
        var view = new BarView(bar);
        Advance(in view);
        if (!program.NeedsMemory)
        {
            return Propose(in view, in position, facts);
        }

        var seen = Follow(in view, in position);
        return Propose(in view, in seen, facts);
    }

    private Signal? Propose(in BarView bar, in StrategyPosition position, MarketFacts facts)
    {
        var verdict = IsWarm() ? Judge(in bar, in position, facts) : null;
        var signal = verdict is null ? null : Explain(in bar, in position, facts);
        Conclude(verdict, in bar, in position);
        return signal;
    }

    /// <summary>Takes the next closed bar and decides, without the explanation that nobody reads in a backtest.</summary>
    /// <returns>Whether something was decided: it is in <see cref="Intended"/>.</returns>
    internal bool Decide(in BarView bar, in StrategyPosition position, MarketFacts facts = default)
    {
        Advance(in bar);
        return program.NeedsMemory ? IntendByMemory(in bar, in position, facts) : Intend(in bar, in position, facts);
    }

    /// <summary>What <see cref="Decide"/> decided last.</summary>
    internal ref readonly Intention Intended => ref intended;

    // Apart, so that nobody else makes room for a position that few strategies remember.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IntendByMemory(in BarView bar, in StrategyPosition position, MarketFacts facts)
    {
        var seen = Follow(in bar, in position);
        return Intend(in bar, in seen, facts);
    }

    private bool Intend(in BarView bar, in StrategyPosition position, MarketFacts facts)
    {
        var verdict = IsWarm() ? Judge(in bar, in position, facts) : null;
        if (verdict is null && !program.MovesStop)
        {
            Remember();
            return false;
        }

        return Conclude(in bar, in position, verdict);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Conclude(in BarView bar, in StrategyPosition position, Verdict? verdict)
    {
        if (verdict is { } decided)
        {
            intended = levels.Of(decided, in bar, in position);
        }

        Conclude(verdict, in bar, in position);
        return verdict is not null;
    }

    /// <summary>The whole state: a restored evaluator goes on as this one would.</summary>
    public StrategyEvaluatorState Capture() => new(
        program.Hash,
        LatestBar,
        LastEntryBar,
        [.. previous.Select(value => double.IsNaN(value) ? (double?)null : value)],
        [.. memories],
        indicators.Capture(),
        larger.Length == 0 ? null : [.. larger.Select(series => series.Capture())],
        barsSince.Length == 0 ? null : [.. barsSince],
        program.NeedsTypicalSpread ? spreads : null,
        Memory,
        partner?.Capture());

    /// <summary>Continues from a captured state.</summary>
    /// <exception cref="ArgumentException">The state belongs to another definition or version.</exception>
    public static StrategyEvaluator Restore(StrategyDefinition definition, Instrument instrument, StrategyEvaluatorState state)
    {
        var evaluator = new StrategyEvaluator(definition, instrument, state);
        if (state.Previous.Length != evaluator.previous.Length
            || state.Pairs.Length != evaluator.memories.Length)
        {
            throw new ArgumentException($"The state was captured for definition {state.DefinitionHash}.", nameof(state));
        }

        evaluator.latestBar = state.LatestBar?.UtcTicks ?? -1;
        evaluator.LastEntryBar = state.LastEntryBar;
        evaluator.Memory = state.Memory ?? default;
        for (var i = 0; i < evaluator.previous.Length; i++)
        {
            evaluator.previous[i] = state.Previous[i] ?? double.NaN;
        }

        state.Pairs.CopyTo(evaluator.memories);
        state.BarsSince?.CopyTo(evaluator.barsSince);
        evaluator.spreads = state.Spreads ?? default;
        evaluator.program.Subtract(evaluator.previous, evaluator.differencesBefore);
        return evaluator;
    }

    private void Advance(in BarView bar)
    {
        var start = bar.StartTicks;
        if (start <= latestBar)
        {
            throw new ArgumentException($"A bar of {bar.Start:o} came after one of {LatestBar:o}.", nameof(bar));
        }

        latestBar = start;
        if (program.NeedsTypicalSpread)
        {
            spread = (double)EntryGate.SpreadOf(in bar);
        }

        var prices = bar.ToInput();
        if (partner is not null)
        {
            prices = prices with { Benchmark = partner.CloseAt(bar.EndTicks) };
        }

        indicators.Update(in prices);
        foreach (ref readonly var source in sources.AsSpan())
        {
            current[source.Feature] = indicators[source.Handle];
        }

        foreach (var series in larger)
        {
            series.Take(in prices, bar.Start, bar.End);
            series.Read(current);
        }

        partner?.Read(current, prices.Benchmark != 0.0);
        program.Subtract(current, differences);
    }

    // One larger bar more: the one in whose middle the first bar may stand is left out.
    private int OwnBarsToWarm(LargerSeries series) =>
        (int)(series.Timeframe.Length / program.Definition.Timeframe.Length) * (series.WarmUpBars + 1);

    private bool IsWarm()
    {
        foreach (var value in current)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private Verdict? Judge(in BarView bar, in StrategyPosition position, MarketFacts market)
    {
        if (program.NeedsMarket)
        {
            facts = facts with { Market = market, TypicalSpread = TypicalSpread };
        }

        return StrategyRules.Judge(program, in levels, in bar, in input, in position, in facts);
    }

    private StrategyPosition Follow(in BarView bar, in StrategyPosition position)
    {
        Memory = Memory.Next(in bar, in position);
        return position with { Memory = Memory };
    }

    private StopMove? NextStop(Verdict? verdict, in BarView bar, in StrategyPosition position)
    {
        if (!program.MovesStop || position.Quantity.IsZero || verdict?.Closes == Closing.All || !IsWarm())
        {
            return null;
        }

        return PositionRules.NextStop(program, in levels, in bar, in position) is { } move && PositionRules.IsBehind(move.Level, in bar, in position)
            ? move
            : null;
    }

    private double? TypicalSpread => spreads.Bars > 0 ? spreads.Mean : null;

    private Signal Explain(in BarView bar, in StrategyPosition position, MarketFacts market)
    {
        return StrategyRules.Replay(program, Frame(bar.ToBar(), in position, EntryGate.IsInSession(program, in bar), market))
            ?? throw new InvalidOperationException("The recorded frame does not give the signal that the live numbers gave.");
    }

    private void Conclude(Verdict? verdict, in BarView bar, in StrategyPosition position)
    {
        StopMove = NextStop(verdict, in bar, in position);
        if (verdict is { IsEntry: true })
        {
            LastEntryBar = bar.Start;
            Memory = program.NeedsMemory ? Memory.Entered(FxDay.DateAt(bar.End)) : Memory;
        }
        else if (verdict is { IsPartial: true })
        {
            Memory = Memory with { Partials = Memory.Partials + 1 };
        }

        Remember();
    }

    private SignalFrame Frame(Bar bar, in StrategyPosition position, bool inSession, MarketFacts market) => new()
    {
        RulesVersion = StrategyRules.Version,
        DefinitionHash = program.Hash,
        Symbol = symbol,
        Timeframe = program.Definition.Timeframe,
        Bar = bar,
        Steps = steps,
        Current = Named(current),
        Previous = Named(previous),
        Pairs = program.Pairs.Select((pair, i) => KeyValuePair.Create(pair.Key, memories[i]))
            .ToImmutableSortedDictionary(StringComparer.Ordinal),
        Position = position,
        InSession = inSession,
        LastEntryBar = LastEntryBar,
        Market = program.Definition.Forbid?.News is null ? null : market,
        TypicalSpread = TypicalSpread,
        BarsSince = barsSince.Length == 0 ? null : [.. barsSince],
        Partner = partner is null ? null : new PartnerBar(partner.Symbol, partner.Latest),
    };

    private ImmutableSortedDictionary<string, double> Named(double[] values) =>
        program.FeatureNames.Select((name, i) => KeyValuePair.Create(name, values[i]))
            .Where(pair => double.IsFinite(pair.Value))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private void Remember()
    {
        if (program.NeedsTypicalSpread)
        {
            spreads = spreads.Next(spread);
        }

        if (barsSince.Length > 0 && IsWarm())
        {
            program.Count(differences, memories, barsSince);
        }

        // Loops, and no copies of spans: these are two or three numbers, and a call costs more than they do.
        for (var i = 0; i < memories.Length; i++)
        {
            memories[i] = memories[i].Next(differences[i], differencesBefore[i]);
            differencesBefore[i] = differences[i];
        }

        for (var i = 0; i < current.Length; i++)
        {
            previous[i] = current[i];
        }
    }

    private static double[] Unknown(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}
