using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Api.Contracts.Markets;
using Countersign.Web.Markets;

namespace Countersign.Web.Audit;

/// <summary>Figures that belong together.</summary>
public sealed record FactGroup(string Title, IReadOnlyList<Fact> Facts);

/// <summary>A table of more than two columns; figures stand on the right.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Columns">Their heads.</param>
/// <param name="Rows">As many cells each; the first names the row.</param>
public sealed record FactGrid(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>
/// What a decision was made on, in tables: of a proposal the market, the strategy's features and what each rule did; of the gate's answer and of
/// an approval the quote, the account, the limits and states of every level, and the autonomy.
/// </summary>
public sealed record DecisionInputs(IReadOnlyList<FactGroup> Groups, IReadOnlyList<FactGrid> Grids)
{
    private static readonly string[] OrderMembers = ["order", "intent", "reference", "stop", "target", "expiresAt", "confidence"];
    private static readonly string[] GateMembers = [.. OrderMembers, "facts", "autonomy", "autonomyFacts", "snapshots"];

    internal static DecisionInputs Of(JsonElement recorded, Instrument? instrument)
    {
        var inputs = recorded.At("inputs");
        var (groups, grids) = recorded.At("proposal") is { } proposal ? OfProposal(recorded, proposal, instrument)
            : inputs is { } gate ? OfGate(recorded, gate, instrument)
            : ([new FactGroup("What was recorded", [.. JsonFacts.Flat(recorded)])], []);
        return new DecisionInputs([.. groups.Where(g => g.Facts.Count > 0)], [.. grids.Where(g => g.Rows.Count > 0)]);
    }

    private static (IEnumerable<FactGroup>, IEnumerable<FactGrid>) OfProposal(JsonElement recorded, JsonElement proposal, Instrument? instrument)
    {
        var frame = proposal.At("snapshot", "frame") ?? default;
        var strength = proposal.At("strength");
        return (
            [
                new("Proposal",
                [
                    .. JsonFacts.Flat(proposal, "", "snapshot", "strength", "rationale"), .. JsonFacts.Flat(strength, "", "contributions"),
                    .. JsonFacts.Flat(recorded, "", "proposal"),
                ]),
                Quote(proposal.At("snapshot", "quote"), recorded.Time("at"), instrument),
                new("Bar at whose close it was decided", [.. JsonFacts.Flat(frame.At("bar"))]),
                new("The strategy's own state", [.. JsonFacts.Flat(frame, "", "bar", "current", "previous", "pairs")]),
            ],
            [
                new("What each rule contributed", ["Rule", "Weight", "Held", "Strength"],
                [
                    .. strength?.At("contributions").Items().Select(c => Row(c, Named(c), "weight", "held", "strength")) ?? [],
                ]),
                new("What the rules compared", ["Feature", "At the bar", "One bar before"],
                [
                    .. frame.At("current").Members().Select(m => ImmutableArray.Create(
                        m.Name, JsonFacts.Write(m.Value), frame.At("previous", m.Name) is { } before ? JsonFacts.Write(before) : "–")),
                ]),
                new("How far they usually lie apart", ["Pair", "Last on side", "Typical distance", "Typical move"],
                [
                    .. frame.At("pairs").Members().Select(m => Row(m.Value, m.Name, "lastSign", "typicalDistance", "typicalMove")),
                ]),
            ]);
    }

    private static (IEnumerable<FactGroup>, IEnumerable<FactGrid>) OfGate(JsonElement recorded, JsonElement inputs, Instrument? instrument)
    {
        var facts = inputs.At("facts") ?? default;
        var spreadThen = inputs.Number("spreadThen");
        var quote = Quote(facts.At("quote"), inputs.Time("now"), instrument);
        return (
            [
                spreadThen is null ? quote
                    : quote with { Facts = [.. quote.Facts, new Fact("Spread when the idea was made", Figures.Distance(spreadThen, instrument), Figure: true)] },
                new("Order", [.. JsonFacts.Flat(inputs.At("order")).Concat(OrderMembers.Skip(1).SelectMany(m => JsonFacts.Flat(inputs.At(m), JsonFacts.Words(m)))).Distinct()]),
                new("Account before it", [.. JsonFacts.Flat(facts.At("account"), "", "limits", "symbol")]),
                new("Exposure before it", [.. JsonFacts.Flat(facts, "", "account", "quote", "levels", "exposure"), .. JsonFacts.Flat(facts.At("exposure"))]),
                new("Autonomy", [.. JsonFacts.Flat(inputs.At("autonomy"), "Setting"), .. JsonFacts.Flat(inputs.At("autonomyFacts"))]),
                new("The check", [.. JsonFacts.Flat(inputs, "", [.. GateMembers, "spreadThen"]), .. JsonFacts.Flat(recorded, "", "inputs", "decision", "refusals")]),
            ],
            [
                new("Why not", ["Code", "Reason"], [.. recorded.At("refusals").Items().Select(r => Row(r, r.Text("code") ?? "", "message"))]),
                new("Conditions of autonomy", ["Level", "Check", "Is", "Asked for", "Holds"],
                [
                    .. recorded.At("decision", "conditions").Items().Select(c => Row(c, c.Text("level") ?? "", "check", "figure", "limit", "holds")),
                ]),
                Levels(facts),
            ]);
    }

    private static FactGrid Levels(JsonElement facts)
    {
        var levels = facts.At("levels").Members().Select(l => (JsonFacts.Words(l.Name), State: l.Value, Caps: l.Value.At("caps")))
            .Prepend(("Account", State: facts.At("account") ?? default, Caps: facts.At("account", "limits")));
        return new FactGrid("Limits and states that were checked", ["Level", "Limit", "In force"],
        [
            .. levels.SelectMany(l => new[] { ImmutableArray.Create(l.Item1, "Trading", Trading(l.State)) }
                .Concat(JsonFacts.Flat(l.Caps).Select(f => ImmutableArray.Create(l.Item1, f.Label, f.Text)))),
        ]);
    }

    private static string Trading(JsonElement level) =>
        (level.Text("tradingState") ?? "–") + (level.Text("reason") is { } reason ? $": {reason}" : "");

    private static FactGroup Quote(JsonElement? quote, DateTimeOffset? now, Instrument? instrument)
    {
        if (quote is not { } at)
        {
            return new FactGroup("Quote", [new Fact("Quote", "there was none")]);
        }

        var (bid, ask, time) = (at.Number("bid"), at.Number("ask"), at.Time("time"));
        return new FactGroup("Quote",
        [
            new Fact("Bid", Figures.Price(bid, instrument), Figure: true), new Fact("Ask", Figures.Price(ask, instrument), Figure: true),
            new Fact("Spread", Figures.Distance(ask - bid, instrument), Figure: true),
            new Fact("Quoted at", "", time),
            .. now is { } decided && time is { } quoted ? [new Fact("Age at the decision", FormattableString.Invariant($"{(decided - quoted).TotalSeconds:0.###} s"), Figure: true)] : Array.Empty<Fact>(),
            .. JsonFacts.Flat(at, "", "bid", "ask", "time", "symbol"),
        ]);
    }

    private static string Named(JsonElement contribution) =>
        (contribution.Text("name") is { } name ? $"{name}: " : "") + (contribution.Text("rule") ?? "");

    private static ImmutableArray<string> Row(JsonElement item, string head, params ReadOnlySpan<string> members)
    {
        var cells = ImmutableArray.CreateBuilder<string>();
        cells.Add(head);
        foreach (var member in members)
        {
            cells.Add(item.At(member) is { } value ? JsonFacts.Write(value) : "–");
        }

        return cells.ToImmutable();
    }
}
