using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests;

/// <summary>
/// The loop over time. In one moment: bars end, strategies decide on those that are complete, and then come new prices; so no decision knows
/// anything that was not known when it was made. Where prices are ticks it is the next tick that tells that a bar is complete, as live: the venue
/// has it first, then strategies decide on the bar, and what they want meets that same tick.
/// </summary>
internal sealed class BacktestEngine
{
    private const int CheckEvery = 8_192;

    private readonly BacktestSettings settings;
    private readonly BacktestBook book;
    private readonly BacktestFeed[] feeds;
    private readonly BacktestLeg[] legs;
    private readonly EquityRecorder equity;
    private long events;

    /// <param name="shortWay">Whether plain orders go the decider's short way; without it every step is taken, to the same result.</param>
    public BacktestEngine(BacktestPlan plan, bool shortWay = true)
    {
        settings = plan.Settings;
        BacktestRules.Require(plan);
        book = new BacktestBook(settings, BacktestRules.CommissionOf(plan), shortWay);
        var rules = settings.Rules ?? PaperRules.Default;
        var data = plan.Data.At(BacktestRules.PricesOf(plan));
        var bySymbol = new Dictionary<Symbol, BacktestFeed>();
        var all = new List<BacktestLeg>();
        foreach (var (index, strategy) in plan.Strategies.Index())
        {
            var id = plan.Strategies.Length == 1 ? (StrategyId?)null : StrategyId.Parse(FormattableString.Invariant($"s-{index + 1}"));
            foreach (var symbol in strategy.Symbols ?? strategy.Definition.Symbols)
            {
                if (!bySymbol.TryGetValue(symbol, out var feed))
                {
                    var instrument = BacktestRules.InstrumentOf(symbol, settings);
                    bySymbol[symbol] = feed = new BacktestFeed(instrument, data, rules, settings.Seed + bySymbol.Count, book);
                }

                all.Add(new BacktestLeg(strategy.Definition, id, feed, data));
            }
        }

        // Pairs that are only converted by are passed too, and traded by nobody.
        foreach (var symbol in data.Series.Select(s => s.Symbol).Concat(data.Ticks.Select(t => t.Symbol)).Distinct())
        {
            if (!bySymbol.ContainsKey(symbol) && BacktestRules.FindInstrument(symbol, settings) is { } instrument)
            {
                bySymbol[symbol] = new BacktestFeed(instrument, data, rules, settings.Seed + bySymbol.Count, book);
            }
        }

        legs = [.. all];
        feeds = [.. bySymbol.Values];
        book.Follow(feeds);
        equity = new EquityRecorder(book, settings.StartCash, legs.Sum(leg => leg.Bars.Count));
    }

