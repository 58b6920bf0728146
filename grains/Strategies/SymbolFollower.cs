using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Countersign.Grains.TradeIdeas;
using Orleans;
using Orleans.Runtime;
using Closing = Countersign.Domain.Strategies.Closing;

namespace Countersign.Grains.Strategies;

/// <summary>
/// A strategy's eye on one symbol: feeds its bars to the evaluator and raises what that signals. Used by one grain, one turn at a time.
/// </summary>
internal sealed partial class SymbolFollower(IGrainFactory grains, IReadModels reads, TenantId tenant, Strategy followed, Symbol symbol)
{
    private const int HistoryMax = 1000;
    private const int OpenIdeasMax = 100;

    // Partial exits and further entries of one position, and as many again that came to nothing.
    private const int RecentIdeas = 30;

    private readonly Dictionary<TradeIdeaId, OpenIdea> open = [];
    private readonly List<TradeIdeaId> overdue = [];
    private readonly List<TradeIdeaId> pointless = [];
    private readonly AccountId account = followed.Account!.Value;
    private readonly PositionKeeper keeper = new(grains, reads, tenant, followed.Account!.Value, symbol);
    private Strategy strategy = followed;
    private StrategyEvaluator? evaluator;
    private string? session;

    // What the evaluator signalled while it could not be written. The evaluator has gone past its bar, so nothing else remembers it.
    private Unraised? unraised;
    private bool mayHold = true;

    /// <summary>Goes on with a strategy that differs in nothing that its bars are judged by; false where a new start is needed.</summary>
    public bool TryAdopt(Strategy next)
    {
        if (next.Version != strategy.Version || next.Account != account)
        {
            return false;
        }

        strategy = next;
        return true;
    }

    /// <summary>Takes bars. Where it throws, the same message must come again: what was signalled then is raised then.</summary>
    public async Task OnBarsAsync(BarsClosed message)
    {
        await RaiseUnraisedAsync();
        foreach (var bar in message.Bars)
        {
            if (bar.Timeframe != strategy.Definition.Timeframe)
            {
                continue;
            }

            await DecideOlderAsync(bar, message.Quote);
            await BeginWhereNeededAsync(message.Session, bar);
            if (IsDecided(bar))
            {
                continue;
            }

            if (!WaitsForPartner(bar, message))
            {
                await DecideAsync(bar, message.Quote, message.Health);
            }
        }

        await DecideOverdueAsync(message.Quote);
        await ExpireOverdueAsync(message.Quote.Time);
        await WithdrawPointlessAsync();
    }

    private bool IsDecided(Bar bar) => evaluator!.LatestBar is { } latest && bar.Start <= latest;

    private async Task DecideAsync(Bar bar, Quote quote, FeedCondition health)
    {
        await SetOverdueAsideAsync(quote.Time);
        await SettleAsync(quote.Time);
        var mayHaveTraded = mayHold;
        var held = await OwnPositionAsync();
        SetPointlessAside(held);
        var facts = await FactsAsync(bar.End);
        var view = await keeper.CompleteAsync(View(held, health), held, evaluator!, strategy.Id, quote, mayHaveTraded);
        if (evaluator!.OnBar(bar, view, facts) is { } signal)
        {
            unraised = new Unraised(signal, quote, held);
            await RaiseUnraisedAsync();
        }

        if (evaluator.StopMove is { } move && held is not null)
        {
            await keeper.MoveStopsAsync(move, held, strategy.Id, bar);
        }

        StrategyMeter.Bars.Add(1);
    }

    private async Task RaiseUnraisedAsync()
    {
        if (unraised is not { } waiting)
        {
            return;
        }

        try
        {
            await RaiseAsync(waiting.Signal, waiting.Quote, waiting.Held);
            unraised = null;
        }
        catch (Exception e) when (e is not (JournalUnavailableException or JournalConflictException or TimeoutException or OrleansException))
        {
            // A bug would fail the next time too, and hold up every bar after it.
            unraised = null;
            throw;
        }
    }

