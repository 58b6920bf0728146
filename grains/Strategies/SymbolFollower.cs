using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
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

namespace Countersign.Grains.Strategies;

/// <summary>
/// A strategy's eye on one symbol: feeds its bars to the evaluator and raises what that signals. Used by one grain, one turn at a time.
/// </summary>
internal sealed class SymbolFollower(IGrainFactory grains, IReadModels reads, TenantId tenant, Strategy strategy, Symbol symbol)
{
    private const int HistoryMax = 1000;
    private const int OpenIdeasMax = 100;
    private const int RecentIdeas = 10;

    private readonly Dictionary<TradeIdeaId, OpenIdea> open = [];
    private readonly List<TradeIdeaId> overdue = [];
    private readonly AccountId account = strategy.Account!.Value;
    private StrategyEvaluator? evaluator;
    private string? session;

    // What the evaluator signalled while it could not be written. The evaluator has gone past its bar, so nothing else remembers it.
    private Unraised? unraised;
    private bool mayHold = true;

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

            if (evaluator is null || session != message.Session.Id)
            {
                await BeginAsync(message.Session, bar);
            }

            if (evaluator!.LatestBar is { } latest && bar.Start <= latest)
            {
                continue;
            }

            SetOverdueAside(message.Quote.Time);
            await SettleAsync(message.Quote.Time);
            var held = await OwnPositionAsync();
            if (evaluator.OnBar(bar, View(held)) is { } signal)
            {
                unraised = new Unraised(signal, message.Quote, held);
                await RaiseUnraisedAsync();
            }

