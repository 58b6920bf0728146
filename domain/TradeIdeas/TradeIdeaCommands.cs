using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <param name="By">Who wants it.</param>
public abstract record TradeIdeaCommand(CommandId CommandId, Actor By);

/// <param name="ExpiresAt">After this the idea can no longer be approved.</param>
public sealed record RaiseTradeIdea(
    CommandId CommandId, Actor By, TradeIdeaId Id, TradeProposal Proposal, DateTimeOffset ExpiresAt) : TradeIdeaCommand(CommandId, By);

public sealed record ApproveTradeIdea(CommandId CommandId, Actor By, string? Note) : TradeIdeaCommand(CommandId, By);

public sealed record RejectTradeIdea(CommandId CommandId, Actor By, string Reason) : TradeIdeaCommand(CommandId, By);

public sealed record ExpireTradeIdea(CommandId CommandId, Actor By) : TradeIdeaCommand(CommandId, By);

public sealed record HaltTradeIdea(CommandId CommandId, Actor By, string Reason) : TradeIdeaCommand(CommandId, By);

public sealed record RecordTradeIdeaExecution(CommandId CommandId, Actor By, OrderId OrderId, Price FillPrice, DateTimeOffset FilledAt)
    : TradeIdeaCommand(CommandId, By);

public sealed record RecordTradeIdeaFailure(CommandId CommandId, Actor By, OrderId? OrderId, ImmutableArray<Refusal> Refusals)
    : TradeIdeaCommand(CommandId, By);

/// <summary>What a raised idea is routed on.</summary>
public sealed record RaiseFacts(RiskFacts Risk, Autonomy Autonomy);

/// <summary>What an approval is checked against, at that moment.</summary>
public sealed record ApprovalFacts(RiskFacts Risk, RevalidationRules Rules);
