using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// The gate's checks in the order in which they are reported. docs/risk.md explains each. Orders that only reduce pass all but those marked
/// <c>Reducing</c>: what limits losses or exposure must not keep anybody in a position.
/// </summary>
internal static class RiskChecks
{
    private static readonly RiskCheck NoPrice = new(
        "Price", "risk.no_price", RiskUnit.None, null, Breach.Below, s => s.Quote is null ? 0m : 1m, Reducing: true,
        Refuse: (s, _, _) => RiskRefusals.NoPrice(s.Order.Symbol));

    private static readonly RiskCheck StalePrice = new(
        "Age of the quote", "risk.stale_price", RiskUnit.Seconds, LimitKind.QuoteAgeMax, Breach.Above,
        s => RiskCaps.Seconds(s.Now - s.Quote!.Time), Reducing: true, Concerns: s => s.Quote is not null,
        Refuse: (s, figure, limit) => RiskRefusals.StalePrice(s.Order.Symbol, figure, limit));

    private static readonly RiskCheck MaxPosition = new(
        "Position", "risk.max_position", RiskUnit.Units, LimitKind.MaxPosition, Breach.Above, s => s.NetAfter.Abs().Value,
        Refuse: (s, _, limit) => RiskRefusals.MaxPosition(s.Order.Symbol, s.NetAfter, limit));

    private static readonly RiskCheck MaxDailyLoss = new(
        "Loss of the day", "risk.max_daily_loss", RiskUnit.Amount, LimitKind.MaxDailyLoss, Breach.AtOrAbove,
        s => -(s.Facts.Account.RealisedToday + s.Facts.Account.Unrealised),
        Refuse: (s, figure, limit) => RiskRefusals.MaxDailyLoss(new Money(figure, s.Facts.Account.Currency), limit));

    private static readonly RiskCheck MaxOpenIdeas = new(
        "Ideas that wait", "risk.max_open_ideas", RiskUnit.Count, LimitKind.MaxOpenIdeas, Breach.AtOrAbove, s => s.Facts.OpenIdeas,
        Reducing: true, Refuse: (s, _, limit) => RiskRefusals.MaxOpenIdeas(s.Facts.OpenIdeas, limit));

    private static readonly RiskCheck Session = new(
        "Market closed", "risk.session_closed", RiskUnit.None, LimitKind.SessionOnly, Breach.AtOrAbove,
        s => SessionCalendar.IsOpen(s.Order.Symbol, s.Now) ? 0m : 1m, Reducing: true,
        Refuse: (s, _, limit) => RiskRefusals.SessionClosed(s.Order.Symbol, SessionCalendar.NextOpen(s.Order.Symbol, s.Now), limit));

    private static readonly RiskCheck Blackout = new(
        "Blackout", "risk.blackout", RiskUnit.None, null, Breach.AtOrAbove, s => s.Facts.Blackout is { } b && b.Holds(s.Now) ? 1m : 0m,
        Refuse: (s, _, _) => RiskRefusals.Blackout(s.Facts.Blackout!));

    private static readonly RiskCheck Margin = new(
        "Free margin", "risk.margin", RiskUnit.None, null, Breach.Below,
        s => s.Exposure is { MarginStatus: MarginStatus.Sufficient, MarginAfter: { } after } && after <= s.Equity ? 1m : 0m,
        Concerns: s => s.Exposure?.MarginStatus is not null, Refuse: (s, _, _) => RiskRefusals.Margin(s));

