using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>
/// The limits of one level; null sets none. Amounts are in the account's currency, percents of the account's equity unless another base is named.
/// docs/risk.md has the formula of each.
/// </summary>
public sealed record RiskCaps
{
    /// <summary>The highest limit on rejects in a minute.</summary>
    public const int RejectsMax = 1_000;

    public static RiskCaps None { get; } = new();

    /// <summary>Largest position of one symbol, either way, in units of the base.</summary>
    public Quantity? MaxPosition { get; init; }

    /// <summary>Trading stops once today's realised and open result are down by this amount.</summary>
    public decimal? MaxDailyLoss { get; init; }

    /// <summary>Ideas that may wait for a decision at one time.</summary>
    public int? MaxOpenIdeas { get; init; }

    /// <summary>A quote older than this decides nothing.</summary>
    public TimeSpan? QuoteAgeMax { get; init; }

    /// <summary>Largest single order, in units of the base.</summary>
    public Quantity? MaxOrderQuantity { get; init; }

    /// <summary>Largest single order, amount.</summary>
    public decimal? MaxOrderNotional { get; init; }

    /// <summary>Sum over the symbols of what may become open, amount.</summary>
    public decimal? MaxGrossNotional { get; init; }

    /// <summary>Gross notional as a multiple of the equity.</summary>
    public decimal? MaxLeverage { get; init; }

    /// <summary>Margin after the order, percent of the equity.</summary>
    public decimal? MaxMarginUse { get; init; }

    /// <summary>What the order loses at its stop, percent of the equity. An order without a stop is refused.</summary>
    public decimal? MaxTradeLoss { get; init; }

    /// <summary>Open positions, with the orders that would open one.</summary>
    public int? MaxOpenPositions { get; init; }

    /// <summary>Working orders, this one included.</summary>
    public int? MaxOpenOrders { get; init; }

    /// <summary>Net exposure of one symbol, amount.</summary>
    public decimal? MaxSymbolNet { get; init; }

    /// <summary>Position and everything under way of one symbol, both ways, amount.</summary>
    public decimal? MaxSymbolGross { get; init; }

    /// <summary>Net exposure to one currency other than the account's, amount.</summary>
    public decimal? MaxCurrencyNet { get; init; }

    /// <summary>Exposure to one currency other than the account's, both ways, amount.</summary>
    public decimal? MaxCurrencyGross { get; init; }

    /// <summary>Net exposure of the symbol with that of all symbols that move with it, amount.</summary>
    public decimal? MaxCorrelatedExposure { get; init; }

    /// <summary>
    /// From which absolute correlation symbols count together, above 0 and at most <see cref="EffectiveLimits.CorrelationDefault"/>, which holds
    /// where none is set: it can only be made tighter.
    /// </summary>
    public decimal? CorrelationThreshold { get; init; }

    /// <summary>Sum of what all positions and working orders lose at their stops, percent of the equity.</summary>
    public decimal? MaxHeat { get; init; }

    /// <summary>Trading stops once the equity is this many percent below its peak.</summary>
    public decimal? MaxDrawdown { get; init; }

    /// <summary>Trading stops after this many losing trades in a row.</summary>
    public int? MaxLossStreak { get; init; }

    /// <summary>Trading stops once today's result reaches this amount.</summary>
    public decimal? DailyTarget { get; init; }

    /// <summary>Orders in any second, 1 to <see cref="OrderRateMeter.Capacity"/>.</summary>
    public int? MaxOrdersPerSecond { get; init; }

    /// <summary>Orders in any minute, 1 to <see cref="OrderRateMeter.Capacity"/>.</summary>
    public int? MaxOrdersPerMinute { get; init; }

    /// <summary>An order like one of the last so long (symbol, side and quantity) is refused.</summary>
    public TimeSpan? DuplicateWindow { get; init; }

    /// <summary>How far a limit or trigger price may be from the market, percent of it.</summary>
    public decimal? PriceCollar { get; init; }

    /// <summary>True refuses orders while the instrument's market is closed.</summary>
    public bool? SessionOnly { get; init; }

    /// <summary>Widest spread, percent of the mid.</summary>
    public decimal? MaxSpread { get; init; }

    /// <summary>Highest volatility, as a multiple of its average.</summary>
    public decimal? MaxVolatility { get; init; }

    /// <summary>Positions and working orders of the order's strategy in the account, amount.</summary>
    public decimal? MaxStrategyNotional { get; init; }

    /// <summary>Positions and working orders of the order's strategy in the account, this one included.</summary>
    public int? MaxStrategyOpen { get; init; }

