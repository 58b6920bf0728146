using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

public abstract record TradeIdeaEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record TradeIdeaRaised(TradeIdeaId Id, TradeProposal Proposal, DateTimeOffset ExpiresAt, Actor By, DateTimeOffset At)
    : TradeIdeaEvent(At);

/// <summary>The gate let it through; the autonomy setting said whether a person decides.</summary>
public sealed record TradeIdeaRouted(RoutingInputs Inputs, AutonomyDecision Decision, DateTimeOffset At) : TradeIdeaEvent(At);

public sealed record TradeIdeaApproved(ApprovalInputs Inputs, string? Note, Actor By, DateTimeOffset At) : TradeIdeaEvent(At);

/// <summary>The first of two people said yes; the idea goes on needing approval, by another.</summary>
public sealed record TradeIdeaFirstApproved(ApprovalInputs Inputs, string? Note, Actor By, DateTimeOffset At) : TradeIdeaEvent(At);

/// <summary>A person said yes and the market no longer does; the idea goes on needing approval.</summary>
public sealed record TradeIdeaApprovalRefused(ApprovalInputs Inputs, ImmutableArray<Refusal> Refusals, Actor By, DateTimeOffset At)
    : TradeIdeaEvent(At), IRefusalEvent;

/// <param name="Reason">A person's words, or the gate's.</param>
/// <param name="Refusals">The gate's; empty where a person rejected.</param>
/// <param name="Inputs">What the gate looked at; null where a person rejected.</param>
/// <param name="Snapshots">What surrounded a person's decision; null in old records, and where the gate rejected: its inputs tell.</param>
public sealed record TradeIdeaRejected(
    string Reason, ImmutableArray<Refusal> Refusals, RoutingInputs? Inputs, Actor By, DateTimeOffset At, DecisionSnapshots? Snapshots = null)
    : TradeIdeaEvent(At);

public sealed record TradeIdeaExpired(DateTimeOffset ExpiresAt, DateTimeOffset At) : TradeIdeaEvent(At);

/// <param name="Inputs">What the gate looked at; null where a person halted it.</param>
public sealed record TradeIdeaHalted(
    string Reason, ImmutableArray<Refusal> Refusals, RoutingInputs? Inputs, Actor By, DateTimeOffset At) : TradeIdeaEvent(At);

/// <param name="FillPrice">Quantity-weighted average of the order's fills.</param>
/// <param name="FilledQuantity">What was filled: less than proposed where the rest was cancelled; null where all of it was, in old records.</param>
public sealed record TradeIdeaExecuted(
    OrderId OrderId, Price FillPrice, DateTimeOffset FilledAt, DateTimeOffset At, Quantity? FilledQuantity = null) : TradeIdeaEvent(At);

/// <summary>Nothing of its order was filled: denied, rejected, cancelled or expired; or its time ended before an order was placed.</summary>
/// <param name="Inputs">Of the check that kept its order from being placed; null where the order came to nothing.</param>
public sealed record TradeIdeaFailed(
    OrderId? OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At, ApprovalInputs? Inputs = null)
    : TradeIdeaEvent(At), IRefusalEvent;
