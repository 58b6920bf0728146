namespace Countersign.Domain.Risk;

/// <summary>Where limits and trading states are set. The tightest of the four holds; a lower level never loosens an upper one.</summary>
public enum RiskLevel
{
    /// <summary>The operator, for every tenant.</summary>
    Platform,

    /// <summary>A tenant, for all its accounts.</summary>
    Tenant,

    Account,

    /// <summary>One strategy's orders, in whichever account.</summary>
    Strategy,
}
