using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Grains.Audit;

/// <summary>A desk without grains: decides with the domain's rules and appends what they answer, so that the lists can be held against the state.</summary>
internal sealed class DeskScript(IJournal journal, TenantId tenant, string account = "a-main")
{
    public static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    public static readonly Actor Manager = Actor.Parse("user:u-pm");

    public static readonly Actor Colleague = Actor.Parse("user:u-second");

    public static readonly DateTimeOffset Noon = JournalSamples.Noon;

    private static readonly Currency Usd = Currency.Parse("USD");

    private static readonly Instrument Instrument = new(
        EurUsd, "Euro / US dollar in small lots", Currency.Parse("EUR"), Usd, 0.00001m, 0.01m, new Quantity(0.01m), new Quantity(100_000_000m), 0.0001m, 5);

    public static readonly StrategyDefinition Definition = ((StrategyParseResult.Valid)StrategyJson.Parse(
        File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", "ema-cross.json")))).Definition;

    private static readonly Quote Market = new(EurUsd, Noon, new Price(1.3900m), new Price(1.3902m), false);

    private static readonly SignalFrame Frame = new()
    {
        RulesVersion = StrategyRules.Version,
        DefinitionHash = "none",
        Symbol = EurUsd,
        Timeframe = Timeframe.M5,
        Bar = new Bar(
            Timeframe.M5, Noon.AddMinutes(-5), Noon, new DateOnly(2014, 5, 6), Ohlc.At(new Price(1.39m)), Ohlc.At(new Price(1.3902m)), 10,
            Quantity.Zero),
        Steps = new PriceSteps(0.00001m, 0.0001m),
        Current = ImmutableSortedDictionary<string, double>.Empty,
        Previous = ImmutableSortedDictionary<string, double>.Empty,
        Pairs = ImmutableSortedDictionary<string, PairMemory>.Empty,
        Position = StrategyPosition.Flat,
        InSession = true,
    };

    private static readonly OrderFacts Facts = new(
        Instrument, ImmutableDictionary<Symbol, Quote>.Empty.Add(EurUsd, Market), new DateOnly(2014, 5, 6));

    private readonly Dictionary<TradeIdeaId, (TradeIdea State, long Version)> ideas = [];
    private long version;
    private int commands;

    public Account? State { get; private set; }

    public AccountId AccountId { get; } = AccountId.Parse(account);

    public TradeIdea Idea(string id) => ideas[TradeIdeaId.Parse(id)].State;

    public async Task OpenAsync()
    {
        var limits = new RiskLimits(new Quantity(10_000_000m), 1_000_000m, 20, TimeSpan.FromMinutes(1));
        await RunAsync(AccountDecider.Decide(
            State, new OpenAccount(Next(), Manager, AccountId, "Main", Usd, limits, CommissionModel.Default), Noon));
        await RunAsync(AccountDecider.Decide(State, new DepositFunds(Next(), Manager, new Money(100_000.01m, Usd)), Noon));
    }

    public Task SubmitAsync(string order, Side side, decimal quantity, DateTimeOffset? at = null) =>
        PlaceAsync(new OrderTicket(OrderId.Parse(order), EurUsd, side, new Quantity(quantity)), at);

    public Task PlaceAsync(OrderTicket ticket, DateTimeOffset? at = null) =>
        RunAsync(AccountDecider.Decide(State, new PlaceOrder(Next(), Manager, ticket), Facts, at ?? Noon));

    public Task AmendAsync(string order, OrderAmendment amendment, DateTimeOffset at) =>
        RunAsync(AccountDecider.Decide(State, new AmendOrder(Next(), Manager, OrderId.Parse(order), amendment), Facts, at));

    public Task CancelAsync(string order, DateTimeOffset at) =>
        RunAsync(AccountDecider.Decide(State, new CancelOrder(Next(), Manager, OrderId.Parse(order), "No more."), at));

    public Task ReplyAsync(string order, BrokerReport reply, DateTimeOffset? at = null) => RunAsync(AccountDecider.Decide(
        State, new RecordBrokerReports(Next(), Actor.Desk, [new BrokerMessage(0, OrderId.Parse(order), reply, at ?? Noon)]), Facts, at ?? Noon));

    public Task FillAsync(string order, decimal quantity, decimal price, string execution = "x-1") => ReplyAsync(
        order, new BrokerReport.Filled(ExecutionId.Parse(order + execution), new Price(price), new Quantity(quantity), Noon));

    public Task LimitAsync(decimal dailyLossMax) => RunAsync(AccountDecider.Decide(
        State, new SetRiskLimits(Next(), Manager, State!.Limits with { MaxDailyLoss = dailyLossMax }), Noon));

    public Task HaltAsync() => RunAsync(AccountDecider.Decide(State, new SetTradingState(Next(), Manager, TradingState.Halted, "Lunch."), Noon));

    public Task RaiseAsync(string id, Autonomy autonomy, DateTimeOffset? at = null)
    {
        var now = at ?? Noon;
        var risk = new RiskFacts(State!.RiskFacts(EurUsd, Facts.Quotes, Facts.TradingDay), Market with { Time = now }, 0);
        var proposal = new TradeProposal(
            AccountId, StrategyId.Parse("s-cross"), 1, EurUsd, TradeIntent.Open, Side.Buy, new Quantity(10_000m), new Price(1.38m), null, 0.75,
            ["The averages crossed."],
            new MarketSnapshot(Market with { Time = now }, Definition, Frame));
        return DecideAsync(id, state => TradeIdeaDecider.Decide(
            state, new RaiseTradeIdea(Next(), Actor.Strategy(proposal.StrategyId), TradeIdeaId.Parse(id), proposal, now.AddMinutes(5)),
            new RaiseFacts(risk, autonomy), now));
    }

    public Task ApproveAsync(string id) => DecideAsync(id, state => TradeIdeaDecider.Decide(
        state, new ApproveTradeIdea(Next(), Manager, "Looks right."),
        new ApprovalFacts(
            new RiskFacts(State!.RiskFacts(EurUsd, Facts.Quotes, Facts.TradingDay), Market, 0), RevalidationRules.Default),
        Noon.AddSeconds(1)));

    /// <summary>The first of two people, as one who looks at more than one person may decide.</summary>
    public Task ApproveFirstAsync(string id) => DecideAsync(id, state => TradeIdeaDecider.Decide(
        state, new ApproveTradeIdea(Next(), Colleague, "Fine by me."),
        new ApprovalFacts(
            new RiskFacts(State!.RiskFacts(EurUsd, Facts.Quotes, Facts.TradingDay), Market, 0)
            {
                Levels = new RiskLevels(Tenant: new PolicyInForce(new RiskCaps { FourEyesQuantity = new Quantity(1m) })),
            },
            RevalidationRules.Default),
        Noon.AddSeconds(1)));

    public Task RejectAsync(string id) => DecideAsync(
        id, state => TradeIdeaDecider.Decide(state, new RejectTradeIdea(Next(), Manager, "Too late."), Noon.AddSeconds(1)));

    public Task ExecutedAsync(string id) => DecideAsync(id, state => TradeIdeaDecider.Decide(
        state, new RecordTradeIdeaOrder(Next(), Actor.Desk, Filled(state!)), Noon.AddSeconds(2)));

    private static Order Filled(TradeIdea idea) => Order.New(idea.Ticket(), Noon) with
    {
        Status = OrderStatus.Filled, Filled = idea.Proposal.Quantity, FillPrice = new Price(1.3902m), ChangedAt = Noon.AddSeconds(2),
    };

    private CommandId Next() => CommandId.Parse($"c{++commands}");

    private async Task RunAsync(Outcome<AccountEvent> outcome)
    {
        var events = ((Outcome<AccountEvent>.Accepted)outcome).Events;
        var result = await journal.AppendAsync(
            new JournalAppend(new JournalStream(tenant, $"account/{AccountId}"), version, Next(), Manager, [.. events]), CancellationToken.None);
        version = ((AppendResult.Appended)result).Version;
        State = events.Aggregate(State, AccountDecider.Apply);
    }

    private async Task DecideAsync(string id, Func<TradeIdea?, Outcome<TradeIdeaEvent>> decide)
    {
        var key = TradeIdeaId.Parse(id);
        var (state, at) = ideas.GetValueOrDefault(key);
        var events = ((Outcome<TradeIdeaEvent>.Accepted)decide(state)).Events;
        var result = await journal.AppendAsync(
            new JournalAppend(new JournalStream(tenant, $"idea/{id}"), at, Next(), Manager, [.. events]), CancellationToken.None);
        ideas[key] = (events.Aggregate(state, TradeIdeaDecider.Apply)!, ((AppendResult.Appended)result).Version);
    }
}
