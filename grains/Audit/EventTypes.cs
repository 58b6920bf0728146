using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Grains.Audit;

/// <summary>
/// The stored names and the stored JSON of events. Both are contracts: a name never changes and never means another shape; a golden file
/// holds them. A name is the record's own in kebab case with a version: <c>TradeIdeaRaised</c> is stored as <c>trade-idea-raised.v1</c>.
/// </summary>
public static class EventTypes
{
    private static readonly FrozenDictionary<Type, string> Names = Find();

    private static readonly FrozenDictionary<string, Type> Types = Names.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>How events, snapshots and read-model documents are written as JSON.</summary>
    public static JsonSerializerOptions Json { get; } = CreateJson();

    /// <summary>Every stored name with its type.</summary>
    public static IReadOnlyDictionary<string, Type> All => Types;

    public static string NameOf(DomainEvent e) => Names[e.GetType()];

    public static byte[] Serialize(DomainEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), Json);

    /// <summary>Reads an event.</summary>
    /// <exception cref="InvalidDataException">No event is stored under this name: the data is from a newer program, or damaged.</exception>
    public static DomainEvent Deserialize(string name, ReadOnlySpan<byte> json) =>
        Types.TryGetValue(name, out var type)
            ? (DomainEvent)JsonSerializer.Deserialize(json, type, Json)!
            : throw new InvalidDataException($"No event is stored as '{name}': the journal is from a newer program, or damaged.");

    private static FrozenDictionary<Type, string> Find() =>
        typeof(DomainEvent).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false } && t.IsSubclassOf(typeof(DomainEvent)))
            .ToFrozenDictionary(t => t, t => JsonNamingPolicy.KebabCaseLower.ConvertName(t.Name) + ".v1");

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = false,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
