using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <param name="By">Who wants it.</param>
public abstract record TradeIdeaCommand(CommandId CommandId, Actor By);

/// <param name="ExpiresAt">After this the idea can no longer be approved.</param>
public sealed record RaiseTradeIdea(
    CommandId CommandId, Actor By, TradeIdeaId Id, TradeProposal Proposal, DateTimeOffset ExpiresAt) : TradeIdeaCommand(CommandId, By);

public sealed record ApproveTradeIdea(CommandId CommandId, Actor By, string? Note) : TradeIdeaCommand(CommandId, By);

/// <param name="Snapshots">What surrounds the decision; null where nobody looked.</param>
public sealed record RejectTradeIdea(CommandId CommandId, Actor By, string Reason, DecisionSnapshots? Snapshots = null) : TradeIdeaCommand(CommandId, By);

public sealed record ExpireTradeIdea(CommandId CommandId, Actor By) : TradeIdeaCommand(CommandId, By);

public sealed record HaltTradeIdea(CommandId CommandId, Actor By, string Reason) : TradeIdeaCommand(CommandId, By);

/// <summary>Tells the idea how its order stands; what is not final changes nothing.</summary>
public sealed record RecordTradeIdeaOrder(CommandId CommandId, Actor By, Order Order) : TradeIdeaCommand(CommandId, By);

/// <summary>Fails the idea before an order of it exists.</summary>
public sealed record FailTradeIdea(CommandId CommandId, Actor By, ImmutableArray<Refusal> Refusals, ApprovalInputs? Inputs)
    : TradeIdeaCommand(CommandId, By);

/// <summary>What a raised idea is routed on.</summary>
/// <param name="Autonomy">The strategy's setting.</param>
/// <param name="Conditions">What the conditions of autonomy are judged on; null where only the strategy's own size limit counts.</param>
/// <param name="Snapshots">What surrounds the decision; null where nobody looked.</param>
public sealed record RaiseFacts(RiskFacts Risk, Autonomy Autonomy, AutonomyFacts? Conditions = null, DecisionSnapshots? Snapshots = null);

/// <summary>What an approval is checked against, at that moment.</summary>
/// <param name="Snapshots">What surrounds the decision; null where nobody looked.</param>
public sealed record ApprovalFacts(RiskFacts Risk, RevalidationRules Rules, DecisionSnapshots? Snapshots = null);
