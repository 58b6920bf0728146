using System.Collections.Immutable;

namespace Countersign.Domain.Risk;

/// <summary>Whether a size needs two people. The tightest limit of all levels counts, and what cannot be valued needs two.</summary>
public static class FourEyes
{
    public static bool NeedsTwo(OrderIntent order, RiskFacts facts) => Conditions(order, facts).Any(c => !c.Holds);

    /// <summary>Of each limit that is set, whether one person is enough.</summary>
    public static ImmutableArray<AutonomyCondition> Conditions(OrderIntent order, RiskFacts facts)
    {
        var limits = EffectiveLimits.Of(facts.Account.Limits, facts.Levels);
        var conditions = ImmutableArray.CreateBuilder<AutonomyCondition>();
        Add(conditions, limits[LimitKind.FourEyesQuantity], order.Quantity.Value, "");
        Add(conditions, limits[LimitKind.FourEyesNotional], Notional(order, facts), $" {facts.Account.Currency}");
        return conditions.ToImmutable();
    }

    private static decimal? Notional(OrderIntent order, RiskFacts facts) =>
        order.Quantity.Value * facts.Quote?.For(order.Side).Value * facts.Exposure?.QuoteRate;

    private static void Add(ImmutableArray<AutonomyCondition>.Builder conditions, EffectiveLimit? limit, decimal? figure, string unit)
    {
        if (limit is { } alone)
        {
            conditions.Add(new(
                alone.Level, AutonomyCheck.FourEyes, figure <= alone.Value,
                figure is { } value ? FormattableString.Invariant($"{value:0.####}{unit}") : AutonomyGate.Unknown,
                FormattableString.Invariant($"two people decide above {alone.Value:0.####}{unit}")));
        }
    }
}
