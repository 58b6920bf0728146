using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.TradeIdeas;

public enum TradeIntent
{
    Open,
    Close,
}

/// <summary>The market that an idea was made on, and all that the strategy looked at: enough to make the idea again.</summary>
/// <param name="Quote">The quote at the decision; its time is the decision's.</param>
/// <param name="Definition">The strategy as it was.</param>
/// <param name="Frame">What its rules were evaluated on.</param>
public sealed record MarketSnapshot(Quote Quote, StrategyDefinition Definition, SignalFrame Frame);

/// <summary>What a strategy proposes.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Rationale">Why, a line each, for people.</param>
public sealed record TradeProposal(
    AccountId AccountId,
    StrategyId StrategyId,
    int StrategyVersion,
    Symbol Symbol,
    TradeIntent Intent,
    Side Side,
    Quantity Quantity,
    Price? Stop,
    Price? Target,
    double Confidence,
    ImmutableArray<string> Rationale,
    MarketSnapshot Snapshot)
{
    [JsonIgnore]
    public OrderIntent OrderIntent => new(Symbol, Side, Quantity);
}

/// <summary>A trade that a machine proposes and a person (or the autonomy setting) decides.</summary>
/// <param name="Routing">What the autonomy setting said; null before, and where the gate refused.</param>
/// <param name="DecidedBy">Who approved, rejected or halted it; null before.</param>
/// <param name="Note">The decider's words.</param>
/// <param name="FillPrice">Null before the fill.</param>
/// <param name="Refusals">Why the gate rejected it or its order failed; else empty.</param>
public sealed record TradeIdea(
    TradeIdeaId Id,
    TradeProposal Proposal,
    TradeIdeaStatus Status,
    DateTimeOffset RaisedAt,
    DateTimeOffset ExpiresAt,
    AutonomyDecision? Routing,
    Actor? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Note,
    OrderId? OrderId,
    Price? FillPrice,
    ImmutableArray<Refusal> Refusals)
{
    /// <summary>The one order that this idea can ever have: derived from its id, so that a retry cannot double it.</summary>
    [JsonIgnore]
    public OrderId OrderIdToPlace => OrderIdOf(Id);

    /// <summary>The desk should place the order now: approved, or going on its own, and not filled.</summary>
    [JsonIgnore]
    public bool IsToBeExecuted => FillPrice is null
        && (Status == TradeIdeaStatus.Approved || (Status == TradeIdeaStatus.Waiting && Routing is AutonomyDecision.Auto));

    public static OrderId OrderIdOf(TradeIdeaId id) =>
        Execution.OrderId.Parse(Execution.OrderId.Prefix + id.Value[TradeIdeaId.Prefix.Length..]);

    /// <summary>The order's ticket; a closing order carries no protective levels.</summary>
    public OrderTicket Ticket() => new(
        OrderIdToPlace, Proposal.Symbol, Proposal.Side, Proposal.Quantity, OrderType.Market, TimeInForce.FillOrKill,
        Proposal.Intent == TradeIntent.Open ? Proposal.Stop : null, Proposal.Intent == TradeIntent.Open ? Proposal.Target : null, Id,
        Proposal.StrategyId);

    /// <summary>The idea in its next status.</summary>
    /// <exception cref="InvalidOperationException">The transition table forbids it.</exception>
    public TradeIdea MoveTo(TradeIdeaStatus next) => TradeIdeaStateMachine.CanMove(Status, next)
        ? this with { Status = next }
        : throw new InvalidOperationException($"Idea {Id} is {Status} and cannot become {next}.");
}
