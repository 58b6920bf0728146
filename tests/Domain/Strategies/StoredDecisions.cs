using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>
/// Decisions as journals hold them: a definition, frames, and the signals that they gave when they were stored. Files that exist are never written again:
/// what a journal holds does not change either. Those in <c>first</c> were written by a program that knew comparisons, crossings, all, any and not.
/// </summary>
internal static class StoredDecisions
{
    /// <summary>As events are stored.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Folder { get; } = Path.Combine(SharedFiles.RepositoryRoot, "tests", "Domain", "Strategies", "Stored");

    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();

    /// <summary>The first decision of each kind and reason over a recorded market.</summary>
    public static string Of(string example)
    {
        var definition = RecordedMarket.DefinitionOf(example);
        var market = RecordedMarket.Of(example);
        var evaluator = new StrategyEvaluator(definition, Scene.EurUsd);
        var position = StrategyPosition.Flat;
        var decisions = new List<string>();
        var met = new HashSet<(SignalKind, SignalReason)>();
        foreach (var bar in market.Bars)
        {
            market.ShowPartner(evaluator, bar);
            if (evaluator.OnBar(bar, position) is { } signal)
            {
                position = Follow(signal, position, definition.Trailing is not null);
                if (met.Add((signal.Kind, signal.Reason)))
                {
                    decisions.Add($$"""{"frame":{{JsonSerializer.Serialize(signal.Frame, Json)}},"signal":{{Told(signal).ToJsonString(Json)}}}""");
                }
            }
        }

        var text = JsonNode.Parse(StrategyJson.Write(definition))!.ToJsonString(Json);
        return $$"""{"hash":"{{evaluator.DefinitionHash}}","definition":{{text}},"decisions":[{{"\n"}}{{string.Join(",\n", decisions)}}{{"\n"}}]}{{"\n"}}""";
    }

    /// <summary>All of a signal but its frame.</summary>
    public static JsonObject Told(Signal signal)
    {
        var told = JsonSerializer.SerializeToNode(signal, Json)!.AsObject();
        told.Remove("frame");
        return told;
    }

    // As if each had been filled at its reference. What follows the price rests at the venue; the strategy sees its stop and does not judge it.
    private static StrategyPosition Follow(Signal signal, StrategyPosition position, bool isAtVenue) => signal switch
    {
        { Percent: { } percent } => position with { Quantity = new Quantity(position.Quantity.Value * (100m - percent) / 100m) },
        { Reason: SignalReason.Pyramid } => position with
        {
            Quantity = position.Quantity + position.Quantity, EntryPrice = new Price((position.EntryPrice.Value + signal.Reference.Value) / 2m),
        },
        { IsEntry: true } => StrategyPosition.Flat with
        {
            Quantity = new Quantity(signal.Kind == SignalKind.EnterLong ? 1_000m : -1_000m),
            EntryPrice = signal.Reference,
            Stop = isAtVenue ? null : signal.Stop,
            Target = isAtVenue ? null : signal.Target,
            OpenedAt = signal.Frame.Bar.End,
            FirstStop = signal.Stop,
            ProtectiveStop = signal.Stop,
        },
        _ => StrategyPosition.Flat,
    };
}
