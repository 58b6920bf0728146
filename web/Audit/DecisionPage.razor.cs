using System.Collections.Immutable;
using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Audit;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.Layout;
using Countersign.Web.Markets;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Audit;

/// <summary>One decision: the market then, what it was made on, and the same decision made again from that.</summary>
public sealed partial class DecisionPage
{
    // An idea is decided a few times; more cannot be.
    private const int DecisionsMax = 50;

    [Parameter]
    public string DecisionId { get; set; } = "";

    protected override bool Concerns(string kind) => false;

    protected override async Task<Made> ReadAsync(CancellationToken cancellationToken)
    {
        var replay = await Visit.Api.ReplayDecisionAsync(DecisionId, cancellationToken);
        var made = replay.IsSuccess ? replay.Value : null;
        // A decision's id names its idea's stream: idea.i-…@3.
        var ideaId = DecisionId.StartsWith("idea.", StringComparison.Ordinal) && DecisionId.LastIndexOf('@') is > 5 and var at ? DecisionId[5..at] : null;
        if (ideaId is null)
        {
            return new Made(null, null, made, null, null, [], []);
        }

        var decisions = await Visit.Api.ListDecisionsAsync(ideaId: ideaId, limit: DecisionsMax, cancellationToken: cancellationToken);
        var answer = await Visit.Api.GetIdeaAsync(ideaId, cancellationToken);
        var idea = answer.IsSuccess ? answer.Value : null;
        var steps = decisions.IsSuccess ? decisions.Value.Items.OrderBy(d => VersionOf(d.Id)).ToArray() : [];
        var decision = steps.FirstOrDefault(d => d.Id == DecisionId);
        return new Made(
            decision, idea, made, made is null ? null : DecisionInputs.Of(made.Inputs, Visit.Instrument(idea?.Symbol ?? "")),
            decision is not null && replay.Problem is { } problem ? Why(decision, problem) : null, steps,
            await ReadSurroundingsAsync(made, decision, idea, cancellationToken));
    }

    private static int VersionOf(string decisionId) =>
        int.TryParse(decisionId.AsSpan(decisionId.LastIndexOf('@') + 1), CultureInfo.InvariantCulture, out var version) ? version : int.MaxValue;

    private static string Why(Decision decision, Problem problem) => decision.Action switch
    {
        _ when problem.Code != "decision.not_computed" => string.Join(" ", problem.Lines()),
        "rejected" or "halted" => $"{Ids.Actor(decision.Actor)} decided this, and no rule: there is nothing to make again. What was before them stands below.",
        "expired" => "Time decided this: there is nothing to make again. What the idea was stands below.",
        _ => "The venue told this: there is nothing to make again. What led to it are the decisions before it.",
    };

    // What went into a computed decision names them; of a person's own decision the idea does.
    private async Task<IReadOnlyList<Snapshot>> ReadSurroundingsAsync(
        DecisionReplay? replay, Decision? decision, TradeIdea? idea, CancellationToken cancellationToken)
    {
        var around = decision?.Actor.StartsWith("user:", StringComparison.Ordinal) == true && decision.At == idea?.DecidedAt ? idea.DecidedAround : idea?.RaisedAround;
        // The account is among the inputs of what was computed, in more detail.
        string?[] ids = replay is null
            ? [around?.Market, around?.Indicators, around?.Calendar, around?.News, around?.Account]
            : replay.Inputs.At("inputs", "snapshots") is { } kept ? [kept.Text("market"), kept.Text("indicators"), kept.Text("calendar"), kept.Text("news")]
            : [];
        var read = await Task.WhenAll(ids.OfType<string>().Select(id => Visit.Api.GetSnapshotAsync(id, cancellationToken)));
        return [.. read.Where(r => r.IsSuccess).Select(r => r.Value)];
    }

