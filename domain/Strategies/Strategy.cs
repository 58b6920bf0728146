using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Strategies;

public enum StrategyStatus
{
    /// <summary>Defined, not trading.</summary>
    Draft,

    /// <summary>Follows its bars and raises ideas.</summary>
    Active,

    /// <summary>Was active; raises nothing.</summary>
    Paused,

    /// <summary>Ended for good; raises nothing.</summary>
    Retired,
}

/// <summary>A tenant's strategy.</summary>
/// <param name="Version">Of the definition, from 1; an idea names the version that made it.</param>
/// <param name="Account">Where its ideas trade; null until it is first activated.</param>
/// <param name="Autonomy">How much of it goes without a person.</param>
/// <param name="Retirement">Who ended it, when and why; null before.</param>
public sealed record Strategy(
    StrategyId Id, StrategyDefinition Definition, int Version, StrategyStatus Status, AccountId? Account, Autonomy Autonomy,
    StrategyRetirement? Retirement = null);

/// <summary>The end of a strategy.</summary>
public sealed record StrategyRetirement(string Reason, Actor By, DateTimeOffset At);
