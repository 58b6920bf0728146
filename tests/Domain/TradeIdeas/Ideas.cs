using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Countersign.Tests.Domain.Strategies;

namespace Countersign.Tests.Domain.TradeIdeas;

/// <summary>An idea to try the rules on: buy 1,000 EURUSD at 1.3902, stop 1.3802, target 1.4102, an hour to live.</summary>
internal static class Ideas
{
    public static readonly TradeIdeaId Id = TradeIdeaId.Parse("i-7f3a");

    public static readonly DateTimeOffset ExpiresAt = Desk.Now.AddHours(1);

    public static readonly TradeProposal Proposal = Propose(
        """ "entry":{"long":{"above":["close",1]}},"stop":{"pips":100},"target":{"pips":200}""", TradeIntent.Open, 1_000m);

    /// <summary>What a strategy proposes when a bar closes at 1.3900 bid, 1.3902 ask.</summary>
    public static TradeProposal Propose(string rules, TradeIntent intent, decimal quantity, StrategyPosition position = default)
    {
        var scene = Scene.With(rules);
        var signal = scene.Range(1.39m, 1.39m, 1.39m, position, spread: 0.0002m)!;
        return StrategyProposal.Of(
            signal, scene.Definition, Desk.Quote(), Desk.AccountId, Desk.StrategyId, 3, intent, new Quantity(quantity));
    }

    /// <summary>What a strategy proposes that risks half a percent of an equity at a stop 100 pips away.</summary>
    public static TradeProposal ProposeShare(decimal equity)
    {
        var scene = Scene.With(""" "entry":{"long":{"above":["close",1]}},"stop":{"pips":100}""", """{"riskPercent":0.5}""");
        var signal = scene.Range(1.39m, 1.39m, 1.39m, default, spread: 0.0002m)!;
        var quantity = StrategySize.Of(scene.Definition, signal.Basis, equity, Instruments.Find(Desk.EurUsd)!);
        return StrategyProposal.Of(
            signal, scene.Definition, Desk.Quote(), Desk.AccountId, Desk.StrategyId, 3, TradeIntent.Open, quantity, equity);
    }

    public static RiskFacts Risk(
        Quote? quote, RiskLimits? limits = null, TradingState state = TradingState.Active, int open = 0, decimal position = 0m) => new(
        new AccountRiskFacts(
            Desk.AccountId, Desk.Usd, state, limits ?? Desk.Wide, Desk.EurUsd, new Quantity(position), Quantity.Zero, Quantity.Zero, 0m, 0m,
            100_000m),
        quote,
        open);

    /// <summary>The same facts where sizes above this need two people.</summary>
    public static RiskFacts WithTwoAbove(this RiskFacts facts, decimal alone) => facts with
    {
        Account = facts.Account with { Limits = facts.Account.Limits with { Caps = new RiskCaps { FourEyesQuantity = new Quantity(alone) } } },
    };

    public static Outcome<TradeIdeaEvent> Raise(
        TradeProposal? proposal = null, RiskFacts? risk = null, Autonomy? autonomy = null, DateTimeOffset? expiresAt = null,
        AutonomyFacts? conditions = null) =>
        TradeIdeaDecider.Decide(
            null,
            new RaiseTradeIdea(Desk.Command(), Actor.Strategy(Desk.StrategyId), Id, proposal ?? Proposal, expiresAt ?? ExpiresAt),
            new RaiseFacts(risk ?? Risk(Desk.Quote()), autonomy ?? new Autonomy.ApproveEverything(), conditions),
            Desk.Now);

    public static TradeIdea NeedingApproval(TradeProposal? proposal = null) => ((TradeIdea?)null).After(Raise(proposal));

    public static TradeIdea GoingOnItsOwn() =>
        ((TradeIdea?)null).After(Raise(autonomy: new Autonomy.AutoUnder(new Quantity(1_000m))));

    public static Outcome<TradeIdeaEvent> Approve(
        TradeIdea? idea, RiskFacts? risk = null, DateTimeOffset? now = null, string? note = null, Actor? by = null) =>
        TradeIdeaDecider.Decide(
            idea,
            new ApproveTradeIdea(Desk.Command(), by ?? Desk.Manager, note),
            new ApprovalFacts(risk ?? Risk(Desk.Quote()), RevalidationRules.Default),
            now ?? Desk.Now);

    public static TradeIdea Approved()
    {
        var idea = NeedingApproval();
        return idea.After(Approve(idea));
    }

    /// <summary>The idea's order as the account tells of it.</summary>
    public static Order Order(
        OrderStatus status, decimal filled = 0m, decimal price = 1.3902m, Refusal? refusal = null, OrderId? id = null) => new(
        Proposal.Ticket(id), status, Desk.Now, Desk.Now, new Quantity(filled), filled > 0m ? new Price(price) : null, [],
        refusal is null ? [] : [refusal]);

    public static Outcome<TradeIdeaEvent> Tell(TradeIdea? idea, Order order) =>
        TradeIdeaDecider.Decide(idea, new RecordTradeIdeaOrder(Desk.Command(), Actor.Desk, order), Desk.Now);

    private static OrderTicket Ticket(this TradeProposal proposal, OrderId? id) =>
        new(id ?? TradeIdea.OrderIdOf(Id), proposal.Symbol, proposal.Side, proposal.Quantity);

    public static TradeIdea After(this TradeIdea? idea, Outcome<TradeIdeaEvent> outcome) =>
        outcome.Events().Aggregate(idea, (i, e) => TradeIdeaDecider.Apply(i, e))!;
}
