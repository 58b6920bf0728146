using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Domain.Audit;

namespace Countersign.Tests.Architecture.Contracts;

/// <summary>
/// Describes the stored JSON of events as text: a block for each event by its stored name, then one for each type inside them. A member is a
/// line with its JSON name and its type; a question mark says that it may be missing.
/// </summary>
internal sealed class StoredShapes
{
    private readonly JsonSerializerOptions options;
    private readonly SortedDictionary<string, Type> inner = new(StringComparer.Ordinal);

    private StoredShapes(JsonSerializerOptions options) => this.options = options;

    public static string Describe(IReadOnlyDictionary<string, Type> events, JsonSerializerOptions options)
    {
        var shapes = new StoredShapes(options);
        var blocks = events.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => shapes.Block($"event {e.Key}", e.Value)).ToList();

        // Describing a type finds those inside it.
        var described = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (shapes.inner.FirstOrDefault(t => !described.ContainsKey(t.Key)) is { Value: { } type, Key: var name })
        {
            described[name] = shapes.Block($"type {name}", type);
        }

        return string.Concat(blocks.Concat(described.Values));
    }

    private string Block(string head, Type type)
    {
        var info = options.GetTypeInfo(type);
        var choices = (info.PolymorphismOptions?.DerivedTypes ?? []).Select(c =>
            $"{info.PolymorphismOptions!.TypeDiscriminatorPropertyName} \"{c.TypeDiscriminator}\": {NameOf(c.DerivedType)}");
        var members = info.Kind == JsonTypeInfoKind.Object ? info.Properties.Where(IsWritten).Select(Member) : Leaf(type);
        var text = new StringBuilder(head).Append('\n');
        foreach (var line in choices.Concat(members))
        {
            text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    // A member that JSON ignores is listed too, without a getter.
    private static bool IsWritten(JsonPropertyInfo member) => member.Get is not null;

    private string Member(JsonPropertyInfo member) => $"{member.Name}: {NameOf(member.PropertyType)}{(MayBeMissing(member) ? "?" : "")}";

    // Where stored JSON lacks it, the reader gives the constructor's default.
    private static bool MayBeMissing(JsonPropertyInfo member) =>
        member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null || member.AssociatedParameter is { HasDefaultValue: true };

    private string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return NameOf(value);
        }

        var info = options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return $"[{NameOf(info.ElementType!)}]";
            case JsonTypeInfoKind.Dictionary:
                return $"{{{NameOf(info.KeyType!)}: {NameOf(info.ElementType!)}}}";
            default:
                if (type.Namespace!.StartsWith("Countersign", StringComparison.Ordinal))
                {
                    Remember(type);
                }

                return type.Name;
        }
    }

    private void Remember(Type type)
    {
        if (!inner.TryAdd(type.Name, type) && inner[type.Name] != type)
        {
            throw new InvalidOperationException($"Two stored types are called {type.Name}: {type} and {inner[type.Name]}.");
        }
    }

    // What a converter of ours makes of a value is found by converting one.
    private IEnumerable<string> Leaf(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumValues().Cast<object>().Select(v => "value " + JsonSerializer.Serialize(v, type, options));
        }

        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITextValue<>)))
        {
            return ["written as text"];
        }

        return type.GetConstructor([typeof(decimal)]) is { } constructor
            ? [$"1.5 is written as {JsonSerializer.Serialize(constructor.Invoke([1.5m]), type, options)}"]
            : [$"written by {options.GetConverter(type).GetType().Name}"];
    }
}