    /// <summary>Gross notional of all the tenant's accounts, in this account's currency.</summary>
    public decimal? MaxTenantNotional { get; init; }

    /// <summary>Working orders of all the tenant's accounts, this one included.</summary>
    public int? MaxTenantOrders { get; init; }

    /// <summary>Trading is halted once today's result is down by this amount.</summary>
    public decimal? HaltOnDailyLoss { get; init; }

    /// <summary>Trading is halted once the equity is this many percent below its peak.</summary>
    public decimal? HaltOnDrawdown { get; init; }

    /// <summary>Trading is halted once the venue rejects this many orders in a minute, 1 to <see cref="RejectsMax"/>.</summary>
    public int? HaltOnRejects { get; init; }

    /// <summary>Trading is halted once a held symbol has had no tick for this long while its market was open.</summary>
    public TimeSpan? HaltOnDataOutage { get; init; }

    /// <summary>Trading is halted once the broker has been away for this long.</summary>
    public TimeSpan? HaltOnBrokerOutage { get; init; }

    /// <summary>An idea that opens more than this, in units of the base, needs two people.</summary>
    public Quantity? FourEyesQuantity { get; init; }

    /// <summary>An idea that opens more than this amount needs two people, also where its amount is not known.</summary>
    public decimal? FourEyesNotional { get; init; }

    /// <summary>A limit as a number: durations in seconds, a switch as 1; null where it is not set.</summary>
    public decimal? this[LimitKind kind] => kind switch
    {
        LimitKind.MaxPosition => MaxPosition?.Value,
        LimitKind.MaxDailyLoss => MaxDailyLoss,
        LimitKind.MaxOpenIdeas => MaxOpenIdeas,
        LimitKind.QuoteAgeMax => Seconds(QuoteAgeMax),
        LimitKind.MaxOrderQuantity => MaxOrderQuantity?.Value,
        LimitKind.MaxOrderNotional => MaxOrderNotional,
        LimitKind.MaxGrossNotional => MaxGrossNotional,
        LimitKind.MaxLeverage => MaxLeverage,
        LimitKind.MaxMarginUse => MaxMarginUse,
        LimitKind.MaxTradeLoss => MaxTradeLoss,
        LimitKind.MaxOpenPositions => MaxOpenPositions,
        LimitKind.MaxOpenOrders => MaxOpenOrders,
        LimitKind.MaxSymbolNet => MaxSymbolNet,
        LimitKind.MaxSymbolGross => MaxSymbolGross,
        LimitKind.MaxCurrencyNet => MaxCurrencyNet,
        LimitKind.MaxCurrencyGross => MaxCurrencyGross,
        LimitKind.MaxCorrelatedExposure => MaxCorrelatedExposure,
        LimitKind.CorrelationThreshold => CorrelationThreshold,
        LimitKind.MaxHeat => MaxHeat,
        LimitKind.MaxDrawdown => MaxDrawdown,
        LimitKind.MaxLossStreak => MaxLossStreak,
        LimitKind.DailyTarget => DailyTarget,
        LimitKind.MaxOrdersPerSecond => MaxOrdersPerSecond,
        LimitKind.MaxOrdersPerMinute => MaxOrdersPerMinute,
        LimitKind.DuplicateWindow => Seconds(DuplicateWindow),
        LimitKind.PriceCollar => PriceCollar,
        LimitKind.SessionOnly => SessionOnly is true ? 1m : null,
        LimitKind.MaxSpread => MaxSpread,
        LimitKind.MaxVolatility => MaxVolatility,
        LimitKind.MaxStrategyNotional => MaxStrategyNotional,
        LimitKind.MaxStrategyOpen => MaxStrategyOpen,
        LimitKind.MaxTenantNotional => MaxTenantNotional,
        LimitKind.MaxTenantOrders => MaxTenantOrders,
        LimitKind.HaltOnDailyLoss => HaltOnDailyLoss,
        LimitKind.HaltOnDrawdown => HaltOnDrawdown,
        LimitKind.HaltOnRejects => HaltOnRejects,
        LimitKind.HaltOnDataOutage => Seconds(HaltOnDataOutage),
        LimitKind.HaltOnBrokerOutage => Seconds(HaltOnBrokerOutage),
        LimitKind.FourEyesQuantity => FourEyesQuantity?.Value,
        LimitKind.FourEyesNotional => FourEyesNotional,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such limit."),
    };

    internal static decimal Seconds(TimeSpan time) => time.Ticks / (decimal)TimeSpan.TicksPerSecond;

    private static decimal? Seconds(TimeSpan? time) => time is { } t ? Seconds(t) : null;
}