    private static IReadOnlyList<ChartLevel> LevelsOf(Made made, TradeIdea idea)
    {
        var quote = made.Replay?.Inputs.At("inputs", "facts", "quote");
        var side = idea.Side == "buy" ? "ask" : "bid";
        var price = quote?.Number(side) ?? (idea.Side == "buy" ? idea.Snapshot.Quote.Ask : idea.Snapshot.Quote.Bid);
        return
        [
            new ChartLevel(price, quote is null ? "proposed at" : "decided at", "entry"),
            .. idea.Stop is { } stop ? [new ChartLevel(stop, "stop", "stop")] : Array.Empty<ChartLevel>(),
            .. idea.Target is { } target ? [new ChartLevel(target, "target", "target")] : Array.Empty<ChartLevel>(),
            .. made.Decision?.Action == "executed" && idea.FillPrice is { } fill ? [new ChartLevel(fill, "filled", "now")] : Array.Empty<ChartLevel>(),
        ];
    }

    private static IReadOnlyList<ChartMark> MarksOf(Made made, TradeIdea idea) =>
    [
        new ChartMark(idea.RaisedAt, idea.Side, made.Decision?.Action == "raised" ? "raised" : "idea"),
        .. made.Decision is { } decision && decision.Action != "raised"
            ? [new ChartMark(decision.At, idea.Side == "buy" ? "sell" : "buy", decision.Action.Replace('-', ' '))] : Array.Empty<ChartMark>(),
    ];

    // What a proposal was scored by, beside a later decision about it.
    private static FactGrid? ContributionsOf(Made made) => made is { Idea.Strength.Contributions: { Count: > 0 } parts, Decision.Action: not "raised" }
        ? new FactGrid("What each rule contributed when it was raised", ["Rule", "Weight", "Held", "Strength"],
        [
            .. parts.Select(p => ImmutableArray.Create(
                p.Name is null ? p.Rule : $"{p.Name}: {p.Rule}", p.Weight.ToString("0.##", CultureInfo.InvariantCulture), p.Held ? "yes" : "no",
                p.Strength.ToString("0.####", CultureInfo.InvariantCulture))),
        ])
        : null;

    private FactGroup GroupOf(TradeIdea idea)
    {
        var instrument = Visit.Instrument(idea.Symbol);
        return new FactGroup("The idea",
        [
            new Fact("Side", idea.Side), new Fact("Quantity", Figures.Quantity(idea.Quantity), Figure: true), new Fact("Intent", idea.Intent),
            new Fact("Stop", Figures.Price(idea.Stop, instrument), Figure: true), new Fact("Target", Figures.Price(idea.Target, instrument), Figure: true),
            new Fact("Confidence", Figures.Percent(idea.Confidence), Figure: true), new Fact("Raised", "", idea.RaisedAt), new Fact("Until", "", idea.ExpiresAt),
            .. idea.Note is { } note ? [new Fact("In their words", note)] : Array.Empty<Fact>(),
            .. idea.FillPrice is { } fill ? [new Fact("Filled at", Figures.Price(fill, instrument), Figure: true)] : Array.Empty<Fact>(),
            .. idea.FilledQuantity is { } filled ? [new Fact("Quantity filled", Figures.Quantity(filled), Figure: true)] : Array.Empty<Fact>(),
            .. idea.Refusals.Select(r => new Fact(r.Code, r.Message)),
        ]);
    }

    /// <summary>A decision, and what came of making it again.</summary>
    /// <param name="Decision">As it is on record; null where there is none.</param>
    /// <param name="Idea">What it is about.</param>
    /// <param name="Replay">Made again; null where it cannot be.</param>
    /// <param name="Inputs">What it was made on; null where no rule made it.</param>
    /// <param name="Refusal">Why it cannot be made again.</param>
    /// <param name="Steps">All decisions about the idea, in their order.</param>
    /// <param name="Surroundings">What was kept of the market around it.</param>
    public sealed record Made(
        Decision? Decision, TradeIdea? Idea, DecisionReplay? Replay, DecisionInputs? Inputs, string? Refusal, IReadOnlyList<Decision> Steps,
        IReadOnlyList<Snapshot> Surroundings);
}
