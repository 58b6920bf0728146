using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <summary>The rules of a trade idea.</summary>
public static class TradeIdeaDecider
{
    private const int WordsMax = 1000;

    /// <summary>Raises the idea and routes it at once: to a person, on its own, or, where the gate says no, to its end.</summary>
    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, RaiseTradeIdea command, RaiseFacts facts, DateTimeOffset now)
    {
        if (state is not null)
        {
            return Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.AlreadyRaised(state.Id));
        }

        var refusals = CheckProposal(command, now);
        if (!refusals.IsEmpty)
        {
            return Outcome<TradeIdeaEvent>.Refuse(refusals);
        }

        var raised = new TradeIdeaRaised(command.Id, command.Proposal, command.ExpiresAt, command.By, now);
        var inputs = new RoutingInputs(
            command.Proposal.OrderIntent, facts.Risk, facts.Autonomy, now, command.Proposal.Intent, command.Proposal.Confidence,
            facts.Conditions, facts.Snapshots);
        return Outcome<TradeIdeaEvent>.Accept(raised, TradeIdeaGate.Route(inputs) switch
        {
            RoutingOutcome.Routed(var decision) => new TradeIdeaRouted(inputs, decision, now),
            RoutingOutcome.Rejected(var reasons) => new TradeIdeaRejected(Words(reasons), reasons, inputs, Actor.Gate, now),
            RoutingOutcome.Halted(var reasons) => new TradeIdeaHalted(Words(reasons), reasons, inputs, Actor.Gate, now),
            var other => throw new InvalidOperationException($"{other} is no outcome of routing."),
        });
    }

    /// <summary>Approves the idea if it still holds against the market; else records the refusal and leaves it waiting.</summary>
    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, ApproveTradeIdea command, ApprovalFacts facts, DateTimeOffset now)
    {
        if (NotUpForDecision(state) is { } refusal)
        {
            return Outcome<TradeIdeaEvent>.Refuse(refusal);
        }

        if (command.Note?.Length > WordsMax)
        {
            return Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.Note);
        }

        var inputs = ApprovalInputsOf(state!, command.By, facts, now);
        return Outcome<TradeIdeaEvent>.Accept(TradeIdeaGate.Approve(inputs) switch
        {
            ApprovalOutcome.Approved => new TradeIdeaApproved(inputs, command.Note, command.By, now),
            ApprovalOutcome.FirstApproved => new TradeIdeaFirstApproved(inputs, command.Note, command.By, now),
            ApprovalOutcome.Refused(var refusals) => (TradeIdeaEvent)new TradeIdeaApprovalRefused(inputs, refusals, command.By, now),
            var other => throw new InvalidOperationException($"{other} is no outcome of an approval."),
        });
    }

    /// <summary>What an approval of the idea would be checked on.</summary>
    public static ApprovalInputs ApprovalInputsOf(TradeIdea idea, Actor by, ApprovalFacts facts, DateTimeOffset now)
    {
        var proposal = idea.Proposal;
        return new ApprovalInputs(
            proposal.OrderIntent, proposal.Intent, proposal.Snapshot.Quote.For(proposal.Side), proposal.Stop, proposal.Target, idea.ExpiresAt,
            facts.Risk, facts.Rules, now, proposal.Snapshot.Quote.Spread, new ApprovalPeople(by, idea.FirstApproval?.By),
            facts.Snapshots);
    }

    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, RejectTradeIdea command, DateTimeOffset now)
    {
        if (NotUpForDecision(state) is { } refusal)
        {
            return Outcome<TradeIdeaEvent>.Refuse(refusal);
        }

        return string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > WordsMax
            ? Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.Reason)
            : Outcome<TradeIdeaEvent>.Accept(new TradeIdeaRejected(command.Reason, [], null, command.By, now, command.Snapshots));
    }

    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, ExpireTradeIdea command, DateTimeOffset now)
    {
        if (NotUpForDecision(state) is { } refusal)
        {
            return Outcome<TradeIdeaEvent>.Refuse(refusal);
        }

        return now < state!.ExpiresAt
            ? Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.NotExpired(state.ExpiresAt, now))
            : Outcome<TradeIdeaEvent>.Accept(new TradeIdeaExpired(state.ExpiresAt, now));
    }

    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, HaltTradeIdea command, DateTimeOffset now)
    {
        if (NotUpForDecision(state) is { } refusal)
        {
            return Outcome<TradeIdeaEvent>.Refuse(refusal);
        }

        return string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > WordsMax
            ? Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.Reason)
            : Outcome<TradeIdeaEvent>.Accept(new TradeIdeaHalted(command.Reason, [], null, command.By, now));
    }

    /// <summary>
    /// Takes how the idea's order stands. While it is not final, also where its fate is unknown, nothing is decided; then what was filled
    /// counts, and the idea failed only where nothing was. Told twice, it yields no event.
    /// </summary>
    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, RecordTradeIdeaOrder command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.NotFound);
        }

        var order = command.Order;
        if (order.Id != state.OrderIdToPlace)
        {
            return Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.OtherOrder(order.Id, state.OrderIdToPlace));
        }

        if (state.FillPrice is not null || state.Status == TradeIdeaStatus.Failed || !OrderStateMachine.IsFinal(order.Status))
        {
            return Outcome<TradeIdeaEvent>.Accept();
        }

        return state.IsToBeExecuted
            ? Outcome<TradeIdeaEvent>.Accept(EndOf(order, now))
            : Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.NotExecuting(state.Status));
    }

    /// <summary>Records that no order of the idea will be placed; told twice, it yields no event.</summary>
    public static Outcome<TradeIdeaEvent> Decide(TradeIdea? state, FailTradeIdea command, DateTimeOffset now)
    {
        if (state is null)
        {
            return Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.NotFound);
        }

        if (state.Status == TradeIdeaStatus.Failed)
        {
            return Outcome<TradeIdeaEvent>.Accept();
        }

        return state.IsToBeExecuted
            ? Outcome<TradeIdeaEvent>.Accept(new TradeIdeaFailed(null, command.Refusals, now, command.Inputs))
            : Outcome<TradeIdeaEvent>.Refuse(TradeIdeaRefusals.NotExecuting(state.Status));
    }

    private static TradeIdeaEvent EndOf(Order order, DateTimeOffset now) => order.FillPrice is { } price
        ? new TradeIdeaExecuted(order.Id, price, order.ChangedAt, now, order.Filled)
        : new TradeIdeaFailed(
            order.Id, order.Refusals.IsEmpty ? [TradeIdeaRefusals.Unfilled(order.Id, order.Status)] : order.Refusals, now);

    public static TradeIdea Apply(TradeIdea? state, TradeIdeaEvent @event) => @event switch
    {
        TradeIdeaRaised e => new TradeIdea(
            e.Id, e.Proposal, TradeIdeaStatus.Waiting, e.At, e.ExpiresAt, null, null, null, null, null, null, []),
        _ => ApplyRaised(state ?? throw new InvalidOperationException($"{@event.GetType().Name} came before the idea was raised."), @event),
    };

    private static TradeIdea ApplyRaised(TradeIdea state, TradeIdeaEvent @event) => @event switch
    {
        TradeIdeaRouted { Decision: AutonomyDecision.Auto } e => state with
        {
            Routing = e.Decision, RoutedOn = e.Inputs.Facts, DecidedBy = Actor.Gate, DecidedAt = e.At, OrderId = state.OrderIdToPlace,
            RaisedAround = e.Inputs.Snapshots,
        },
        TradeIdeaRouted e => state.MoveTo(TradeIdeaStatus.NeedsApproval) with
        {
            Routing = e.Decision, RoutedOn = e.Inputs.Facts, RaisedAround = e.Inputs.Snapshots,
        },
        TradeIdeaFirstApproved e => state with
        {
            FirstApproval = new FirstApproval(e.By, e.Note, e.At), LastInputs = e.Inputs, DecidedAround = e.Inputs.Snapshots,
        },
        TradeIdeaApproved e => state.MoveTo(TradeIdeaStatus.Approved) with
        {
            DecidedBy = e.By, DecidedAt = e.At, Note = e.Note, OrderId = state.OrderIdToPlace, LastInputs = e.Inputs,
            DecidedAround = e.Inputs.Snapshots,
        },
        TradeIdeaApprovalRefused e => state with { LastInputs = e.Inputs, DecidedAround = e.Inputs.Snapshots },
        TradeIdeaRejected e => state.MoveTo(TradeIdeaStatus.Rejected) with
        {
            DecidedBy = e.By, DecidedAt = e.At, Note = e.Reason, Refusals = e.Refusals,
            RaisedAround = state.RaisedAround ?? e.Inputs?.Snapshots, DecidedAround = e.Snapshots ?? state.DecidedAround,
        },
        TradeIdeaHalted e => state.MoveTo(TradeIdeaStatus.Halted) with
        {
            DecidedBy = e.By, DecidedAt = e.At, Note = e.Reason, Refusals = e.Refusals,
            RaisedAround = state.RaisedAround ?? e.Inputs?.Snapshots,
        },
        TradeIdeaExpired => state.MoveTo(TradeIdeaStatus.Expired),
        TradeIdeaExecuted e => (state.Status == TradeIdeaStatus.Approved ? state : state.MoveTo(TradeIdeaStatus.AutoExecuted)) with
        {
            FillPrice = e.FillPrice, FilledQuantity = e.FilledQuantity ?? state.Proposal.Quantity,
        },
        TradeIdeaFailed e => state.MoveTo(TradeIdeaStatus.Failed) with { Refusals = e.Refusals },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a raised idea."),
    };

    private static Refusal? NotUpForDecision(TradeIdea? state) => state switch
    {
        null => TradeIdeaRefusals.NotFound,
        { Status: TradeIdeaStatus.NeedsApproval } => null,
        _ => TradeIdeaRefusals.NotWaiting(state.Status),
    };

    private static ImmutableArray<Refusal> CheckProposal(RaiseTradeIdea command, DateTimeOffset now)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (command.Proposal.Quantity.Value <= 0m)
        {
            refusals.Add(TradeIdeaRefusals.Proposal("quantity", $"is {command.Proposal.Quantity} and must be above zero"));
        }

        if (command.Proposal.Confidence is not (>= 0 and <= 1))
        {
            refusals.Add(TradeIdeaRefusals.Proposal(
                "confidence", FormattableString.Invariant($"is {command.Proposal.Confidence} and must be 0 to 1")));
        }

        // A feature that is not a number could neither be stored as JSON nor be the reason of a trade.
        var frame = command.Proposal.Snapshot.Frame;
        if (frame.Current.Concat(frame.Previous).Any(f => !double.IsFinite(f.Value)))
        {
            refusals.Add(TradeIdeaRefusals.Proposal("snapshot", "has a feature that is not a finite number"));
        }

        if (command.ExpiresAt <= now)
        {
            refusals.Add(TradeIdeaRefusals.Expired(command.ExpiresAt, now));
        }

        return refusals.ToImmutable();
    }

    private static string Words(ImmutableArray<Refusal> refusals) => string.Join(" ", refusals.Select(r => r.Message));
}
