using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// Sums an account up for the gate: one pass over its positions and open orders. Orders under way count as if they filled, each side by itself, so
/// that ten orders that would each pass alone do not pass one after the other.
/// </summary>
public static class RiskFactsOf
{
    /// <param name="terms">Of the order's symbol.</param>
    /// <param name="quotes">Of the order's symbol, of every symbol held or ordered, and of pairs for conversion, as far as there are any.</param>
    /// <param name="tradingDay">The trading day that now belongs to.</param>
    /// <param name="openIdeas">Other ideas of the account that wait; 0 where the order comes from no idea.</param>
    /// <param name="replaces">The open order that this one is the amendment of; the intent's quantity is then what would remain of it.</param>
    public static RiskFacts Order(
        Account account,
        OrderIntent intent,
        InstrumentTerms terms,
        IReadOnlyDictionary<Symbol, Quote> quotes,
        DateOnly tradingDay,
        RiskSurroundings around,
        DateTimeOffset now,
        int openIdeas = 0,
        OrderId? replaces = null)
    {
        var replaced = replaces is { } id ? account.Orders.Open.GetValueOrDefault(id) : null;
        var orders = replaced is null ? account.Orders.Working() : account.Orders.Working().Without(replaced);
        var rates = new AccountRates(quotes, account.Currency);
        var limits = EffectiveLimits.Of(account.Limits, around.Levels);
        var sum = new ExposureSum(account, intent, terms, quotes, rates, around.Correlations, limits.CorrelationThreshold);
        sum.Run(orders);
        var own = orders.LineOf(intent.Symbol)?.Opening;
        var quote = quotes.GetValueOrDefault(intent.Symbol);
        var margin = account.Terms?.Margin;
        var marginAfter = around.MarginAfter
            ?? (margin is null ? 0m : AccountMargin.After(account, margin, intent, terms, quotes, orders, rates));
        return new RiskFacts(
            new AccountRiskFacts(
                account.Id, account.Currency, account.TradingState, account.Limits, intent.Symbol, account.PositionIn(intent.Symbol),
                new Quantity(own?.Buys.Units ?? 0m), new Quantity(own?.Sells.Units ?? 0m),
                account.RealisedOn(tradingDay), sum.Unrealised, account.Ledger.Cash + sum.Unrealised, Closing(account, intent)),
            quote,
            openIdeas,
            around.Levels,
            sum.Exposure(account.Orders.Open.Count - (replaced is null ? 0 : 1), marginAfter)
                with { MarginStatus = margin is null ? null : account.MarginStatus },
            Flow(account, intent, around.Rate, limits, now, replaces),
            around.Record ?? account.Record,
            intent.StrategyId is null ? null : sum.Strategy(),
            Tenant(around, rates),
            around.Volatility,
            around.Blackout is { } blackout && blackout.Concerns(terms.Base, terms.Quote) ? blackout : null);
    }

    // In a hedging account only a reduce-only order closes, and the position that it names; any other opens one of its own.
    private static Quantity? Closing(Account account, OrderIntent intent)
    {
        if (account.Mode == PositionMode.Netting)
        {
            return null;
        }

        if (intent.ReduceOnly is not true)
        {
            return Quantity.Zero;
        }

        return intent.PositionId is not { } id ? new Quantity(-intent.Side.Sign() * intent.Quantity.Value)
            : account.Positions.TryGetValue(id, out var position) && position.Symbol == intent.Symbol ? position.Quantity : Quantity.Zero;
    }

    // The account's memory is looked through only where a limit asks for it.
    private static OrderFlow Flow(
        Account account, OrderIntent intent, OrderRate? rate, EffectiveLimits limits, DateTimeOffset now, OrderId? replaces)
    {
        var countsSame = limits[LimitKind.DuplicateWindow] is not null && replaces is null;
        var countsRate = rate is null && (limits[LimitKind.MaxOrdersPerSecond] is not null || limits[LimitKind.MaxOrdersPerMinute] is not null);
        if (!countsSame && !countsRate)
        {
            return new OrderFlow(rate?.LastSecond ?? 0, rate?.LastMinute ?? 0, null);
        }

        var (second, minute, same) = (0, 0, (DateTimeOffset?)null);
        foreach (var line in account.Orders.Working().Lines)
        {
            if (countsRate || line.Symbol == intent.Symbol)
            {
                CountAll(line);
            }
        }

        foreach (var block in account.Orders.Finished)
        {
            foreach (var order in block)
            {
                Count(order);
            }
        }

        return new OrderFlow(rate?.LastSecond ?? second, rate?.LastMinute ?? minute, same);

        void CountAll(WorkingLine line)
        {
            foreach (var order in line.Orders)
            {
                Count(order);
            }
        }

        void Count(Order order)
        {
            if (order.Status is OrderStatus.Denied or OrderStatus.Rejected || order.Ticket.ParentId is not null)
            {
                return;
            }

            var ticket = order.Ticket;
            second += now - order.PlacedAt < TimeSpan.FromSeconds(1) ? 1 : 0;
            minute += now - order.PlacedAt < TimeSpan.FromMinutes(1) ? 1 : 0;
            if (countsSame && ticket.Symbol == intent.Symbol && ticket.Side == intent.Side && ticket.Quantity == intent.Quantity
                && (same is not { } latest || order.PlacedAt > latest))
            {
                same = order.PlacedAt;
            }
        }
    }

    private static TenantExposure? Tenant(RiskSurroundings around, AccountRates rates)
    {
        if (around.Others is not { } others)
        {
            return null;
        }

        decimal? gross = 0m;
        foreach (var money in others)
        {
            gross += money.Amount * rates.Of(money.Currency);
        }

        return new TenantExposure(gross, around.OtherOrders);
    }
}
