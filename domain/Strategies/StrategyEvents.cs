using System.Text.Json.Serialization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

[JsonDerivedType(typeof(StrategyCreated), "strategy-created")]
[JsonDerivedType(typeof(StrategyRevised), "strategy-revised")]
[JsonDerivedType(typeof(StrategyActivated), "strategy-activated")]
[JsonDerivedType(typeof(StrategyPaused), "strategy-paused")]
[JsonDerivedType(typeof(StrategyAutonomySet), "strategy-autonomy-set")]
[JsonDerivedType(typeof(StrategyRetired), "strategy-retired")]
public abstract record StrategyEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record StrategyCreated(StrategyId Id, StrategyDefinition Definition, Actor By, DateTimeOffset At) : StrategyEvent(At);

public sealed record StrategyRevised(StrategyDefinition Definition, int Version, Actor By, DateTimeOffset At) : StrategyEvent(At);

public sealed record StrategyActivated(AccountId Account, Autonomy Autonomy, Actor By, DateTimeOffset At) : StrategyEvent(At);

public sealed record StrategyPaused(Actor By, DateTimeOffset At) : StrategyEvent(At);

/// <summary>A person changed how much of the strategy goes without a person.</summary>
public sealed record StrategyAutonomySet(Autonomy Autonomy, string Reason, Actor By, DateTimeOffset At) : StrategyEvent(At);

/// <summary>A person ended it for good; its history stays.</summary>
public sealed record StrategyRetired(string Reason, Actor By, DateTimeOffset At) : StrategyEvent(At);
