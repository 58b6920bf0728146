namespace Countersign.Api.Contracts.Risk;

/// <summary>
/// The limits of one level; null sets none there. Amounts are in the account's currency. Of platform, tenant, account and strategy the tightest of
/// each holds.
/// </summary>
public sealed record RiskLimits
{
    /// <summary>Largest position of one symbol, either way, in base currency.</summary>
    public decimal? PositionMax { get; init; }

    /// <summary>Trading stops once the day is down by this amount.</summary>
    public decimal? DailyLossMax { get; init; }

    /// <summary>Ideas that may wait for a decision at one time, 1 to 1,000.</summary>
    public int? OpenIdeasMax { get; init; }

    /// <summary>A quote older than this many seconds decides nothing.</summary>
    public decimal? QuoteAgeSecondsMax { get; init; }

    /// <summary>Largest single order, in base currency.</summary>
    public decimal? OrderQuantityMax { get; init; }

    /// <summary>Largest single order, amount.</summary>
    public decimal? OrderNotionalMax { get; init; }

    /// <summary>Sum over the symbols of what may become open, amount.</summary>
    public decimal? GrossNotionalMax { get; init; }

    /// <summary>Gross notional as a multiple of the equity.</summary>
    public decimal? LeverageMax { get; init; }

    /// <summary>Margin after an order, percent of the equity.</summary>
    public decimal? MarginUsePercentMax { get; init; }

    /// <summary>What an order loses at its stop, percent of the equity; an order without a stop is refused.</summary>
    public decimal? TradeLossPercentMax { get; init; }

    /// <summary>Open positions, with the orders that would open one.</summary>
    public int? OpenPositionsMax { get; init; }

    /// <summary>Working orders.</summary>
    public int? OpenOrdersMax { get; init; }

    /// <summary>Net exposure of one symbol, amount.</summary>
    public decimal? SymbolNetMax { get; init; }

    /// <summary>Position and everything under way of one symbol, both ways, amount.</summary>
    public decimal? SymbolGrossMax { get; init; }

    /// <summary>Net exposure to one currency other than the account's, amount.</summary>
    public decimal? CurrencyNetMax { get; init; }

    /// <summary>Exposure to one currency other than the account's, both ways, amount.</summary>
    public decimal? CurrencyGrossMax { get; init; }

    /// <summary>Net exposure of a symbol with that of all symbols that move with it, amount.</summary>
    public decimal? CorrelatedExposureMax { get; init; }

    /// <summary>From which absolute correlation symbols count together, over 0 and at most 0.8, which holds where none is set.</summary>
    public decimal? CorrelationThreshold { get; init; }

    /// <summary>Sum of what all positions and working orders lose at their stops, percent of the equity.</summary>
    public decimal? HeatPercentMax { get; init; }

    /// <summary>Trading stops once the equity is this many percent below its peak.</summary>
    public decimal? DrawdownPercentMax { get; init; }

    /// <summary>Trading stops after this many losing trades in a row.</summary>
    public int? LossStreakMax { get; init; }

    /// <summary>Trading stops once today's result reaches this amount.</summary>
    public decimal? DailyTarget { get; init; }

    /// <summary>Orders in any second.</summary>
    public int? OrdersPerSecondMax { get; init; }

    /// <summary>Orders in any minute.</summary>
    public int? OrdersPerMinuteMax { get; init; }

    /// <summary>An order like one of the last so many seconds (symbol, side and quantity) is refused.</summary>
    public decimal? DuplicateWindowSeconds { get; init; }

    /// <summary>How far a limit or trigger price may be from the market, percent of it.</summary>
    public decimal? PriceCollarPercent { get; init; }

    /// <summary>True refuses orders while the instrument's market is closed.</summary>
    public bool? SessionOnly { get; init; }

    /// <summary>Widest spread, percent of the mid.</summary>
    public decimal? SpreadPercentMax { get; init; }

    /// <summary>Highest volatility, as a multiple of its average.</summary>
    public decimal? VolatilityMultipleMax { get; init; }

    /// <summary>Positions and working orders of the order's strategy in the account, amount.</summary>
    public decimal? StrategyNotionalMax { get; init; }

    /// <summary>How many positions and working orders of the order's strategy there may be in the account.</summary>
    public int? StrategyOpenMax { get; init; }

    /// <summary>Gross notional of all the tenant's accounts, in the account's currency.</summary>
    public decimal? TenantNotionalMax { get; init; }

    /// <summary>Working orders of all the tenant's accounts.</summary>
    public int? TenantOrdersMax { get; init; }

    /// <summary>Trading is halted once today's result is down by this amount.</summary>
    public decimal? HaltOnDailyLoss { get; init; }

    /// <summary>Trading is halted once the equity is this many percent below its peak.</summary>
    public decimal? HaltOnDrawdownPercent { get; init; }

    /// <summary>Trading is halted once the venue rejects this many orders in a minute.</summary>
    public int? HaltOnRejectsPerMinute { get; init; }

    /// <summary>Trading is halted once a held symbol has had no tick for so many seconds while its market was open.</summary>
    public decimal? HaltOnDataOutageSeconds { get; init; }

    /// <summary>Trading is halted once the broker has been away for so many seconds.</summary>
    public decimal? HaltOnBrokerOutageSeconds { get; init; }

    /// <summary>An idea that opens more than this, in base currency, needs two people.</summary>
    public decimal? FourEyesQuantity { get; init; }

    /// <summary>An idea that opens more than this amount, in the account's currency, needs two people.</summary>
    public decimal? FourEyesNotional { get; init; }
}