    private IAccountGrain Account => grains.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, account));

    private Task BeginWhereNeededAsync(FeedSession feed, Bar first) =>
        evaluator is null || session != feed.Id ? BeginAsync(feed, first) : Task.CompletedTask;

    /// <summary>A new evaluator, warm from the instrument's history before the bar at hand, and the ideas that still wait.</summary>
    private async Task BeginAsync(FeedSession feed, Bar first)
    {
        var fresh = new StrategyEvaluator(strategy.Definition, Instruments.Find(symbol)!);
        var past = new Dictionary<Timeframe, ImmutableArray<Bar>>();
        foreach (var timeframe in StrategyWarmUp.TimeframesOf(fresh))
        {
            var history = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol))
                .GetHistoryAsync(timeframe, HistoryMax, CancellationToken.None);
            past[timeframe] = history.Session?.Id == feed.Id ? history.Bars : [];
        }

        StrategyWarmUp.Feed(fresh, new BarsOfThePast(past, HistoryMax), first.Start, await PastOfPartnerAsync(fresh));
        await RecallAsync(fresh, past.GetValueOrDefault(strategy.Definition.Timeframe, []));
        evaluator = fresh;
        session = feed.Id;
    }

    /// <summary>
    /// What an earlier life of the strategy left: the ideas that still wait, the bar of its last entry for the cooldown, and what its rules remember
    /// of the open position.
    /// </summary>
    private async Task RecallAsync(StrategyEvaluator fresh, ImmutableArray<Bar> past)
    {
        open.Clear();
        mayHold = true;
        var newest = await reads.TradeIdeasAsync(
            tenant, new TradeIdeaFilter(null, symbol, strategy.Id), new PageRequest(RecentIdeas, null), CancellationToken.None);
        var ideas = new List<TradeIdea>(newest.Items.Length);
        foreach (var row in newest.Items)
        {
            if (await Idea(row.Id).GetAsync(CancellationToken.None) is Reply<TradeIdea>.Done { Value: var idea }
                && idea.Proposal.Snapshot.Frame.Bar.Start < fresh.LatestBar)
            {
                ideas.Add(idea);
                if (idea.Proposal.Intent == TradeIntent.Open && !fresh.NeedsPosition)
                {
                    break;
                }
            }
        }

        fresh.LastEntryBar = ideas.Find(idea => idea.Proposal.Intent == TradeIntent.Open)?.Proposal.Snapshot.Frame.Bar.Start;
        if (fresh.NeedsPosition)
        {
            fresh.Memory = PositionRecall.Of(await OwnPositionAsync(), ideas, past.Where(bar => bar.Start <= fresh.LatestBar));
        }

        foreach (var status in (TradeIdeaStatus[])[TradeIdeaStatus.NeedsApproval, TradeIdeaStatus.Approved, TradeIdeaStatus.Waiting])
        {
            var page = await reads.TradeIdeasAsync(
                tenant, new TradeIdeaFilter(status, symbol, strategy.Id), new PageRequest(OpenIdeasMax, null), CancellationToken.None);
            foreach (var row in page.Items)
            {
                if (await Idea(row.Id).GetAsync(CancellationToken.None) is Reply<TradeIdea>.Done { Value: var idea })
                {
                    Remember(idea);
                }
            }
        }
    }

    /// <summary>An idea counts while it waits for a person, and while its order is under way: until that ends nobody knows what it opens.</summary>
    private void Remember(TradeIdea idea)
    {
        if (idea.Status == TradeIdeaStatus.NeedsApproval || idea.IsToBeExecuted)
        {
            open[idea.Id] = new OpenIdea(idea.Proposal.Intent, idea.ExpiresAt, idea.IsToBeExecuted, PositionRecall.IsPartial(idea));
        }

        mayHold |= idea.Status is TradeIdeaStatus.Approved or TradeIdeaStatus.AutoExecuted || idea.IsToBeExecuted;
    }

    /// <summary>
    /// Ideas past their time no longer count, unless they were approved in time and their order is under way. They are told so only after the
    /// bar was decided on: what is new must not wait for the end of what is old to reach the disk.
    /// </summary>
    private async Task SetOverdueAsideAsync(DateTimeOffset now)
    {
        foreach (var (id, idea) in open.Where(o => !o.Value.IsUnderWay && now >= o.Value.ExpiresAt).ToArray())
        {
            if (await Idea(id).GetAsync(CancellationToken.None) is Reply<TradeIdea>.Done { Value.IsToBeExecuted: true })
            {
                open[id] = idea with { IsUnderWay = true };
                continue;
            }

            overdue.Add(id);
            open.Remove(id);
            mayHold = true;
        }
    }

    private async Task ExpireOverdueAsync(DateTimeOffset now)
    {
        while (overdue.Count > 0)
        {
            await Idea(overdue[^1]).SettleAsync(now, CancellationToken.None);
            overdue.RemoveAt(overdue.Count - 1);
        }
    }

    /// <summary>
    /// Where the position is gone (its stop or target was reached at the venue, or somebody closed it), nothing is left to close. Ideas that
    /// wait to do so would else hold up the exit of the next position.
    /// </summary>
    private void SetPointlessAside(Position? held)
    {
        if (held is not null)
        {
            return;
        }

        foreach (var (id, _) in open.Where(o => o.Value is { Intent: TradeIntent.Close, IsUnderWay: false }).ToArray())
        {
            pointless.Add(id);
            open.Remove(id);
        }
    }

    private async Task WithdrawPointlessAsync()
    {
        while (pointless.Count > 0)
        {
            await Idea(pointless[^1]).WithdrawAsync("The position that it would close is gone.", CancellationToken.None);
            pointless.RemoveAt(pointless.Count - 1);
        }
    }

    /// <summary>Finishes what a crash left of the ideas that count; those that came to their end are forgotten.</summary>
    private async Task SettleAsync(DateTimeOffset now)
    {
        foreach (var (id, idea) in open.ToArray())
        {
            var progress = await Idea(id).SettleAsync(now, CancellationToken.None);
            if (progress is { IsUnderWay: true } or { Status: TradeIdeaStatus.NeedsApproval })
            {
                open[id] = idea with { IsUnderWay = progress.IsUnderWay };
            }
            else
            {
                open.Remove(id);
            }

            mayHold |= progress is { IsUnderWay: true } or { Status: TradeIdeaStatus.Approved or TradeIdeaStatus.AutoExecuted };
        }
    }

    /// <summary>
    /// The position that this strategy opened; one that somebody else opened is none of its business. Only an idea of this strategy can open
    /// one, so there is nothing to ask while none was executed since the account was last seen without it.
    /// </summary>
    private async ValueTask<Position?> OwnPositionAsync()
    {
        if (!mayHold)
        {
            return null;
        }

        var held = await Account.GetPositionAsync(symbol, strategy.Id);
        mayHold = held is { Quantity.IsZero: false };
        return mayHold ? held : null;
    }

    // Its stop and target are orders at the venue: the strategy does not leave on them a second time.
    private StrategyPosition View(Position? held, FeedCondition feed)
    {
        var isPaused = strategy.Definition.PauseOnDegradedFeed && feed != FeedCondition.Good;
        return held is not null
            ? new StrategyPosition(
                held.Quantity, held.AveragePrice!.Value, null, null, Waiting(TradeIntent.Open), open.Values.Any(idea => idea is { Intent: TradeIntent.Close, IsPartial: false }),
                isPaused ? true : null, ReducePending: open.Values.Any(idea => idea.IsPartial) ? true : null)
            : StrategyPosition.Flat with { OpenEntryIdeas = Waiting(TradeIntent.Open), EntriesPaused = isPaused ? true : null };
    }

    /// <summary>When the releases are that the strategy opens nothing around, at the bar's end as in a backtest; the calendar is asked only for them.</summary>
    private async ValueTask<MarketFacts> FactsAsync(DateTimeOffset time)
    {
        if (strategy.Definition.Forbid?.News is null)
        {
            return default;
        }

        var releases = await grains.GetGrain<ICalendarGrain>(GrainKeys.Calendar).AroundAsync(time, CancellationToken.None);
        return ReleaseTimes.Of(strategy.Definition, releases, Instruments.Find(symbol)!)!.At(time);
    }

    private int Waiting(TradeIntent intent) => open.Values.Count(idea => idea.Intent == intent);

    private async Task RaiseAsync(Signal signal, Quote quote, Position? held)
    {
        var closing = held is null ? Quantity.Zero : signal.Closes switch
        {
            Closing.All => held.Quantity.Abs(),
            Closing.Part => StrategySize.PartOf(held.Quantity, signal.Percent!.Value, Instruments.Find(symbol)!),
            _ => Quantity.Zero,
        };
        if (!closing.IsZero)
        {
            await RaiseAsync(signal, quote, TradeIntent.Close, closing, null, held!.HedgeId);
        }

        // In a hedging account a further entry would be a position of its own, which nobody here would look after.
        if (signal.IsEntry && (signal.Reason != SignalReason.Pyramid || held is { HedgeId: null }))
        {
            var (quantity, equity) = await SizeAsync(signal, quote);
            if (quantity > Quantity.Zero)
            {
                await RaiseAsync(signal, quote, TradeIntent.Open, quantity, equity, null);
            }
        }
    }

    private async Task RaiseAsync(
        Signal signal, Quote quote, TradeIntent intent, Quantity quantity, decimal? equity, PositionId? position)
    {
        var id = IdOf(signal, intent);
        var proposal = StrategyProposal.Of(
            signal, strategy.Definition, quote, account, strategy.Id, strategy.Version, intent, quantity, equity, position);
        var command = new RaiseTradeIdea(
            CommandId.Parse("raise/" + id), Actor.Strategy(strategy.Id), id, proposal, quote.Time + strategy.Definition.IdeaTimeToLive);
        var request = new RaiseIdea(command, strategy.Autonomy, open.Count, quote);
        if (await Idea(id).RaiseAsync(request, CancellationToken.None) is Reply<TradeIdea>.Done { Value: var idea })
        {
            Remember(idea);
        }
    }

    /// <summary>The size, and the equity that it was computed on: stored with the idea, so that it can be computed again.</summary>
    private async Task<(Quantity Quantity, decimal? Equity)> SizeAsync(Signal signal, Quote quote)
    {
        var instrument = Instruments.Find(symbol)!;
        if (!StrategySize.NeedsEquity(strategy.Definition))
        {
            return (StrategySize.Of(strategy.Definition, signal.Basis, 0m, instrument), null);
        }

        return await keeper.EquityAsync(quote) is { Equity: var equity }
            ? (StrategySize.Of(strategy.Definition, signal.Basis, equity, instrument), equity)
            : (Quantity.Zero, null);
    }

    private ITradeIdeaGrain Idea(TradeIdeaId id) => grains.GetGrain<ITradeIdeaGrain>(GrainKeys.TradeIdea(tenant, id));

    /// <summary>The same decision always has the same id, so that a bar that is delivered twice raises nothing twice.</summary>
    private TradeIdeaId IdOf(Signal signal, TradeIntent intent)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{tenant}|{strategy.Id}|{strategy.Version}|{symbol}|{signal.Frame.Timeframe}|{signal.Frame.Bar.Start:O}|{signal.Kind}|{intent}|{account}");
        return TradeIdeaId.Parse(TradeIdeaId.Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12)));
    }

    private sealed record Unraised(Signal Signal, Quote Quote, Position? Held);

    private readonly record struct OpenIdea(TradeIntent Intent, DateTimeOffset ExpiresAt, bool IsUnderWay, bool IsPartial);
}
