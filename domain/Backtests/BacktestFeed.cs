using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Backtests;

/// <summary>
/// The prices of one symbol as they come to the venue: ticks, or bars whose prices are passed one after the other. Where there is no finer data the
/// path inside a bar is a rule, see <see cref="IntrabarPath"/>.
/// </summary>
internal sealed class BacktestFeed
{
    private readonly BacktestBook book;
    private readonly PaperRules rules;
    private readonly BarSeries? bars;
    private readonly TickSeries? ticks;
    private readonly bool seesEverything;
    private readonly double scale;
    private readonly decimal point;
    private Quantity? taken;
    private int next;
    private bool isInBar;
    private long markTime;
    private int markBid;
    private int markAsk;

    public BacktestFeed(Instrument instrument, BacktestData data, PaperRules rules, int seed, BacktestBook book)
    {
        Instrument = instrument;
        Terms = InstrumentTerms.Of(instrument);
        this.book = book;
        ticks = data.Ticks.FirstOrDefault(t => t.Symbol == instrument.Symbol);
        bars = ticks is null ? data.Finest(instrument.Symbol) : null;
        point = ticks?.Point ?? bars!.Point;
        scale = Math.Pow(10.0, ticks?.Digits ?? bars!.Digits);
        this.rules = rules with { QuoteAgeMax = rules.QuoteAgeMax ?? bars?.Timeframe.Length };
        seesEverything = rules.Slippage is SlippageModel.Volatility || rules.LimitFill == LimitFill.QueuePosition;
        Venue = new MatchingBook(instrument, this.rules, seed);
    }

    public Instrument Instrument { get; }

    public InstrumentTerms Terms { get; }

    public MatchingBook Venue { get; }

    /// <summary>The position in the symbol, as the book keeps it.</summary>
    public BacktestHolding Holding { get; } = new();

    /// <summary>The bars that the venue sees; null where it sees ticks.</summary>
    public BarSeries? Bars => bars;

    /// <summary>The last price that was passed: the market as a decision finds it.</summary>
    public Tick Mark => ticks is not null && next > 0
        ? ticks[next - 1]
        : new Tick(new DateTimeOffset(markTime, TimeSpan.Zero), ToPrice(markBid), ToPrice(markAsk));

    /// <summary>The symbol is priced in the account's currency.</summary>
    public bool IsInAccountCurrency { get; set; }

    /// <summary>False before the first price.</summary>
    public bool HasMark => markBid > 0;

    /// <summary>What closing the position at the last price would gain, in the quote currency, before commission.</summary>
    public double Unrealised => Holding.UnrealisedAt((Holding.IsLong ? markBid : markAsk) / scale);

    /// <summary>Whether the instrument allows orders of a quantity.</summary>
    public bool Takes(Quantity quantity)
    {
        if (quantity == taken)
        {
            return true;
        }

        if (Instrument.RefuseQuantity(quantity) is not null)
        {
            return false;
        }

        taken = quantity;
        return true;
    }

    /// <summary>How far prices went while the position was open; null where it is flat.</summary>
    public PositionExcursion? Excursion => Holding.ExcursionIn(point);

    /// <summary>Bars that were passed.</summary>
    public int Count => next;

    /// <summary>There is a further bar.</summary>
    public bool HasBar => next < bars!.Count;

    /// <summary>UTC ticks of what comes next; <see cref="long.MaxValue"/> after the last.</summary>
    public long NextTime => ticks is not null
        ? next < ticks.Count ? ticks.TimeAt(next) : long.MaxValue
        : isInBar ? bars!.EndTicksAt(next) : next < bars!.Count ? bars.StartTicksAt(next) : long.MaxValue;

    /// <summary>Closes of bars come before what else happens in the same moment: they end what was.</summary>
    public bool NextIsClose => isInBar;

    /// <summary>The share that is done, 0 to 1.</summary>
    public double Progress => (double)next / Math.Max(1, ticks?.Count ?? bars!.Count);

