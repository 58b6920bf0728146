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
/// <param name="Equity">The account's equity that the size was computed on, in the currency that the symbol is priced in; null where it was not, and in
/// old records.</param>
public sealed record MarketSnapshot(Quote Quote, StrategyDefinition Definition, SignalFrame Frame, decimal? Equity = null);

/// <summary>What a strategy proposes.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Rationale">Why, a line each, for people.</param>
/// <param name="PositionId">In a hedging account, the position that a closing idea closes; else null.</param>
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
    MarketSnapshot Snapshot,
    PositionId? PositionId = null)
{
    /// <summary>How well the signal stood, and what each rule did to it; null where no rule decided, and in old records.</summary>
    public SignalStrength? Strength { get; init; }

    /// <summary>Makes the stop trail, from the fill on; null where it stays.</summary>
    public Trail? StopTrail { get; init; }

    [JsonIgnore]
    public OrderIntent OrderIntent => Intent == TradeIntent.Open
        ? new(Symbol, Side, Quantity, Stop: Stop, StrategyId: StrategyId)
        : new(Symbol, Side, Quantity, StrategyId: StrategyId, ReduceOnly: true);
}

/// <summary>The first of two people's approvals; it lasts as long as the idea.</summary>
public sealed record FirstApproval(Actor By, string? Note, DateTimeOffset At);

/// <summary>A trade that a machine proposes and a person (or the autonomy setting) decides.</summary>
/// <param name="Routing">What the autonomy setting said; null before, and where the gate refused.</param>
/// <param name="DecidedBy">Who approved, rejected or halted it; null before.</param>
/// <param name="Note">The decider's words.</param>
/// <param name="FillPrice">Null before the fill.</param>
/// <param name="Refusals">Why the gate rejected it or its order failed; else empty.</param>
/// <param name="FilledQuantity">Null before the fill; less than proposed where the order's rest was cancelled.</param>
/// <param name="RoutedOn">The account and the market when it was routed; null where the gate refused it.</param>
/// <param name="FirstApproval">Of a size that needs two people, the first; null before.</param>
/// <param name="LastInputs">What it was last approved, or its approval refused, on; null before.</param>
/// <param name="RaisedAround">What surrounded it when it was raised; null in old records.</param>
/// <param name="DecidedAround">What surrounded a person's last decision about it; null before, and in old records.</param>
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
    ImmutableArray<Refusal> Refusals,
    Quantity? FilledQuantity = null,
    RiskFacts? RoutedOn = null,
    FirstApproval? FirstApproval = null,
    ApprovalInputs? LastInputs = null,
    DecisionSnapshots? RaisedAround = null,
    DecisionSnapshots? DecidedAround = null)
{
    /// <summary>The one order that this idea can ever have: derived from its id, so that a retry cannot double it.</summary>
    [JsonIgnore]
    public OrderId OrderIdToPlace => OrderIdOf(Id);

    /// <summary>The desk should place the order now: approved, or going on its own, and not filled.</summary>
    [JsonIgnore]
    public bool IsToBeExecuted => FillPrice is null
        && (Status == TradeIdeaStatus.Approved || (Status == TradeIdeaStatus.Waiting && Routing is AutonomyDecision.Auto));

    /// <summary>What had changed when it was last approved or its approval refused; null before.</summary>
    [JsonIgnore]
    public IdeaChanges? LastCheck => LastInputs is { } inputs ? IdeaChanges.Of(this, inputs) : null;

    public static OrderId OrderIdOf(TradeIdeaId id) =>
        Execution.OrderId.Parse(Execution.OrderId.Prefix + id.Value[TradeIdeaId.Prefix.Length..]);

    /// <summary>The order's ticket; a closing order carries no protective levels and can open nothing.</summary>
    public OrderTicket Ticket() => new(
        OrderIdToPlace, Proposal.Symbol, Proposal.Side, Proposal.Quantity, OrderType.Market, TimeInForce.FillOrKill,
        Proposal.Intent == TradeIntent.Open ? Proposal.Stop : null, Proposal.Intent == TradeIntent.Open ? Proposal.Target : null, Id,
        Proposal.StrategyId, StopTrail: Proposal.StopTrail, ReduceOnly: Proposal.Intent == TradeIntent.Close, PositionId: Proposal.PositionId,
        StrategyVersion: Proposal.StrategyVersion);

    /// <summary>The idea in its next status.</summary>
    /// <exception cref="InvalidOperationException">The transition table forbids it.</exception>
    public TradeIdea MoveTo(TradeIdeaStatus next) => TradeIdeaStateMachine.CanMove(Status, next)
        ? this with { Status = next }
        : throw new InvalidOperationException($"Idea {Id} is {Status} and cannot become {next}.");
}