    public BacktestResult Run(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (settings.TradeFrom is { } from)
        {
            foreach (var leg in legs)
            {
                leg.WarmTo(from.UtcTicks);
            }

            foreach (var feed in feeds)
            {
                feed.SkipTo(from.UtcTicks);
            }
        }

        // One strategy on its own bars needs no looking for what comes next: most runs are that.
        var isSimple = feeds.Length == 1 && legs.Length == 1 && ReferenceEquals(legs[0].Bars, feeds[0].Bars) && legs[0].Count == feeds[0].Count;
        while (isSimple ? StepBar(feeds[0], legs[0]) : Step())
        {
            if (++events % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(feeds[0].Progress);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (var leg in legs)
        {
            leg.CloseAwaited(book);
        }

        progress?.Report(1.0);
        return Result();
    }

    /// <summary>The next bar whole: what <see cref="Step"/> does in two moments.</summary>
    private bool StepBar(BacktestFeed feed, BacktestLeg leg)
    {
        if (!feed.HasBar)
        {
            return false;
        }

        feed.Advance(leg.HasWaiting);
        leg.Execute(book);
        var end = leg.NextTime;
        feed.Advance(isAwaited: false);
        leg.Close(book);
        book.Finance(end);
        equity.Record(end);
        return true;
    }

    /// <summary>Does all that happens in the next moment; false where there is none.</summary>
    private bool Step()
    {
        var now = long.MaxValue;
        foreach (var feed in feeds)
        {
            now = Math.Min(now, feed.NextTime);
        }

        foreach (var leg in legs)
        {
            now = Math.Min(now, leg.NextTime);
        }

        if (now == long.MaxValue)
        {
            return false;
        }

        foreach (var feed in feeds)
        {
            if (feed.NextIsClose && feed.NextTime == now)
            {
                feed.Advance(isAwaited: false);
            }
        }

        Decide(now);
        foreach (var feed in feeds)
        {
            // One tick at a time: what the first one of a moment leads to meets the second.
            if (feed.NextTime == now && !feed.NextIsClose)
            {
                Open(feed);
            }
        }

        return true;
    }

    private void Decide(long now)
    {
        var decided = false;
        foreach (var leg in legs)
        {
            if (leg.NextTime != now)
            {
                continue;
            }

            decided = true;
            if (leg.Feed.Bars is null)
            {
                leg.Await();
            }
            else
            {
                leg.Close(book);
            }
        }

        if (decided)
        {
            book.Finance(now);
            equity.Record(now);
        }
    }

    private void Open(BacktestFeed feed)
    {
        var isAwaited = false;
        foreach (var leg in legs)
        {
            isAwaited |= leg.Feed == feed && (leg.IsAwaiting || leg.HasWaiting);
        }

        feed.Advance(isAwaited);
        if (!isAwaited)
        {
            return;
        }

        foreach (var leg in legs)
        {
            if (leg.Feed == feed)
            {
                leg.CloseAwaited(book);
            }
        }

        foreach (var leg in legs)
        {
            if (leg.Feed == feed)
            {
                leg.Execute(book);
            }
        }
    }

    private BacktestResult Result() => new(
        [.. legs.Select(leg => leg.Feed.Instrument.Symbol).Distinct()],
        HashOfAll(),
        legs.Sum(leg => (long)leg.Count),
        legs.Sum(leg => leg.Signals),
        book.Denied,
        book.Fills,
        book.Trades,
        book.Entries,
        equity.ToCurve(),
        settings.StartCash,
        book.Value(),
        equity.DrawdownPercent);

    private string HashOfAll()
    {
        var hashes = legs.Select(leg => leg.Evaluator.DefinitionHash).Distinct().ToArray();
        return hashes.Length == 1 ? hashes[0] : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes))));
    }
}

/// <summary>Collects the equity curve and its largest drawdown.</summary>
/// <param name="capacity">Most points that can come.</param>
internal sealed class EquityRecorder(BacktestBook book, decimal start, int capacity)
{
    // Written before they are read: cleared memory would be wasted work on every run of a search.
    private long[] times = GC.AllocateUninitializedArray<long>(capacity);
    private double[] values = GC.AllocateUninitializedArray<double>(capacity);
    private bool[] inMarket = GC.AllocateUninitializedArray<bool>(capacity);
    private int count;
    private double peak = (double)start;
    private double drawdown;

    public double DrawdownPercent => drawdown * 100.0;

    public void Record(long time)
    {
        var value = book.ValueNow(out var isOpen);
        times[count] = time;
        values[count] = value;
        inMarket[count++] = isOpen;
        if (value > peak)
        {
            peak = value;
        }
        else if (peak - value > drawdown * peak)
        {
            drawdown = (peak - value) / peak;
        }
    }

    public EquityCurve ToCurve()
    {
        Array.Resize(ref times, count);
        Array.Resize(ref values, count);
        Array.Resize(ref inMarket, count);
        return new EquityCurve(
            ImmutableCollectionsMarshal.AsImmutableArray(times), ImmutableCollectionsMarshal.AsImmutableArray(values),
            ImmutableCollectionsMarshal.AsImmutableArray(inMarket));
    }
}