    public static ImmutableArray<RiskCheck> All { get; } =
    [
        NoPrice, StalePrice, Margin, MaxPosition, MaxDailyLoss, MaxOpenIdeas,
        new("Quantity of the order", "risk.max_order_quantity", RiskUnit.Units, LimitKind.MaxOrderQuantity, Breach.Above, s => s.Order.Quantity.Value),
        new("Notional of the order", "risk.max_order_notional", RiskUnit.Amount, LimitKind.MaxOrderNotional, Breach.Above, s => s.OrderNotional),
        new("Notional of the account", "risk.max_gross_notional", RiskUnit.Amount, LimitKind.MaxGrossNotional, Breach.Above, s => s.GrossAfter),
        new("Leverage", "risk.max_leverage", RiskUnit.Multiple, LimitKind.MaxLeverage, Breach.Above, s => s.Equity > 0m ? s.GrossAfter / s.Equity : null),
        new("Margin after", "risk.max_margin_use", RiskUnit.Percent, LimitKind.MaxMarginUse, Breach.Above, s => s.OfEquity(s.Exposure?.MarginAfter)),
        new("Loss of the trade at its stop", "risk.max_trade_loss", RiskUnit.Percent, LimitKind.MaxTradeLoss, Breach.Above,
            s => s.OfEquity(s.RiskToStop), UnknownAs: "the order has no stop on its losing side, or there is no equity"),
        new("Open positions", "risk.max_open_positions", RiskUnit.Count, LimitKind.MaxOpenPositions, Breach.Above, PositionsAfter),
        new("Working orders", "risk.max_open_orders", RiskUnit.Count, LimitKind.MaxOpenOrders, Breach.Above, s => s.Exposure?.OpenOrders + 1),
        new("Net exposure of the symbol", "risk.max_symbol_net", RiskUnit.Amount, LimitKind.MaxSymbolNet, Breach.Above, s => Abs(s.NetAmountAfter)),
        new("Gross exposure of the symbol", "risk.max_symbol_gross", RiskUnit.Amount, LimitKind.MaxSymbolGross, Breach.Above, s => s.SymbolGrossAfter),
        new("Net exposure to a currency", "risk.max_currency_net", RiskUnit.Amount, LimitKind.MaxCurrencyNet, Breach.Above, CurrencyExposures.NetAfter),
        new("Gross exposure to a currency", "risk.max_currency_gross", RiskUnit.Amount, LimitKind.MaxCurrencyGross, Breach.Above, CurrencyExposures.GrossAfter),
        new("Correlated exposure", "risk.max_correlated_exposure", RiskUnit.Amount, LimitKind.MaxCorrelatedExposure, Breach.Above, CorrelatedAfter),
        new("Portfolio heat", "risk.max_heat", RiskUnit.Percent, LimitKind.MaxHeat, Breach.Above,
            s => s.OfEquity(s.Exposure?.Heat + (s.RiskToStop ?? s.OrderNotional))),
        new("Drawdown from the peak", "risk.max_drawdown", RiskUnit.Percent, LimitKind.MaxDrawdown, Breach.AtOrAbove, s => Drawdown(s.Facts)),
        new("Losing trades in a row", "risk.max_loss_streak", RiskUnit.Count, LimitKind.MaxLossStreak, Breach.AtOrAbove, s => s.Facts.Record?.LossStreak),
        new("Result of the day", "risk.daily_target", RiskUnit.Amount, LimitKind.DailyTarget, Breach.AtOrAbove,
            s => s.Facts.Account.RealisedToday + s.Facts.Account.Unrealised),
        new("Orders in a second", "risk.order_rate", RiskUnit.Count, LimitKind.MaxOrdersPerSecond, Breach.Above, s => s.Facts.Flow?.LastSecond + 1),
        new("Orders in a minute", "risk.order_rate_minute", RiskUnit.Count, LimitKind.MaxOrdersPerMinute, Breach.Above, s => s.Facts.Flow?.LastMinute + 1),
        new("Time since the same order", "risk.duplicate_order", RiskUnit.Seconds, LimitKind.DuplicateWindow, Breach.Below,
            s => s.Facts.Flow is { SameOrderAt: { } at } ? RiskCaps.Seconds(s.Now - at) : null,
            Concerns: s => s.Facts.Flow is not { SameOrderAt: null }),
        new("Price away from the market", "risk.price_collar", RiskUnit.Percent, LimitKind.PriceCollar, Breach.Above, FromMarket, Concerns: IsPriced),
        Session, Blackout,
        new("Spread", "risk.max_spread", RiskUnit.Percent, LimitKind.MaxSpread, Breach.Above,
            s => s.Quote is { } q && q.Mid.Value > 0m ? q.Spread / q.Mid.Value * 100m : null),
        new("Volatility against its average", "risk.max_volatility", RiskUnit.Multiple, LimitKind.MaxVolatility, Breach.Above, s => s.Facts.Volatility),
        new("Notional of the strategy", "risk.max_strategy_notional", RiskUnit.Amount, LimitKind.MaxStrategyNotional, Breach.Above,
            s => s.Facts.Strategy?.Gross + s.OrderNotional, Concerns: IsStrategys),
        new("Positions and orders of the strategy", "risk.max_strategy_open", RiskUnit.Count, LimitKind.MaxStrategyOpen, Breach.Above,
            s => s.Facts.Strategy?.Open + 1, Concerns: IsStrategys),
        new("Notional of the tenant", "risk.max_tenant_notional", RiskUnit.Amount, LimitKind.MaxTenantNotional, Breach.Above,
            s => s.Facts.Tenant?.OthersGross + s.GrossAfter),
        new("Working orders of the tenant", "risk.max_tenant_orders", RiskUnit.Count, LimitKind.MaxTenantOrders, Breach.Above,
            s => s.Facts.Tenant?.OthersOrders + s.Exposure?.OpenOrders + 1),
    ];

