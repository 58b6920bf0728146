using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <summary>Everything that routing a raised idea looks at; stored with the decision.</summary>
public sealed record RoutingInputs(OrderIntent Order, RiskFacts Facts, Autonomy Autonomy, DateTimeOffset Now);

/// <summary>Everything that approving an idea looks at; stored with the decision.</summary>
/// <param name="Reference">The price that the order would have had when the idea was made.</param>
/// <param name="Facts">The account and the market at the approval.</param>
public sealed record ApprovalInputs(
    OrderIntent Order,
    TradeIntent Intent,
    Price Reference,
    Price? Stop,
    Price? Target,
    DateTimeOffset ExpiresAt,
    RiskFacts Facts,
    RevalidationRules Rules,
    DateTimeOffset Now);

/// <summary>How far the market may have moved against an idea before its approval is refused.</summary>
/// <param name="DeviationMax">Fraction of the snapshot's price, for an idea without a stop: 0.001 is 0.1 %.</param>
/// <param name="StopDistanceMax">Multiple of the distance from the snapshot's price to the stop, for an idea with one.</param>
public sealed record RevalidationRules(decimal DeviationMax, decimal StopDistanceMax)
{
    /// <summary>0.1 % of the price, or half the way to the stop.</summary>
    public static RevalidationRules Default { get; } = new(0.001m, 0.5m);
}

/// <summary>Where a raised idea goes.</summary>
[JsonDerivedType(typeof(Routed), "routed")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Halted), "halted")]
public abstract record RoutingOutcome
{
    private RoutingOutcome()
    {
    }

    public sealed record Routed(AutonomyDecision Decision) : RoutingOutcome;

    public sealed record Rejected(ImmutableArray<Refusal> Refusals) : RoutingOutcome;

    /// <summary>The account's trading is halted.</summary>
    public sealed record Halted(ImmutableArray<Refusal> Refusals) : RoutingOutcome;
}
