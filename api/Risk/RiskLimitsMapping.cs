using Countersign.Api.Requests;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>Limits as the API has them (units last, durations in seconds) and as the rules have them.</summary>
internal static class RiskLimitsMapping
{
    public static Body.RiskLimits ToBody(this RiskCaps caps) => new()
    {
        PositionMax = caps.MaxPosition?.Value,
        DailyLossMax = caps.MaxDailyLoss,
        OpenIdeasMax = caps.MaxOpenIdeas,
        QuoteAgeSecondsMax = Seconds(caps.QuoteAgeMax),
        OrderQuantityMax = caps.MaxOrderQuantity?.Value,
        OrderNotionalMax = caps.MaxOrderNotional,
        GrossNotionalMax = caps.MaxGrossNotional,
        LeverageMax = caps.MaxLeverage,
        MarginUsePercentMax = caps.MaxMarginUse,
        TradeLossPercentMax = caps.MaxTradeLoss,
        OpenPositionsMax = caps.MaxOpenPositions,
        OpenOrdersMax = caps.MaxOpenOrders,
        SymbolNetMax = caps.MaxSymbolNet,
        SymbolGrossMax = caps.MaxSymbolGross,
        CurrencyNetMax = caps.MaxCurrencyNet,
        CurrencyGrossMax = caps.MaxCurrencyGross,
        CorrelatedExposureMax = caps.MaxCorrelatedExposure,
        CorrelationThreshold = caps.CorrelationThreshold,
        HeatPercentMax = caps.MaxHeat,
        DrawdownPercentMax = caps.MaxDrawdown,
        LossStreakMax = caps.MaxLossStreak,
        DailyTarget = caps.DailyTarget,
        OrdersPerSecondMax = caps.MaxOrdersPerSecond,
        OrdersPerMinuteMax = caps.MaxOrdersPerMinute,
        DuplicateWindowSeconds = Seconds(caps.DuplicateWindow),
        PriceCollarPercent = caps.PriceCollar,
        SessionOnly = caps.SessionOnly,
        SpreadPercentMax = caps.MaxSpread,
        VolatilityMultipleMax = caps.MaxVolatility,
        StrategyNotionalMax = caps.MaxStrategyNotional,
        StrategyOpenMax = caps.MaxStrategyOpen,
        TenantNotionalMax = caps.MaxTenantNotional,
        TenantOrdersMax = caps.MaxTenantOrders,
        HaltOnDailyLoss = caps.HaltOnDailyLoss,
        HaltOnDrawdownPercent = caps.HaltOnDrawdown,
        HaltOnRejectsPerMinute = caps.HaltOnRejects,
        HaltOnDataOutageSeconds = Seconds(caps.HaltOnDataOutage),
        HaltOnBrokerOutageSeconds = Seconds(caps.HaltOnBrokerOutage),
        FourEyesQuantity = caps.FourEyesQuantity?.Value,
        FourEyesNotional = caps.FourEyesNotional,
    };

    /// <summary>An account's limits: its own four, and its others.</summary>
    public static Body.RiskLimits ToBody(this RiskLimits limits) => (limits.Caps ?? RiskCaps.None).ToBody() with
    {
        PositionMax = limits.MaxPosition.Value,
        DailyLossMax = limits.MaxDailyLoss,
        OpenIdeasMax = limits.MaxOpenIdeas,
        QuoteAgeSecondsMax = Seconds(limits.QuoteAgeMax),
    };

