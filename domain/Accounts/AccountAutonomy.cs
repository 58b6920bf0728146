using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Accounts;

/// <summary>From an account to what the conditions of autonomy are judged on.</summary>
public static class AccountAutonomy
{
    /// <param name="quotes">Of every symbol with a position; where one is missing, the day's result and the drawdown are not known.</param>
    /// <param name="tradingDay">The trading day that now belongs to; it ends 17:00 New York.</param>
    public static AutonomyFacts AutonomyFacts(
        this Account account, StrategyId strategy, IReadOnlyDictionary<Symbol, Quote> quotes, DateOnly tradingDay)
    {
        var isValued = account.IsValuedBy(quotes);
        return new AutonomyFacts(
            account.Autonomy, Trades(account, strategy), Trades(account, null),
            isValued ? Drawdown(account.Record?.PeakEquity, account.Equity(quotes).Amount) : null,
            isValued ? account.RealisedOn(tradingDay) + account.Unrealised(quotes).Amount : null);
    }

    private static decimal? Drawdown(decimal? peak, decimal equity) =>
        peak is > 0m and var highest ? 100m * Math.Max(0m, highest - equity) / highest : null;

    // What protects or closes a position is none, and an entry that has begun to fill is counted as its position.
    private static int Trades(Account account, StrategyId? strategy) =>
        account.Positions.Values.Count(p => strategy is null || p.StrategyId == strategy)
        + account.Orders.Open.Values.Count(o =>
            !o.Ticket.ReduceOnly && o.Filled.IsZero && (strategy is null || o.Ticket.StrategyId == strategy));
}
