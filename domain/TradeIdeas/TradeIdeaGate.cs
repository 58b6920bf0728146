using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <summary>The two decisions about an idea that a machine makes, as functions of nothing but their stored inputs.</summary>
public static class TradeIdeaGate
{
    public static RoutingOutcome Route(RoutingInputs inputs)
    {
        var facts = inputs.Facts;
        var refusals = RiskGate.Check(facts.Account.Limits, facts, inputs.Proposal.OrderIntent, inputs.Now);
        if (facts.Account.TradingState == TradingState.Halted)
        {
            return new RoutingOutcome.Halted(refusals);
        }

        return refusals.IsEmpty
            ? new RoutingOutcome.Routed(AutonomyGate.Decide(inputs.Autonomy, inputs.Proposal.Quantity))
            : new RoutingOutcome.Rejected(refusals);
    }

    /// <summary>Whether an idea still holds against the market of now; empty where it does.</summary>
    public static ImmutableArray<Refusal> Revalidate(ApprovalInputs inputs)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (inputs.Now >= inputs.ExpiresAt)
        {
            refusals.Add(TradeIdeaRefusals.Expired(inputs.ExpiresAt, inputs.Now));
        }

        refusals.AddRange(RiskGate.Check(inputs.Facts.Account.Limits, inputs.Facts, inputs.Proposal.OrderIntent, inputs.Now));
        if (inputs.Facts.Quote is { } quote && quote.Symbol == inputs.Proposal.Symbol)
        {
            CheckPrice(refusals, inputs.Proposal, inputs.Rules, quote.For(inputs.Proposal.Side));
        }

        return refusals.ToImmutable();
    }

    private static void CheckPrice(
        ImmutableArray<Refusal>.Builder refusals, TradeProposal proposal, RevalidationRules rules, Price price)
    {
        var sign = proposal.Side.Sign();
        if (proposal.Intent == TradeIntent.Open && proposal.Stop is { } stop && (price - stop) * sign <= 0m)
        {
            refusals.Add(TradeIdeaRefusals.BeyondStop(price, stop));
        }

        if (proposal.Intent == TradeIntent.Open && proposal.Target is { } target && (target - price) * sign <= 0m)
        {
            refusals.Add(TradeIdeaRefusals.BeyondTarget(price, target));
        }

        var snapshot = proposal.Snapshot.Quote.For(proposal.Side);
        var limit = proposal.Stop is { } level
            ? Math.Abs(snapshot - level) * rules.StopDistanceMax
            : snapshot.Value * rules.DeviationMax;
        var against = (price - snapshot) * sign;
        if (against > limit)
        {
            refusals.Add(TradeIdeaRefusals.Moved(price, snapshot, against, limit));
        }
    }
}
