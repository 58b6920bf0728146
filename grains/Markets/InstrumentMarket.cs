using System.Collections.Immutable;
using Countersign.Domain.Indicators;
using Countersign.Domain.Markets;

namespace Countersign.Grains.Markets;

/// <summary>What an instrument's market is stored as.</summary>
public sealed record InstrumentState
{
    public FeedSession? Session { get; init; }

    public Quote? Quote { get; init; }

    public long Taken { get; init; }

    public BarAggregatorState? Forming { get; init; }

    public TickGuardState? Guard { get; init; }

    /// <summary>The newest closed bars of each timeframe, oldest first.</summary>
    public ImmutableArray<Bar> Bars { get; init; } = [];

    /// <summary>The standard indicators of each timeframe, smallest first.</summary>
    public ImmutableArray<IndicatorSetState> Indicators { get; init; } = [];
}

/// <summary>The market of one symbol in memory: guard, bars of all timeframes, standard indicators. Used by one grain, one turn at a time.</summary>
internal sealed class InstrumentMarket
{
    private const int BarsKept = 1000;
    private const int BarsStored = 300;

    private readonly Queue<Bar>[] history = [.. Timeframes.All.Select(_ => new Queue<Bar>())];
    private readonly IndicatorSet[] indicators = new IndicatorSet[Timeframes.All.Length];
    private BarAggregator aggregator = new();
    private TickGuard guard = new();
    private FeedHealthMeter meter = new();

    public InstrumentMarket(Symbol symbol)
    {
        Symbol = symbol;
        Instrument = Instruments.Find(symbol);
        Reset();
    }

    public Symbol Symbol { get; }

    public Instrument? Instrument { get; }

    public FeedSession? Session { get; private set; }

    public Quote? Quote { get; private set; }

    /// <summary>The last batch was of the present, so a bar ends when its time is over, also without a further tick.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Ticks of this session, fit or not.</summary>
    public long Taken { get; private set; }

    private FeedCondition Condition => meter.Health?.Condition ?? FeedCondition.Good;

    public FeedQuality Quality => guard.Quality;

    /// <summary>Null for recordings, and before the first tick.</summary>
    public FeedHealth? Health => meter.Health;

    /// <summary>Begins a session; drops what another session left.</summary>
    /// <returns>False where the session was going on already.</returns>
    public bool Begin(FeedSession session)
    {
        if (Session?.Id == session.Id)
        {
            // Which feed of the session speaks can change.
            Session = session;
            return false;
        }

        Reset();
        Session = session;
        return true;
    }

    public void CountMalformed(long line, string detail) => guard.CountMalformed(detail, line);

    /// <summary>Takes a batch; adds a message for each tick that closed bars.</summary>
    /// <returns>The ticks that are fit.</returns>
    public ImmutableArray<Tick> Take(TickBatch batch, DateTimeOffset now, DateTimeOffset latest, List<BarsClosed> closed)
    {
        Begin(batch.Session);
        IsLive = batch is { History: false, Session.Feed.Recorded: false };
        var line = batch.FirstLine;
        var before = Taken;
        List<Tick>? fit = null;
        Tick? last = null;
        foreach (ref readonly var tick in batch.Ticks.AsSpan())
        {
            Taken++;
            if (guard.Check(in tick, latest, line) is null)
            {
                var bars = aggregator.Add(in tick);
                last = tick;
                if (!bars.IsEmpty)
                {
                    Close(bars);
                    closed.Add(new BarsClosed(
                        batch.Session, [.. bars], tick.ToQuote(Symbol, batch.Session.Feed.Simulated), Condition));
                }

                fit?.Add(tick);
            }
            else
            {
                fit ??= [.. batch.Ticks.AsSpan()[..(int)(Taken - before - 1)]];
            }

            line++;
        }

        if (last is { } newest)
        {
            Quote = newest.ToQuote(Symbol, batch.Session.Feed.Simulated);
        }

        if (IsLive)
        {
            var fitCount = fit?.Count ?? batch.Ticks.Length;
            meter.Count(now, fitCount, batch.Ticks.Length - fitCount);
        }

        return fit is null ? batch.Ticks : [.. fit];
    }

