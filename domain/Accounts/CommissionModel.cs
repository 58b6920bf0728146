namespace Countersign.Domain.Accounts;

/// <summary>What a fill costs.</summary>
/// <param name="Rate">Fraction of the notional: 0.00002 is 20 for a million.</param>
/// <param name="Minimum">The least that a fill costs, in the account's currency.</param>
public sealed record CommissionModel(decimal Rate, decimal Minimum)
{
    public static CommissionModel None { get; } = new(0m, 0m);

    /// <summary>20 for a million of notional, no minimum.</summary>
    public static CommissionModel Default { get; } = new(0.00002m, 0m);

    /// <param name="notional">Quantity times price, in the account's currency.</param>
    public decimal Of(decimal notional) => Math.Max(Minimum, Ledger.Round(Math.Abs(notional) * Rate));
}
