using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Accounts;

/// <summary>What a fill costs: a share of the notional, an amount a lot and a fixed amount an order, added; at least the minimum.</summary>
/// <param name="Rate">Fraction of the notional: 0.00002 is 20 for a million. Of fills that take, where <paramref name="MakerRate"/> says otherwise
/// for those that rested.</param>
/// <param name="Minimum">The least that a fill costs, in the account's currency.</param>
/// <param name="MakerRate">Fraction of the notional for fills of resting orders; may be negative, a rebate. Null: the same rate.</param>
/// <param name="PerLot">Amount of the account's currency for each <paramref name="LotUnits"/>.</param>
/// <param name="LotUnits">Units of a lot; 100,000 where nothing is said, as in FX.</param>
/// <param name="PerOrder">Amount of the account's currency, with an order's first fill.</param>
public sealed record CommissionModel(
    decimal Rate, decimal Minimum, decimal? MakerRate = null, decimal? PerLot = null, decimal? LotUnits = null, decimal? PerOrder = null)
{
    private const decimal StandardLot = 100_000m;

    public static CommissionModel None { get; } = new(0m, 0m);

    /// <summary>20 for a million of notional, no minimum.</summary>
    public static CommissionModel Default { get; } = new(0.00002m, 0m);

    /// <summary>A rebate is paid out whole: the minimum is for what costs.</summary>
    /// <param name="notional">Quantity times price, in the account's currency.</param>
    /// <param name="isFirst">It is the order's first fill.</param>
    public decimal Of(decimal notional, Quantity quantity, Liquidity liquidity, bool isFirst)
    {
        var rate = liquidity == Liquidity.Maker ? MakerRate ?? Rate : Rate;
        var amount = Math.Abs(notional) * rate;
        amount += PerLot is { } perLot ? quantity.Abs().Value / (LotUnits ?? StandardLot) * perLot : 0m;
        amount += isFirst ? PerOrder ?? 0m : 0m;
        amount = Ledger.Round(amount);
        return amount < 0m ? amount : Math.Max(Minimum, amount);
    }
}
