using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.TradeIdeas;

/// <summary>Countersigns an idea. An empty body (<c>{}</c>) will do.</summary>
public sealed record ApproveIdeaRequest
{
    /// <summary>Why, for the record; 1,000 characters at most.</summary>
    public string? Note { get; init; }
}

/// <summary>Turns an idea down.</summary>
public sealed record RejectIdeaRequest
{
    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>One idea in a list.</summary>
/// <param name="Id"><c>i-…</c></param>
/// <param name="StrategyId">Who raised it, <c>s-…</c>.</param>
/// <param name="AccountId">For which account, <c>a-…</c>.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">How much, in base currency.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Status">Where it stands, <c>waiting</c>, <c>needsApproval</c>, <c>approved</c>, <c>rejected</c>, <c>expired</c>,
/// <c>autoExecuted</c>, <c>failed</c> or <c>halted</c>.</param>
/// <param name="RaisedAt">When it was raised, UTC.</param>
/// <param name="ExpiresAt">Until when it can be approved, UTC.</param>
/// <param name="OrderId">The order that it became, <c>o-…</c>.</param>
public sealed record TradeIdeaSummary(
    string Id, string StrategyId, string AccountId, string Symbol, string Side, decimal Quantity, double Confidence, string Status,
    DateTimeOffset RaisedAt, DateTimeOffset ExpiresAt, string? OrderId);

/// <summary>One idea: what a strategy proposes, why, on which market, and what became of it.</summary>
/// <param name="Id"><c>i-…</c></param>
/// <param name="StrategyId">Who raised it, <c>s-…</c>.</param>
/// <param name="StrategyVersion">The version of the strategy's definition that raised it.</param>
/// <param name="AccountId">For which account, <c>a-…</c>.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Intent"><c>open</c> or <c>close</c>.</param>
/// <param name="Side"><c>buy</c> or <c>sell</c>.</param>
/// <param name="Quantity">How much, in base currency.</param>
/// <param name="Stop">Protective level, in quote currency.</param>
/// <param name="Target">Profit-taking level, in quote currency.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Rationale">Why, a line each.</param>
/// <param name="Status">As in <see cref="TradeIdeaSummary.Status"/>.</param>
/// <param name="RaisedAt">When it was raised, UTC.</param>
/// <param name="ExpiresAt">Until when it can be approved, UTC.</param>
/// <param name="Routing">What the autonomy setting said of it; null where the gate refused it.</param>
/// <param name="DecidedBy">Who approved, rejected or halted it: <c>user:u-…</c> or <c>system:…</c>.</param>
/// <param name="DecidedAt">When, UTC.</param>
/// <param name="Note">The decider's words.</param>
/// <param name="OrderId">The order that it became, <c>o-…</c>.</param>
/// <param name="FillPrice">What its order was filled at, in quote currency.</param>
/// <param name="FilledQuantity">How much its order filled, in base currency; null before.</param>
/// <param name="Refusals">Why the gate rejected it or its order failed; else empty.</param>
/// <param name="FirstApproval">Of a size that needs two people, the first's; null before.</param>
/// <param name="LastCheck">What had changed when it was last approved or its approval refused; null before.</param>
/// <param name="Snapshot">The market that it was made on.</param>
/// <param name="RaisedAround">What surrounded it when it was raised; null in old records.</param>
/// <param name="DecidedAround">What surrounded a person's last decision about it; null before.</param>
/// <param name="Strength">How well its signal stood, and what each rule did to it; null where no rule decided, such as a stop, and in old records.</param>
public sealed record TradeIdea(
    string Id, string StrategyId, int StrategyVersion, string AccountId, string Symbol, string Intent, string Side, decimal Quantity,
    decimal? Stop, decimal? Target, double Confidence, IReadOnlyList<string> Rationale, string Status, DateTimeOffset RaisedAt,
    DateTimeOffset ExpiresAt, string? Routing, string? DecidedBy, DateTimeOffset? DecidedAt, string? Note, string? OrderId,
    decimal? FillPrice, decimal? FilledQuantity, IReadOnlyList<RefusalReason> Refusals, FirstApproval? FirstApproval,
    IdeaChanges? LastCheck, IdeaSnapshot Snapshot, IdeaSurroundings? RaisedAround, IdeaSurroundings? DecidedAround, IdeaStrength? Strength = null);

/// <summary>How well the strategy's signal stood, beside its confidence.</summary>
/// <param name="Agreement">0 to 1: the weighted share of the rules that held, less that of the opposite entry's rules that held too.</param>
/// <param name="RiskReward">The way to the target as a multiple of that to the stop; null without one of them.</param>
/// <param name="Contributions">What each rule did to it; those of the strategy's regime last.</param>
public sealed record IdeaStrength(double Agreement, double? RiskReward, IReadOnlyList<RuleContribution> Contributions);

/// <summary>What one rule did to an idea.</summary>
/// <param name="Rule">In words.</param>
/// <param name="Name">Of its vote, or <c>regime</c>; null where it has none.</param>
/// <param name="Weight">Of its vote; 1 outside of votes.</param>
/// <param name="Held">Whether it held.</param>
/// <param name="Strength">How clearly it held, 0 to 1; 0 where it did not.</param>
public sealed record RuleContribution(string Rule, string? Name, double Weight, bool Held, double Strength);

/// <summary>Snapshots by their ids, <c>snap-…</c>; <c>/snapshots/{id}</c> has their content. Null is what could not be had.</summary>
/// <param name="Market">The instrument's quote and feed.</param>
/// <param name="Indicators">Its indicators at the last closed bar of the strategy's timeframe.</param>
/// <param name="Calendar">Releases of the economic calendar around the time.</param>
/// <param name="News">The day's news about it.</param>
/// <param name="Account">What the risk gate knew of the account.</param>
public sealed record IdeaSurroundings(string? Market, string? Indicators, string? Calendar, string? News, string? Account);

/// <summary>The market that an idea was made on.</summary>
/// <param name="Quote">The quote at the decision; its time is the decision's.</param>
/// <param name="Bar">The bar at whose close the decision was made.</param>
/// <param name="Timeframe">That bar's timeframe.</param>
/// <param name="Features">What the strategy's rules compared, by name, at the bar's close; null where one was not a number.</param>
/// <param name="PreviousFeatures">The same one bar earlier.</param>
public sealed record IdeaSnapshot(
    Markets.Quote Quote, Markets.Bar Bar, string Timeframe, IReadOnlyDictionary<string, double?> Features,
    IReadOnlyDictionary<string, double?> PreviousFeatures);