    /// <summary>Goes over what lies before a time without looking at it.</summary>
    public void SkipTo(long time)
    {
        while (NextTime < time)
        {
            next++;
        }
    }

    /// <summary>Passes what comes next.</summary>
    public void Advance(bool isAwaited)
    {
        if (ticks is not null)
        {
            PassTick(next++, isAwaited);
        }
        else if (!isInBar)
        {
            PassOpen(isAwaited);
            isInBar = true;
        }
        else
        {
            PassRest();
            isInBar = false;
            next++;
        }
    }

    private bool IsWatched => Venue.HasWork || seesEverything;

    private void PassTick(int index, bool isAwaited)
    {
        var (bid, ask) = (ticks!.BidAt(index), ticks.AskAt(index));
        (markTime, markBid, markAsk) = (ticks.TimeAt(index), bid, ask);
        if (IsWatched || isAwaited)
        {
            var tick = ticks[index];
            book.Pass(this, in tick);
        }

        Holding.Watch(bid, bid, ask, ask);
    }

    /// <summary>What rests at the venue meets the open first, at the gap where there is one.</summary>
    private void PassOpen(bool isAwaited)
    {
        if (IsWatched || isAwaited)
        {
            (markTime, markBid) = (bars!.StartTicksAt(next), bars.BidAt(next).Open);
            markAsk = Math.Max(markBid, bars.AskAt(next).Open);
            var open = Mark;
            book.Pass(this, in open);
        }
    }

    /// <summary>The rest of a bar where something rests: the extreme that hurts the position first, or the nearer one.</summary>
    private void PassRest()
    {
        ref readonly var bid = ref bars!.BidAt(next);
        ref readonly var ask = ref bars.AskAt(next);
        if (IsWatched)
        {
            var start = bars.StartAt(next);
            var third = (bars.EndAt(next) - start) / 3;
            var from = bars.ToPrice(bid.Open);
            var lowFirst = rules.IntrabarPath == IntrabarPath.AdverseFirst ? Holding.AdverseIsLow : bid.Open - bid.Low <= bid.High - bid.Open;
            for (var step = 1; step <= 2 && IsWatched; step++)
            {
                var low = lowFirst == (step == 1);
                from = Move(
                    start + (third * step), from, bars.ToPrice(low ? bid.Low : bid.High), bars.ToPrice(low ? ask.Low : ask.High));
            }

            Move(bars.EndAt(next) - TimeSpan.FromTicks(1), from, bars.ToPrice(bid.Close), bars.ToPrice(ask.Close));
        }

        (markTime, markBid, markAsk) = (bars.EndTicksAt(next), bid.Close, Math.Max(bid.Close, ask.Close));
        Holding.Watch(bid.Low, bid.High, ask.Low, ask.High);
    }

    /// <summary>Goes from one price of a bar to another, by the triggers of the stops that lie on the way.</summary>
    private Price Move(DateTimeOffset time, Price from, Price toBid, Price toAsk)
    {
        toAsk = Above(toBid, toAsk);
        var side = toBid < from ? Side.Sell : Side.Buy;
        var spread = toAsk - toBid;
        var inMiddle = rules.TriggerOnMid || !rules.CrossSpread;
        var below = inMiddle ? spread / 2m : side == Side.Buy ? spread : 0m;
        for (var left = rules.StopsAtBarExtreme ? 0 : Venue.Count; left > 0 && Venue.NearestTrigger(side) is { } trigger; left--)
        {
            var bid = new Price(trigger.Value - below);
            if ((bid - from) * side.Sign() <= 0m || (toBid - bid) * side.Sign() <= 0m)
            {
                break;
            }

            book.Pass(this, new Tick(time, bid, new Price(bid.Value + spread)));
            from = bid;
        }

        book.Pass(this, new Tick(time, toBid, toAsk));
        return toBid;
    }

    private Price ToPrice(int points) => new(new decimal(points, 0, 0, false, (byte)point.Scale));

    // Extremes of bid and ask need not be of one moment.
    private static Price Above(Price bid, Price ask) => ask >= bid ? ask : bid;
}
