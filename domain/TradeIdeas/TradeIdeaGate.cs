using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <summary>The decisions about an idea that a machine makes, as functions of nothing but their stored inputs.</summary>
public static class TradeIdeaGate
{
    public static RoutingOutcome Route(RoutingInputs inputs)
    {
        var facts = inputs.Facts;
        var refusals = RiskGate.Check(facts.Account.Limits, facts, inputs.Order, inputs.Now);
        if (TradingStates.MostRestrictive(facts.Account.TradingState, facts.Levels).State == TradingState.Halted)
        {
            return new RoutingOutcome.Halted(refusals);
        }

        return refusals.IsEmpty
            ? new RoutingOutcome.Routed(Autonomy(inputs))
            : new RoutingOutcome.Rejected(refusals);
    }

    /// <summary>What becomes of an approval: the market of now is asked first, then whether another person has to.</summary>
    public static ApprovalOutcome Approve(ApprovalInputs inputs)
    {
        var refusals = Revalidate(inputs);
        if (!NeedsTwo(inputs))
        {
            return refusals.IsEmpty ? new ApprovalOutcome.Approved() : new ApprovalOutcome.Refused(refusals);
        }

        var (by, first) = inputs.People!;
        refusals = CheckPeople(refusals, by, first);
        if (!refusals.IsEmpty)
        {
            return new ApprovalOutcome.Refused(refusals);
        }

        return first is null ? new ApprovalOutcome.FirstApproved() : new ApprovalOutcome.Approved();
    }

    /// <summary>Two people decide sizes over the limit; what only closes, one may.</summary>
    public static bool NeedsTwo(ApprovalInputs inputs) =>
        inputs.People is not null && !OnlyCloses(inputs.Intent, inputs.Order, inputs.Facts.Account)
        && FourEyes.NeedsTwo(inputs.Order, inputs.Facts);

    /// <summary>Whether an idea still holds against the market of now; empty where it does.</summary>
    public static ImmutableArray<Refusal> Revalidate(ApprovalInputs inputs)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (inputs.Now >= inputs.ExpiresAt)
        {
            refusals.Add(TradeIdeaRefusals.Expired(inputs.ExpiresAt, inputs.Now));
        }

        if (inputs is { People: not null, Intent: TradeIntent.Close }
            && Math.Sign(inputs.Facts.Account.Position.Value) != -inputs.Order.Side.Sign())
        {
            refusals.Add(TradeIdeaRefusals.NothingToClose(inputs.Order.Symbol, inputs.Facts.Account.Position));
        }

        refusals.AddRange(RiskGate.Check(inputs.Facts.Account.Limits, inputs.Facts, inputs.Order, inputs.Now));
        if (inputs.Facts.Quote is { } quote && quote.Symbol == inputs.Order.Symbol)
        {
            CheckPrice(refusals, inputs, quote.For(inputs.Order.Side));
            CheckSpread(refusals, inputs, quote);
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

        var limit = MoveLimit(inputs);
        var against = (price - inputs.Reference) * sign;
        if (against > limit)
        {
            refusals.Add(TradeIdeaRefusals.Moved(price, inputs.Reference, against, limit));
        }
    }

    /// <summary>How far the price may have moved against the idea, in the quote currency.</summary>
    internal static decimal MoveLimit(ApprovalInputs inputs) => inputs.Stop is { } level
        ? Math.Abs(inputs.Reference - level) * inputs.Rules.StopDistanceMax
        : inputs.Reference.Value * inputs.Rules.DeviationMax;

    /// <summary>The widest spread that is allowed, in the quote currency; null where it is not looked at.</summary>
    internal static decimal? SpreadLimit(ApprovalInputs inputs) =>
        inputs is { SpreadThen: { } then, Rules.SpreadFactorMax: { } factor }
            ? Math.Max(then * factor, inputs.Reference.Value * inputs.Rules.SpreadFloor)
            : null;

    private static void CheckSpread(ImmutableArray<Refusal>.Builder refusals, ApprovalInputs inputs, Quote quote)
    {
        var spread = quote.Spread;
        if (SpreadLimit(inputs) is { } limit && spread > limit)
        {
            refusals.Add(TradeIdeaRefusals.SpreadWide(spread, inputs.SpreadThen!.Value, limit));
        }
    }

    private static ImmutableArray<Refusal> CheckPeople(ImmutableArray<Refusal> refusals, Actor by, Actor? first)
    {
        if (!TradingStates.IsPerson(by))
        {
            return refusals.Add(TradeIdeaRefusals.NotAPerson(by));
        }

        return by == first ? refusals.Add(TradeIdeaRefusals.SamePerson(by)) : refusals;
    }

    private static AutonomyDecision Autonomy(RoutingInputs inputs) => inputs.AutonomyFacts is { } facts
        ? AutonomyGate.Decide(new AutonomyInputs(
            inputs.Order, inputs.Intent is { } intent && OnlyCloses(intent, inputs.Order, inputs.Facts.Account), inputs.Confidence,
            inputs.Autonomy, facts, inputs.Facts, inputs.Now))
        : AutonomyGate.Decide(inputs.Autonomy, inputs.Order.Quantity);

    private static bool OnlyCloses(TradeIntent intent, OrderIntent order, AccountRiskFacts account) =>
        intent == TradeIntent.Close && RiskGate.OnlyReduces(account, order);
}