    /// <summary>Says that no tick before <paramref name="time"/> is still to come; adds a message where that closed bars.</summary>
    public void AdvanceTo(DateTimeOffset time, List<BarsClosed> closed)
    {
        var bars = aggregator.AdvanceTo(time);
        guard.AdvanceTo(aggregator.ClosedUntil);
        if (!bars.IsEmpty)
        {
            Close(bars);
            closed.Add(new BarsClosed(Session!, [.. bars], Quote!, Condition));
        }
    }

    /// <summary>Judges a live feed; the change, where there is one.</summary>
    public FeedHealthChanged? JudgeHealth(DateTimeOffset now)
    {
        var before = Condition;
        return meter.Judge(now, SessionCalendar.IsOpen(Symbol, now)) is { } health
            ? new FeedHealthChanged(Symbol, Session!.Feed, before, health)
            : null;
    }

    public ImmutableArray<Bar> Bars(Timeframe timeframe, int countMax, bool withForming)
    {
        var kept = history[(int)timeframe];
        var forming = withForming ? aggregator.Forming(timeframe) : null;
        var wanted = Math.Clamp(countMax, 1, BarsKept) - (forming is null ? 0 : 1);
        var bars = kept.Skip(Math.Max(0, kept.Count - wanted));
        return forming is null ? [.. bars] : [.. bars, forming];
    }

    public FeaturesView Features(Timeframe timeframe)
    {
        var set = indicators[(int)timeframe];
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var spec in IndicatorCatalogue.Standard)
        {
            for (var output = 0; output < IndicatorCatalogue.Define(spec).Outputs.Length; output++)
            {
                var series = new SeriesReference.OfIndicator(spec, output);
                if (set.Value(series) is { } value)
                {
                    values[series.Text] = value;
                }
            }
        }

        return new FeaturesView(Symbol, timeframe, history[(int)timeframe].LastOrDefault(), values.ToImmutable());
    }

    public InstrumentState Capture() => new()
    {
        Session = Session,
        Quote = Quote,
        Taken = Taken,
        Forming = aggregator.Capture(),
        Guard = guard.Capture(),
        Bars = [.. history.SelectMany(kept => kept.Skip(Math.Max(0, kept.Count - BarsStored)))],
        Indicators = [.. indicators.Select(set => set.Capture())],
    };

    public void Restore(InstrumentState state)
    {
        Reset();
        Session = state.Session;
        Quote = state.Quote;
        Taken = state.Taken;
        if (state.Forming is { } forming)
        {
            aggregator.Restore(forming);
        }

        if (state.Guard is { } kept)
        {
            guard.Restore(kept);
        }

        foreach (var bar in state.Bars)
        {
            history[(int)bar.Timeframe].Enqueue(bar);
        }

        for (var i = 0; i < state.Indicators.Length; i++)
        {
            indicators[i] = IndicatorSet.RestoreOrStart(state.Indicators[i], IndicatorCatalogue.Standard);
        }
    }

    private void Reset()
    {
        aggregator = new BarAggregator();
        guard = new TickGuard();
        meter = new FeedHealthMeter();
        Quote = null;
        IsLive = false;
        Taken = 0;
        for (var i = 0; i < history.Length; i++)
        {
            history[i].Clear();
            indicators[i] = new IndicatorSet(IndicatorCatalogue.Standard);
        }
    }

    private void Close(ReadOnlySpan<Bar> bars)
    {
        foreach (var bar in bars)
        {
            var kept = history[(int)bar.Timeframe];
            if (kept.Count == BarsKept)
            {
                kept.Dequeue();
            }

            kept.Enqueue(bar);
            indicators[(int)bar.Timeframe].Update(bar.ToInput());
        }
    }
}