            StrategyMeter.Bars.Add(1);
        }

        await ExpireOverdueAsync(message.Quote.Time);
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

    /// <summary>A new evaluator, warm from the instrument's history before the bar at hand, and the ideas that still wait.</summary>
    private async Task BeginAsync(FeedSession feed, Bar first)
    {
        var fresh = new StrategyEvaluator(strategy.Definition, Instruments.Find(symbol)!);
        var history = await grains.GetGrain<IInstrumentGrain>(GrainKeys.Instrument(symbol))
            .GetHistoryAsync(strategy.Definition.Timeframe, HistoryMax, CancellationToken.None);
        foreach (var bar in history.Session?.Id == feed.Id ? history.Bars : [])
        {
            if (bar.Start < first.Start)
            {
                fresh.Warm(bar);
            }
        }

        await RecallAsync(fresh);
        evaluator = fresh;
        session = feed.Id;
    }

    /// <summary>What an earlier life of the strategy left: the ideas that still wait, and the bar of its last entry for the cooldown.</summary>
    private async Task RecallAsync(StrategyEvaluator fresh)
    {
        open.Clear();
        mayHold = true;
        var newest = await reads.TradeIdeasAsync(
            tenant, new TradeIdeaFilter(null, symbol, strategy.Id), new PageRequest(RecentIdeas, null), CancellationToken.None);
        foreach (var row in newest.Items)
        {
            if (await Idea(row.Id).GetAsync(CancellationToken.None) is Reply<TradeIdea>.Done { Value.Proposal: { Intent: TradeIntent.Open } last }
                && last.Snapshot.Frame.Bar.Start < fresh.LatestBar)
            {
                fresh.LastEntryBar = last.Snapshot.Frame.Bar.Start;
                break;
            }
        }

        foreach (var status in (TradeIdeaStatus[])[TradeIdeaStatus.NeedsApproval, TradeIdeaStatus.Approved, TradeIdeaStatus.Waiting])
        {
            var page = await reads.TradeIdeasAsync(
                tenant, new TradeIdeaFilter(status, symbol, strategy.Id), new PageRequest(OpenIdeasMax, null), CancellationToken.None);
            foreach (var row in page.Items)
            {
                if (await Idea(row.Id).GetAsync(CancellationToken.None) is Reply<TradeIdea>.Done { Value: var idea })
                {
                    open[idea.Id] = new OpenIdea(idea.Proposal.Intent, idea.ExpiresAt);
                }
            }
        }
    }

    /// <summary>
    /// Ideas past their time no longer count. They are told so only after the bar was decided on: what is new must not wait for the end of
    /// what is old to reach the disk. Until they say so themselves, one of them may have been approved in time.
    /// </summary>
    private void SetOverdueAside(DateTimeOffset now)
    {
        foreach (var (id, idea) in open)
        {
            if (now >= idea.ExpiresAt)
            {
                overdue.Add(id);
                mayHold = true;
            }
        }

        foreach (var id in overdue)
        {
            open.Remove(id);
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

    /// <summary>Finishes what a crash left of the ideas that wait; those decided are forgotten.</summary>
    private async Task SettleAsync(DateTimeOffset now)
    {
        foreach (var idea in open.Keys.ToArray())
        {
            var status = await Idea(idea).SettleAsync(now, CancellationToken.None);
            if (status is not (TradeIdeaStatus.NeedsApproval or TradeIdeaStatus.Waiting))
            {
                open.Remove(idea);
                mayHold |= status is TradeIdeaStatus.Approved or TradeIdeaStatus.AutoExecuted;
            }
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

        var held = await Account.GetPositionAsync(symbol);
        mayHold = held is { Quantity.IsZero: false } && held.StrategyId == strategy.Id;
        return mayHold ? held : null;
    }

    private StrategyPosition View(Position? held) => held is not null
        ? new StrategyPosition(held.Quantity, held.AveragePrice!.Value, held.Stop, held.Target, Waiting(TradeIntent.Open), Waiting(TradeIntent.Close) > 0)
        : StrategyPosition.Flat with { OpenEntryIdeas = Waiting(TradeIntent.Open) };

    private int Waiting(TradeIntent intent) => open.Values.Count(idea => idea.Intent == intent);

    private async Task RaiseAsync(Signal signal, Quote quote, Position? held)
    {
        var closes = held is not null && (!signal.IsEntry || signal.Reason == SignalReason.Reverse);
        if (closes)
        {
            await RaiseAsync(signal, quote, TradeIntent.Close, held!.Quantity.Abs());
        }

        if (signal.IsEntry)
        {
            var quantity = await SizeAsync(signal, quote);
            if (quantity > Quantity.Zero)
            {
                await RaiseAsync(signal, quote, TradeIntent.Open, quantity);
            }
        }
    }

    private async Task RaiseAsync(Signal signal, Quote quote, TradeIntent intent, Quantity quantity)
    {
        var id = IdOf(signal, intent);
        var proposal = StrategyProposal.Of(
            signal, strategy.Definition, quote, account, strategy.Id, strategy.Version, intent, quantity);
        var command = new RaiseTradeIdea(
            CommandId.Parse("raise/" + id), Actor.Strategy(strategy.Id), id, proposal, quote.Time + strategy.Definition.IdeaTimeToLive);
        var reply = await Idea(id).RaiseAsync(new RaiseIdea(command, AutonomyOf(signal, intent), open.Count, quote), CancellationToken.None);
        switch (reply)
        {
            case Reply<TradeIdea>.Done { Value.Status: TradeIdeaStatus.NeedsApproval or TradeIdeaStatus.Waiting }:
                open[id] = new OpenIdea(intent, command.ExpiresAt);
                break;
            case Reply<TradeIdea>.Done { Value.Status: TradeIdeaStatus.Approved or TradeIdeaStatus.AutoExecuted }:
                mayHold = true;
                break;
        }
    }

    /// <summary>A person who countersigned an entry countersigned its stop and target with it; those go on their own.</summary>
    private Autonomy AutonomyOf(Signal signal, TradeIntent intent) =>
        intent == TradeIntent.Close && signal.Reason is SignalReason.Stop or SignalReason.Target
            ? new Autonomy.AutoUnder(new Quantity(decimal.MaxValue))
            : strategy.Autonomy;

    private async Task<Quantity> SizeAsync(Signal signal, Quote quote)
    {
        var facts = await Account.GetRiskFactsAsync(symbol, quote, CancellationToken.None);
        return facts is null
            ? Quantity.Zero
            : strategy.Definition.Size.QuantityOf(facts.Equity, signal.StopDistance, Instruments.Find(symbol)!);
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

    private readonly record struct OpenIdea(TradeIntent Intent, DateTimeOffset ExpiresAt);
}
