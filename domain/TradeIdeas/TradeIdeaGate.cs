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
        var refusals = RiskGate.Check(facts.Account.Limits, facts, inputs.Order, inputs.Now);
        if (facts.Account.TradingState == TradingState.Halted)
        {
            return new RoutingOutcome.Halted(refusals);
        }

        return refusals.IsEmpty
            ? new RoutingOutcome.Routed(AutonomyGate.Decide(inputs.Autonomy, inputs.Order.Quantity))
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

        refusals.AddRange(RiskGate.Check(inputs.Facts.Account.Limits, inputs.Facts, inputs.Order, inputs.Now));
        if (inputs.Facts.Quote is { } quote && quote.Symbol == inputs.Order.Symbol)
        {
            CheckPrice(refusals, inputs, quote.For(inputs.Order.Side));
        }

        return refusals.ToImmutable();
    }

    private static void CheckPrice(ImmutableArray<Refusal>.Builder refusals, ApprovalInputs inputs, Price price)
    {
        var sign = inputs.Order.Side.Sign();
        if (inputs.Intent == TradeIntent.Open && inputs.Stop is { } stop && (price - stop) * sign <= 0m)
        {
            refusals.Add(TradeIdeaRefusals.BeyondStop(price, stop));
        }

        if (inputs.Intent == TradeIntent.Open && inputs.Target is { } target && (target - price) * sign <= 0m)
        {
            refusals.Add(TradeIdeaRefusals.BeyondTarget(price, target));
        }

        var limit = inputs.Stop is { } level
            ? Math.Abs(inputs.Reference - level) * inputs.Rules.StopDistanceMax
            : inputs.Reference.Value * inputs.Rules.DeviationMax;
        var against = (price - inputs.Reference) * sign;
        if (against > limit)
        {
            refusals.Add(TradeIdeaRefusals.Moved(price, inputs.Reference, against, limit));
        }
    }
}
