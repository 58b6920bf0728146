using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Risk;

/// <summary>Which limits make sense: all problems at once, field by field.</summary>
public static class RiskCapsRules
{
    private const decimal PercentMax = 10_000m;

    /// <summary>Empty where the limits can be set.</summary>
    public static ImmutableArray<Refusal> Check(RiskCaps caps)
    {
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        foreach (var kind in Enum.GetValues<LimitKind>())
        {
            if (caps[kind] is { } value && Problem(kind, value) is { } rule)
            {
                refusals.Add(RiskRefusals.Limits(Field(kind), rule));
            }
        }

        return refusals.ToImmutable();
    }

    /// <summary>The limit's name in JSON.</summary>
    public static string Field(LimitKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string? Problem(LimitKind kind, decimal value) => kind switch
    {
        LimitKind.MaxPosition or LimitKind.MaxOrderQuantity => value >= 0m ? null : "must not be negative",
        LimitKind.MaxOpenIdeas => Whole(value, 1_000),
        LimitKind.MaxOpenPositions or LimitKind.MaxOpenOrders or LimitKind.MaxStrategyOpen or LimitKind.MaxTenantOrders
            or LimitKind.MaxLossStreak => Whole(value, 1_000_000),
        LimitKind.MaxOrdersPerSecond or LimitKind.MaxOrdersPerMinute => Whole(value, OrderRateMeter.Capacity),
        LimitKind.HaltOnRejects => Whole(value, RiskCaps.RejectsMax),
        LimitKind.CorrelationThreshold => value is > 0m and <= EffectiveLimits.CorrelationDefault
            ? null
            : FormattableString.Invariant($"must be above 0 and at most {EffectiveLimits.CorrelationDefault}"),
        LimitKind.MaxDrawdown or LimitKind.HaltOnDrawdown => value is > 0m and <= 100m ? null : "must be above 0 and at most 100 percent",
        LimitKind.MaxMarginUse or LimitKind.MaxTradeLoss or LimitKind.MaxHeat or LimitKind.PriceCollar or LimitKind.MaxSpread =>
            value is > 0m and <= PercentMax ? null : FormattableString.Invariant($"must be above 0 and at most {PercentMax} percent"),
        LimitKind.SessionOnly => null,
        _ => value > 0m ? null : "must be above zero",
    };

    private static string? Whole(decimal value, int most) =>
        value >= 1m && value <= most ? null : FormattableString.Invariant($"must be 1 to {most}");
}
