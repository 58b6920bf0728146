using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.TradeIdeas;

/// <summary>A decision made again from its stored inputs, beside what was recorded.</summary>
/// <param name="Recorded">JSON.</param>
/// <param name="Recomputed">JSON.</param>
/// <param name="Differences">A line for each value that differs, with its JSON path; empty where identical.</param>
public sealed record ReplayResult(bool Identical, string Recorded, string Recomputed, ImmutableArray<string> Differences);

/// <summary>Runs the functions that decided once more, on the inputs that the event stored.</summary>
public static class DecisionReplay
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>
    /// Null where no machine decided: a person's rejection, an expiry, a fill.
    /// </summary>
    /// <param name="event">As the journal holds it.</param>
    public static ReplayResult? Recompute(TradeIdeaEvent @event) => @event switch
    {
        TradeIdeaRaised e => Compare(new Proposed(e.Proposal, null), ProposeAgain(e.Proposal)),
        TradeIdeaRouted e => Routing(e.At, new RoutingOutcome.Routed(e.Decision), e.Inputs),
        TradeIdeaRejected { Inputs: { } inputs } e => Routing(e.At, new RoutingOutcome.Rejected(e.Refusals), inputs),
        TradeIdeaHalted { Inputs: { } inputs } e => Routing(e.At, new RoutingOutcome.Halted(e.Refusals), inputs),
        TradeIdeaFirstApproved e => Approval(e.At, new ApprovalOutcome.FirstApproved(), e.Inputs),
        TradeIdeaApproved e => Approval(e.At, new ApprovalOutcome.Approved(), e.Inputs),
        TradeIdeaApprovalRefused e => Approval(e.At, new ApprovalOutcome.Refused(e.Refusals), e.Inputs),
        TradeIdeaFailed { Inputs: { } inputs } e => Compare(
            new Checked(e.At, e.Refusals), new Checked(inputs.Now, TradeIdeaGate.Revalidate(inputs))),
        _ => null,
    };

    // Numbers that the strategy's rules cannot even read are a difference to show, not a fault of the replay.
    private static Proposed ProposeAgain(TradeProposal recorded)
    {
        try
        {
            return new Proposed(StrategyProposal.Again(recorded), null);
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException)
        {
            return new Proposed(null, e.Message);
        }
    }

    private static ReplayResult Routing(DateTimeOffset at, RoutingOutcome recorded, RoutingInputs inputs) =>
        Compare(new Routed(at, recorded), new Routed(inputs.Now, TradeIdeaGate.Route(inputs)));

    private static ReplayResult Approval(DateTimeOffset at, ApprovalOutcome recorded, ApprovalInputs inputs) =>
        Compare(new Approved(at, recorded), new Approved(inputs.Now, TradeIdeaGate.Approve(inputs)));

    private static ReplayResult Compare<T>(T recorded, T recomputed)
    {
        var before = JsonSerializer.SerializeToNode(recorded, Json);
        var after = JsonSerializer.SerializeToNode(recomputed, Json);
        var differences = ImmutableArray.CreateBuilder<string>();
        Collect(differences, "$", before, after);
        return new ReplayResult(differences.Count == 0, Text(before), Text(after), differences.ToImmutable());
    }

    private static void Collect(ImmutableArray<string>.Builder differences, string path, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject a && after is JsonObject b)
        {
            foreach (var key in a.Select(p => p.Key).Union(b.Select(p => p.Key), StringComparer.Ordinal))
            {
                Collect(differences, $"{path}.{key}", a[key], b[key]);
            }
        }
        else if (before is JsonArray x && after is JsonArray y)
        {
            for (var i = 0; i < Math.Max(x.Count, y.Count); i++)
            {
                Collect(
                    differences, FormattableString.Invariant($"{path}[{i}]"), i < x.Count ? x[i] : null, i < y.Count ? y[i] : null);
            }
        }
        else if (Text(before) != Text(after))
        {
            differences.Add($"{path}: recorded {Text(before)}, recomputed {Text(after)}");
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Json) ?? "nothing";

    private sealed record Proposed(TradeProposal? Proposal, string? Problem);

    private sealed record Routed(DateTimeOffset At, RoutingOutcome Outcome);

    private sealed record Approved(DateTimeOffset At, ApprovalOutcome Outcome);

    private sealed record Checked(DateTimeOffset At, ImmutableArray<Refusal> Refusals);
}
