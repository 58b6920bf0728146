using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.TradeIdeas;

/// <summary>Everything that routing a raised idea looks at; stored with the decision.</summary>
/// <param name="Autonomy">The strategy's setting.</param>
/// <param name="Intent">Null, as what follows, in decisions from before autonomy had conditions.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="AutonomyFacts">The account's setting and what conditions are judged on.</param>
/// <param name="Snapshots">What surrounded the decision; null in decisions from before it was kept.</param>
public sealed record RoutingInputs(
    OrderIntent Order,
    RiskFacts Facts,
    Autonomy Autonomy,
    DateTimeOffset Now,
    TradeIntent? Intent = null,
    double? Confidence = null,
    AutonomyFacts? AutonomyFacts = null,
    DecisionSnapshots? Snapshots = null);

/// <summary>Everything that approving an idea looks at; stored with the decision.</summary>
/// <param name="Reference">The price that the order would have had when the idea was made.</param>
/// <param name="Facts">The account and the market at the approval.</param>
/// <param name="SpreadThen">Ask less bid when the idea was made; null, as what follows, in decisions from before it was looked at.</param>
/// <param name="People">Who approves.</param>
/// <param name="Snapshots">What surrounded the decision; null in decisions from before it was kept.</param>
public sealed record ApprovalInputs(
    OrderIntent Order,
    TradeIntent Intent,
    Price Reference,
    Price? Stop,
    Price? Target,
    DateTimeOffset ExpiresAt,
    RiskFacts Facts,
    RevalidationRules Rules,
    DateTimeOffset Now,
    decimal? SpreadThen = null,
    ApprovalPeople? People = null,
    DecisionSnapshots? Snapshots = null);

/// <summary>Who countersigns.</summary>
/// <param name="By">Who approves now.</param>
/// <param name="First">Who approved before; null where nobody did.</param>
public sealed record ApprovalPeople(Actor By, Actor? First);

/// <summary>How far the market may have moved against an idea before its approval is refused.</summary>
/// <param name="DeviationMax">Fraction of the snapshot's price, for an idea without a stop: 0.001 is 0.1 %.</param>
/// <param name="StopDistanceMax">Multiple of the distance from the snapshot's price to the stop, for an idea with one.</param>
/// <param name="SpreadFactorMax">Multiple of the snapshot's spread; null asks for nothing.</param>
/// <param name="SpreadFloor">Fraction of the price: a spread of at most this is never too wide.</param>
public sealed record RevalidationRules(
    decimal DeviationMax, decimal StopDistanceMax, decimal? SpreadFactorMax = null, decimal SpreadFloor = 0m)
{
    /// <summary>0.1 % of the price, or half the way to the stop; three times the spread, and 0.01 % of the price in any case.</summary>
    public static RevalidationRules Default { get; } = new(0.001m, 0.5m, 3m, 0.0001m);
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

/// <summary>What becomes of an approval.</summary>
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(FirstApproved), "first-approved")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record ApprovalOutcome
{
    private ApprovalOutcome()
    {
    }

    public sealed record Approved : ApprovalOutcome;

    /// <summary>It needs another person's approval too.</summary>
    public sealed record FirstApproved : ApprovalOutcome;

    public sealed record Refused(ImmutableArray<Refusal> Refusals) : ApprovalOutcome;
}
