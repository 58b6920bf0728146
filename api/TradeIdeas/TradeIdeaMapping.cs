using Countersign.Api.Execution;
using Countersign.Api.Markets;
using Countersign.Api.Requests;
using Countersign.Domain.Audit;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Grains.TradeIdeas;
using Body = Countersign.Api.Contracts.TradeIdeas;

namespace Countersign.Api.TradeIdeas;

internal static class TradeIdeaMapping
{
    public static Body.TradeIdeaSummary ToBody(this TradeIdeaRow row) => new(
        row.Id.Value, row.Strategy.Value, row.Account.Value, row.Symbol.Value, Choice.Name(row.Side), row.Quantity, row.Confidence,
        Choice.Name(row.Status), row.RaisedAt, row.ExpiresAt, row.Order?.Value);

    public static Body.TradeIdea ToBody(this TradeIdea idea)
    {
        var proposal = idea.Proposal;
        return new Body.TradeIdea(
            idea.Id.Value, proposal.StrategyId.Value, proposal.StrategyVersion, proposal.AccountId.Value, proposal.Symbol.Value,
            Choice.Name(proposal.Intent), Choice.Name(proposal.Side), proposal.Quantity.Value, proposal.Stop?.Value, proposal.Target?.Value,
            proposal.Confidence, proposal.Rationale, Choice.Name(idea.Status), idea.RaisedAt, idea.ExpiresAt, idea.Routing?.Reason,
            idea.DecidedBy?.Value, idea.DecidedAt, idea.Note, idea.OrderId?.Value, idea.FillPrice?.Value,
            idea.FilledQuantity?.Value, [.. idea.Refusals.Select(ExecutionMapping.ToReason)], ToBody(idea.FirstApproval),
            idea.LastCheck is { } check ? ToBody(check) : null, ToBody(proposal.Snapshot),
            ToBody(idea.RaisedAround), ToBody(idea.DecidedAround), ToBody(proposal.Strength));
    }

    public static Body.ApprovalPreview ToBody(this ApprovalPreview preview) =>
        new(Choice.Name(preview.Status), ToBody(preview.Changes), ToBody(preview.FirstApproval));

    private static Body.FirstApproval? ToBody(FirstApproval? first) => first is null ? null : new(first.By.Value, first.Note, first.At);

    private static Body.IdeaChanges ToBody(IdeaChanges changes) => new(
        changes.ExpiresAt, ToBody(changes.Then), ToBody(changes.Now), changes.MovedAgainst, changes.MoveLimit, changes.SpreadLimit,
        changes.NeedsTwo, [.. changes.Refusals.Select(ExecutionMapping.ToReason)]);

    private static Body.IdeaMoment ToBody(IdeaMoment moment) => new(
        moment.At, moment.Quote?.ToBody(), moment.Price?.Value, moment.Spread, moment.ToStop, moment.ToTarget, moment.Position?.Value,
        moment.Exposure, moment.Equity, moment.TradingState is { } state ? Choice.Name(state) : null,
        [.. moment.Gate.Select(ExecutionMapping.ToReason)]);

    private static Body.IdeaSnapshot ToBody(MarketSnapshot snapshot) => new(
        snapshot.Quote.ToBody(), snapshot.Frame.Bar.ToBody(), snapshot.Frame.Timeframe.ToString(), Numbers(snapshot.Frame.Current),
        Numbers(snapshot.Frame.Previous));

    private static Body.IdeaStrength? ToBody(SignalStrength? strength) => strength is null ? null : new Body.IdeaStrength(
        strength.Agreement, strength.RiskReward,
        [.. strength.Contributions.Select(rule => new Body.RuleContribution(rule.Rule, rule.Name, rule.Weight, rule.Held, rule.Strength))]);

    private static Body.IdeaSurroundings? ToBody(DecisionSnapshots? around) => around is null ? null : new Body.IdeaSurroundings(
        around.Market?.Value, around.Indicators?.Value, around.Calendar?.Value, around.News?.Value, around.Account?.Value);

    // JSON has no NaN: what is not a number is null from here on.
    private static Dictionary<string, double?> Numbers(IEnumerable<KeyValuePair<string, double>> features) =>
        features.ToDictionary(f => f.Key, f => double.IsFinite(f.Value) ? f.Value : (double?)null);
}
