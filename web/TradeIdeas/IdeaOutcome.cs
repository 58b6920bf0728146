using Countersign.Api.Contracts;
using Countersign.Api.Contracts.TradeIdeas;

namespace Countersign.Web.TradeIdeas;

/// <summary>What became of a decision, for the person who made it.</summary>
/// <param name="IdeaId">Which idea.</param>
/// <param name="Kind"><c>filled</c>, <c>rejected</c>, <c>refused</c> or <c>signed</c>.</param>
/// <param name="Headline">One line.</param>
/// <param name="Reasons">Why the desk refused; else empty.</param>
/// <param name="Symbol">Whose price the headline tells; null where it tells none.</param>
/// <param name="Simulated">Whether that price comes from a made-up market.</param>
public sealed record IdeaOutcome(
    string IdeaId, string Kind, string Headline, IReadOnlyList<string> Reasons, string? Symbol = null, bool Simulated = false)
{
    public static IdeaOutcome Of(TradeIdea idea) => idea switch
    {
        { FillPrice: { } price } => new(
            idea.Id, "filled", FormattableString.Invariant($"Filled at {price:0.########}: {Name(idea)}."), [], idea.Symbol,
            idea.Snapshot.Quote.Simulated),
        { Refusals.Count: > 0 } => new(idea.Id, "refused", $"Not executed: {Name(idea)}.", [.. idea.Refusals.Select(r => r.Message)]),
        { Status: IdeaStatus.Rejected } => new(idea.Id, "rejected", $"Rejected: {Name(idea)}.", []),
        _ => new(idea.Id, "filled", $"Approved: {Name(idea)}; its order is on the way.", []),
    };

    public static IdeaOutcome Refused(TradeIdea idea, Problem problem) => new(
        idea.Id, "refused", $"Refused: {Name(idea)}.",
        problem.Refusals is { Count: > 0 } refusals ? [.. refusals.Select(r => r.Message)] : [problem.Detail ?? problem.Title]);

    /// <summary>The first of two signatures.</summary>
    public static IdeaOutcome HalfSigned(TradeIdea idea) =>
        new(idea.Id, "signed", $"Approved by you: {Name(idea)}.", ["It needs another person's approval too, and waits for that."]);

    private static string Name(TradeIdea idea) => FormattableString.Invariant($"{idea.Side} {idea.Quantity:#,0.####} {idea.Symbol}");
}
