using System.Runtime.CompilerServices;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>One strategy on one symbol: decides at the close of each of its bars.</summary>
internal sealed class BacktestLeg
{
    private readonly StrategyEvaluator evaluator;
    private readonly BarSeries bars;
    private readonly StrategyId? id;
    private readonly ReleaseTimes? releases;
    private readonly bool asksMore;
    private readonly BarSeries? partner;
    private int next;
    private int nextOfPartner;

    /// <param name="id">Null where it is the only strategy.</param>
    public BacktestLeg(StrategyDefinition definition, StrategyId? id, BacktestFeed feed, BacktestData data)
    {
        Feed = feed;
        this.id = id;
        bars = data.Deciding(feed.Instrument.Symbol, definition.Timeframe);
        evaluator = new StrategyEvaluator(definition, feed.Instrument);
        partner = evaluator.Partner is { } symbol ? data.Deciding(symbol, definition.Timeframe) : null;
        feed.Holding.CountsDays |= definition.RiskCaps?.DailyLossPercent is not null;
        asksMore = evaluator.NeedsPosition || feed.Holding.CountsDays;
        FixedSize = definition is { Size: SizeRule.FixedUnits, RiskCaps: null } ? StrategySize.Of(definition, default, 0m, feed.Instrument) : null;
        releases = ReleaseTimes.Of(definition, data.Releases, feed.Instrument);
    }

    public BacktestFeed Feed { get; }

    /// <summary>The size of every entry, where it is always the same.</summary>
    public Quantity? FixedSize { get; }

    public StrategyEvaluator Evaluator => evaluator;

    public BarSeries Bars => bars;

    public StrategyId? Id => id;

    /// <summary>Bars taken so far.</summary>
    public int Count => next;

    public int Signals { get; private set; }

    /// <summary>Something was decided and waits for the next price.</summary>
    public bool HasWaiting { get; private set; }

    /// <summary>UTC ticks of the next bar's close; <see cref="long.MaxValue"/> after the last, and while one is awaiting its tick.</summary>
    public long NextTime => next < bars.Count && !IsAwaiting ? bars.EndTicksAt(next) : long.MaxValue;

    /// <summary>The next bar ended, and the tick that tells so has not come yet.</summary>
    public bool IsAwaiting { get; private set; }

    /// <summary>Lets the next bar wait for the tick that tells that it is complete.</summary>
    public void Await() => IsAwaiting = true;

    /// <summary>Decides on the bar that awaited its tick, if there is one.</summary>
    public void CloseAwaited(BacktestBook book)
    {
        if (IsAwaiting)
        {
            IsAwaiting = false;
            Close(book);
        }
    }

    /// <summary>Takes the bars that start before a time, to warm up.</summary>
    public void WarmTo(long time)
    {
        for (; next < bars.Count && bars.StartTicksAt(next) < time; next++)
        {
            SeePartner();
            var bar = new BarView(bars, next);
            evaluator.Warm(in bar);
        }
    }

    /// <summary>Does what waits, if anything does, at the price that has come.</summary>
    public void Execute(BacktestBook book)
    {
        if (HasWaiting)
        {
            HasWaiting = false;
            book.Execute(this, in evaluator.Intended);
        }
    }

    /// <summary>Takes the next bar and decides; what its stops are to be moved to happens before the next price comes.</summary>
    public void Close(BacktestBook book)
    {
        SeePartner();
        var bar = new BarView(bars, next++);
        if (asksMore ? DecideOnMore(in bar, book) : evaluator.Decide(in bar, in Feed.Holding.ViewOf(id), FactsAt(in bar)))
        {
            Signals++;
            HasWaiting = true;
        }

        if (evaluator.StopMove is { } move)
        {
            book.MoveStops(this, move);
        }
    }

    private MarketFacts FactsAt(in BarView bar) => releases?.At(bar.End) ?? default;

    private void SeePartner()
    {
        if (partner is not null)
        {
            SeePartner(partner, bars.EndTicksAt(next));
        }
    }

    // Only bars that are complete at the end of the own one.
    private void SeePartner(BarSeries others, long end)
    {
        for (; nextOfPartner < others.Count && others.EndTicksAt(nextOfPartner) <= end; nextOfPartner++)
        {
            var bar = new BarView(others, nextOfPartner);
            evaluator.OnPartnerBar(in bar);
        }
    }

    // Apart, so that a plain strategy makes no room for the whole view.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool DecideOnMore(in BarView bar, BacktestBook book)
    {
        var seen = book.Complete(this, in Feed.Holding.ViewOf(id), bar.End);
        return evaluator.Decide(in bar, in seen, FactsAt(in bar));
    }
}
