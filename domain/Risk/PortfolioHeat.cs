using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What an account loses if every stop is reached: the figure that the gate holds against <see cref="LimitKind.MaxHeat"/>.</summary>
/// <param name="Amount">In the account's currency.</param>
/// <param name="Percent">Of the equity; null where there is none.</param>
public sealed record PortfolioHeat(decimal Amount, decimal? Percent)
{
    private const int PercentDecimals = 4;

    /// <summary>
    /// Each open position down to its working stops, and all of it where no stop covers it; each order that could open one from its price down to its
    /// attached stop. Null where a symbol has no quote or its currency no rate: a sum that leaves something out would look like less risk than there is.
    /// </summary>
    /// <param name="quotes">Of every symbol held or ordered, and of pairs for conversion, as far as there are any.</param>
    /// <param name="equity">In the account's currency.</param>
    public static PortfolioHeat? Of(Account account, IReadOnlyDictionary<Symbol, Quote> quotes, decimal equity)
    {
        var sum = new ExposureSum(account, null, null, quotes, new AccountRates(quotes, account.Currency), null, default);
        sum.Run(account.Orders.Working());
        return sum.Heat is not { } heat ? null
            : new PortfolioHeat(Ledger.Round(heat), equity > 0m ? Math.Round(100m * heat / equity, PercentDecimals) : null);
    }
}