    /// <summary>Percent that the equity is below its peak; a new peak is not below.</summary>
    internal static decimal? Drawdown(RiskFacts facts) => facts.Record?.PeakEquity is { } peak && Math.Max(peak, facts.Account.Equity) is > 0m and var top
        ? (top - facts.Account.Equity) / top * 100m
        : null;

    private static decimal? Abs(decimal? amount) => amount is { } a ? Math.Abs(a) : null;

    private static bool IsStrategys(RiskScene s) => s.Order.StrategyId is not null;

    private static bool IsPriced(RiskScene s) => s.Order.LimitPrice is not null || s.Order.TriggerPrice is not null;

    // In a netting account the order joins what is open in its symbol; in a hedging account it opens one more.
    private static decimal? PositionsAfter(RiskScene s) => s.Exposure is { } e
        ? e.PositionsElsewhere + (e.OwnGross is null ? 1 : e.OwnPositions + 1)
        : null;

    private static decimal? CorrelatedAfter(RiskScene s) => s.NetAmountAfter is { } net
        ? Math.Abs(net) + (net >= 0m ? s.Exposure?.WithLong : s.Exposure?.WithShort)
        : null;

    private static decimal? FromMarket(RiskScene s)
    {
        if (s.Quote?.For(s.Order.Side).Value is not { } market || market <= 0m)
        {
            return null;
        }

        var limit = s.Order.LimitPrice is { } l ? Math.Abs(l.Value - market) : 0m;
        var trigger = s.Order.TriggerPrice is { } t ? Math.Abs(t.Value - market) : 0m;
        return Math.Max(limit, trigger) / market * 100m;
    }

    private static class CurrencyExposures
    {
        public static decimal? NetAfter(RiskScene s) =>
            Larger(Net(s.Exposure?.Base, s.Sign * s.OrderNotional), Net(s.Exposure?.Quote, -s.Sign * s.OrderNotional), s);

        public static decimal? GrossAfter(RiskScene s) =>
            Larger(Gross(s.Exposure?.Base, s.OrderNotional), Gross(s.Exposure?.Quote, s.OrderNotional), s);

        private static decimal? Net(CurrencyExposure? exposure, decimal? change) => exposure is null
            ? 0m
            : change >= 0m ? Abs(exposure.Net + exposure.Up + change) : Abs(exposure.Net - exposure.Down + change);

        private static decimal? Gross(CurrencyExposure? exposure, decimal? change) => exposure is null
            ? 0m
            : exposure.Gross + exposure.Up + exposure.Down + change;

        private static decimal? Larger(decimal? left, decimal? right, RiskScene s) =>
            s.Exposure is not null && left is { } l && right is { } r ? Math.Max(l, r) : null;
    }
}