    /// <summary>Reads limits; what they may be the rules say.</summary>
    public static RiskCaps ReadCaps(Input input, Body.RiskLimits? limits)
    {
        if (limits is null)
        {
            input.Error("limits", "It is missing: an object is right; {} sets no limits.");
            return RiskCaps.None;
        }

        return new RiskCaps
        {
            MaxPosition = limits.PositionMax is { } positionMax ? new Quantity(positionMax) : null,
            MaxDailyLoss = limits.DailyLossMax,
            MaxOpenIdeas = limits.OpenIdeasMax,
            QuoteAgeMax = Time(input, "limits.quoteAgeSecondsMax", limits.QuoteAgeSecondsMax),
            MaxOrderQuantity = limits.OrderQuantityMax is { } orderQuantityMax ? new Quantity(orderQuantityMax) : null,
            MaxOrderNotional = limits.OrderNotionalMax,
            MaxGrossNotional = limits.GrossNotionalMax,
            MaxLeverage = limits.LeverageMax,
            MaxMarginUse = limits.MarginUsePercentMax,
            MaxTradeLoss = limits.TradeLossPercentMax,
            MaxOpenPositions = limits.OpenPositionsMax,
            MaxOpenOrders = limits.OpenOrdersMax,
            MaxSymbolNet = limits.SymbolNetMax,
            MaxSymbolGross = limits.SymbolGrossMax,
            MaxCurrencyNet = limits.CurrencyNetMax,
            MaxCurrencyGross = limits.CurrencyGrossMax,
            MaxCorrelatedExposure = limits.CorrelatedExposureMax,
            CorrelationThreshold = limits.CorrelationThreshold,
            MaxHeat = limits.HeatPercentMax,
            MaxDrawdown = limits.DrawdownPercentMax,
            MaxLossStreak = limits.LossStreakMax,
            DailyTarget = limits.DailyTarget,
            MaxOrdersPerSecond = limits.OrdersPerSecondMax,
            MaxOrdersPerMinute = limits.OrdersPerMinuteMax,
            DuplicateWindow = Time(input, "limits.duplicateWindowSeconds", limits.DuplicateWindowSeconds),
            PriceCollar = limits.PriceCollarPercent,
            SessionOnly = limits.SessionOnly,
            MaxSpread = limits.SpreadPercentMax,
            MaxVolatility = limits.VolatilityMultipleMax,
            MaxStrategyNotional = limits.StrategyNotionalMax,
            MaxStrategyOpen = limits.StrategyOpenMax,
            MaxTenantNotional = limits.TenantNotionalMax,
            MaxTenantOrders = limits.TenantOrdersMax,
            HaltOnDailyLoss = limits.HaltOnDailyLoss,
            HaltOnDrawdown = limits.HaltOnDrawdownPercent,
            HaltOnRejects = limits.HaltOnRejectsPerMinute,
            HaltOnDataOutage = Time(input, "limits.haltOnDataOutageSeconds", limits.HaltOnDataOutageSeconds),
            HaltOnBrokerOutage = Time(input, "limits.haltOnBrokerOutageSeconds", limits.HaltOnBrokerOutageSeconds),
            FourEyesQuantity = limits.FourEyesQuantity is { } fourEyesQuantity ? new Quantity(fourEyesQuantity) : null,
            FourEyesNotional = limits.FourEyesNotional,
        };
    }

    /// <summary>Reads an account's limits: four must be there.</summary>
    public static RiskLimits? ReadAccountLimits(Input input, Body.RiskLimits? limits)
    {
        var caps = ReadCaps(input, limits);
        if (caps is { MaxPosition: { } position, MaxDailyLoss: { } loss, MaxOpenIdeas: { } ideas, QuoteAgeMax: { } age })
        {
            var others = caps with { MaxPosition = null, MaxDailyLoss = null, MaxOpenIdeas = null, QuoteAgeMax = null };
            return new RiskLimits(position, loss, ideas, age, others == RiskCaps.None ? null : others);
        }

        foreach (var (field, given) in new (string, bool)[]
        {
            ("limits.positionMax", caps.MaxPosition is not null), ("limits.dailyLossMax", caps.MaxDailyLoss is not null),
            ("limits.openIdeasMax", caps.MaxOpenIdeas is not null), ("limits.quoteAgeSecondsMax", caps.QuoteAgeMax is not null),
        })
        {
            if (limits is not null && !given)
            {
                input.Error(field, "It is missing: every account has this limit.");
            }
        }

        return null;
    }

    private static decimal? Seconds(TimeSpan? time) => time is { } t ? t.Ticks / (decimal)TimeSpan.TicksPerSecond : null;

    // Rules refuse what is zero or less; this keeps what no duration can be from them.
    private static TimeSpan? Time(Input input, string field, decimal? seconds)
    {
        const decimal secondsMax = 10_000_000_000m;
        if (seconds is not { } given)
        {
            return null;
        }

        if (given is < -secondsMax or > secondsMax)
        {
            input.Error(field, FormattableString.Invariant($"It is {given}: a number of seconds up to {secondsMax} is right."));
            return null;
        }

        return TimeSpan.FromTicks((long)(given * TimeSpan.TicksPerSecond));
    }
}
