using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

/// <param name="By">Who wants it.</param>
public abstract record StrategyCommand(CommandId CommandId, Actor By);

public sealed record CreateStrategy(CommandId CommandId, Actor By, StrategyId Id, StrategyDefinition Definition) : StrategyCommand(CommandId, By);

/// <summary>Replaces the definition by a further version.</summary>
public sealed record ReviseStrategy(CommandId CommandId, Actor By, StrategyDefinition Definition) : StrategyCommand(CommandId, By);

public sealed record ActivateStrategy(CommandId CommandId, Actor By, AccountId Account, Autonomy Autonomy) : StrategyCommand(CommandId, By);

/// <summary>Changes how much of the strategy goes without a person; its bars and its waiting ideas go on.</summary>
/// <param name="Reason">Why, 1 to 1,000 characters.</param>
public sealed record SetStrategyAutonomy(CommandId CommandId, Actor By, Autonomy Autonomy, string Reason) : StrategyCommand(CommandId, By);

public sealed record PauseStrategy(CommandId CommandId, Actor By) : StrategyCommand(CommandId, By);

/// <summary>Ends it for good: it raises nothing, and cannot be activated or revised again.</summary>
/// <param name="Reason">Why, 1 to 1,000 characters.</param>
public sealed record RetireStrategy(CommandId CommandId, Actor By, string Reason) : StrategyCommand(CommandId, By);
