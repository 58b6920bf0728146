namespace Countersign.Domain.Risk;

/// <summary>Every limit that a level can set; <see cref="RiskCaps"/> says what each one counts.</summary>
public enum LimitKind
{
    MaxPosition,
    MaxDailyLoss,
    MaxOpenIdeas,
    QuoteAgeMax,
    MaxOrderQuantity,
    MaxOrderNotional,
    MaxGrossNotional,
    MaxLeverage,
    MaxMarginUse,
    MaxTradeLoss,
    MaxOpenPositions,
    MaxOpenOrders,
    MaxSymbolNet,
    MaxSymbolGross,
    MaxCurrencyNet,
    MaxCurrencyGross,
    MaxCorrelatedExposure,
    CorrelationThreshold,
    MaxHeat,
    MaxDrawdown,
    MaxLossStreak,
    DailyTarget,
    MaxOrdersPerSecond,
    MaxOrdersPerMinute,
    DuplicateWindow,
    PriceCollar,
    SessionOnly,
    MaxSpread,
    MaxVolatility,
    MaxStrategyNotional,
    MaxStrategyOpen,
    MaxTenantNotional,
    MaxTenantOrders,
    HaltOnDailyLoss,
    HaltOnDrawdown,
    HaltOnRejects,
    HaltOnDataOutage,
    HaltOnBrokerOutage,
    FourEyesQuantity,
    FourEyesNotional,
}

public static class LimitKinds
{
    /// <summary>Most limits are tighter the lower they are; these are tighter the higher.</summary>
    public static bool HigherIsTighter(this LimitKind kind) => kind is LimitKind.DuplicateWindow or LimitKind.SessionOnly;

    /// <summary>The tighter of two values; <paramref name="left"/> where they are equal.</summary>
    public static decimal Tighter(this LimitKind kind, decimal left, decimal right) =>
        kind.HigherIsTighter() ? (right > left ? right : left) : (right < left ? right : left);
}
