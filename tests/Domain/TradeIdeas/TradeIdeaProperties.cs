using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.TradeIdeas;

/// <summary>Any commands in any order, on good and bad markets: only legal transitions, and every machine's decision replays.</summary>
public sealed class TradeIdeaProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20140506UL, 17UL);

    private static readonly Arbitrary<Step[]> Steps = Arb.From(
        (from act in Gen.Choose(0, 9)
         from ask in Gen.Choose(137_000, 142_000)
         from minutes in Gen.Choose(0, 90)
         from state in Gen.Elements(TradingState.Active, TradingState.Active, TradingState.Reducing, TradingState.Halted)
         from auto in Gen.Elements(0, 999, 1_000)
         select new Step(act, ask / 100_000m, minutes, state, auto)).NonEmptyListOf().Select(l => l.ToArray()));

    [Fact]
    public void Idea_UnderAnyCommands_MakesOnlyLegalTransitionsAndReplays() => Prop.ForAll(Steps, steps =>
    {
        TradeIdea? idea = null;
        foreach (var step in steps)
        {
            if (step.Decide(idea) is not Outcome<TradeIdeaEvent>.Accepted accepted)
            {
                continue;
            }

            foreach (var e in accepted.Events)
            {
                var next = TradeIdeaDecider.Apply(idea, e);
                Assert.True(
                    idea is null || idea.Status == next.Status || TradeIdeaStateMachine.CanMove(idea.Status, next.Status),
                    $"{idea?.Status} to {next.Status} by {e}");
                Assert.True(DecisionReplay.Recompute(e)?.Identical ?? true, $"{e}");
                idea = next;
            }
        }

        Assert.True(idea?.FillPrice is null || idea.Status is TradeIdeaStatus.Approved or TradeIdeaStatus.AutoExecuted);
    }).Check(Runs);

    private sealed record Step(int Act, decimal Ask, int Minutes, TradingState State, int Auto)
    {
        private DateTimeOffset Now => Desk.Now.AddMinutes(Minutes);

        private RiskFacts Risk => Ideas.Risk(Desk.Quote(Ask - 0.0002m, Ask, Now), state: State);

        public Outcome<TradeIdeaEvent> Decide(TradeIdea? idea) => Act switch
        {
            0 => TradeIdeaDecider.Decide(
                idea,
                new RaiseTradeIdea(Desk.Command(), Actor.Strategy(Desk.StrategyId), Ideas.Id, Ideas.Proposal, Ideas.ExpiresAt),
                new RaiseFacts(Risk, new Autonomy.AutoUnder(new Quantity(Auto))),
                Now),
            1 => Ideas.Approve(idea, Risk, Now),
            2 => TradeIdeaDecider.Decide(idea, new RejectTradeIdea(Desk.Command(), Desk.Manager, "No."), Now),
            3 => TradeIdeaDecider.Decide(idea, new ExpireTradeIdea(Desk.Command(), Actor.Desk), Now),
            4 => TradeIdeaDecider.Decide(idea, new HaltTradeIdea(Desk.Command(), Desk.Manager, "Stop."), Now),
            5 => Ideas.Tell(idea, Ideas.Order(OrderStatus.Filled, 1_000m, Ask)),
            6 => Ideas.Tell(idea, Ideas.Order(OrderStatus.Cancelled, 400m, Ask)),
            7 => Ideas.Tell(idea, Ideas.Order(OrderStatus.Unknown)),
            8 => TradeIdeaDecider.Decide(idea, new FailTradeIdea(Desk.Command(), Actor.Desk, [new Refusal("idea.expired", "Late.")], null), Now),
            _ => Ideas.Tell(idea, Ideas.Order(OrderStatus.Rejected, refusal: new Refusal("venue.no_price", "None."))),
        };
    }
}
