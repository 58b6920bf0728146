using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Web.Strategies.Builder;

/// <summary>
/// A place in a definition, where a field of the form reads and writes. There may be nothing at it. Its path is the one by which the desk names
/// mistakes, for example <c>definition.entry.long.all[0]</c>.
/// </summary>
public sealed class Place
{
    private readonly Place? outer;
    private readonly string? name;
    private readonly int index;

    internal Place(DefinitionDraft draft) => (Draft, Path) = (draft, DefinitionDraft.RootPath);

    private Place(Place outer, string name) => (Draft, this.outer, this.name, Path) = (outer.Draft, outer, name, $"{outer.Path}.{name}");

    private Place(Place outer, int index) =>
        (Draft, this.outer, this.index, Path) = (outer.Draft, outer, index, string.Create(CultureInfo.InvariantCulture, $"{outer.Path}[{index}]"));

    public DefinitionDraft Draft { get; }

    public string Path { get; }

    /// <summary>For elements of the page; each place has its own.</summary>
    public string Id => IdOf(Path);

    public static string IdOf(string path) => "f-" + path.Replace("].", "-", StringComparison.Ordinal).Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal);

    /// <summary>Its name in its object; null in a list and of the whole.</summary>
    public string? Name => name;

    public int Index => index;

    /// <summary>What surrounds it; null of the whole.</summary>
    public Place? Outer => outer;

    /// <summary>What stands there; null where nothing does, or a null.</summary>
    public JsonNode? Node => outer is null ? Draft.Root
        : name is not null ? (outer.Node as JsonObject)?[name]
        : outer.Node is JsonArray list && index < list.Count ? list[index] : null;

    public bool Exists => outer is null || (name is not null
        ? outer.Node is JsonObject members && members.ContainsKey(name)
        : outer.Node is JsonArray list && index < list.Count);

    /// <summary>As a person writes it: a text without quotes, anything else as JSON.</summary>
    public string Text => Node switch
    {
        null => Exists ? "null" : "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var node => DefinitionText.WriteLine(node),
    };

    public IReadOnlyList<Place> Items => Node is JsonArray list ? [.. Enumerable.Range(0, list.Count).Select(Item)] : [];

    public Place Member(string member) => new(this, member);

    public Place Item(int at) => new(this, at);

    /// <summary>Writes a value, and what must surround it.</summary>
    public void Set(JsonNode? value)
    {
        Put(value);
        Draft.Touch(this);
    }

    /// <summary>A text; nothing where it is blank.</summary>
    public void SetText(string? text) => SetOrRemove(string.IsNullOrWhiteSpace(text) ? null : JsonValue.Create(text));

    /// <summary>A number with every digit of it. What is none is kept as a text: the desk says what is wrong with it.</summary>
    public void SetNumber(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        SetOrRemove(trimmed.Length == 0 ? null
            : decimal.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : JsonValue.Create(trimmed));
    }

    /// <summary>Adds to the list that stands there; the list begins where none does.</summary>
    public void Add(JsonNode? item)
    {
        if (Node is JsonArray list)
        {
            list.Add(item);
        }
        else
        {
            Put(new JsonArray(item));
        }

        Draft.Touch(this);
    }

    public void Remove()
    {
        if (outer?.Node is JsonObject members && name is not null)
        {
            members.Remove(name);
        }
        else if (outer?.Node is JsonArray list && index < list.Count)
        {
            list.RemoveAt(index);
        }

        // Whatever comes behind it in a list has another path now.
        Draft.Touch(name is null && outer is not null ? outer : this);
    }

    /// <summary>Likewise; what surrounds it goes with its last member.</summary>
    public void RemoveWithEmptyOuter()
    {
        Remove();
        if (outer is { outer: not null, Node: JsonObject { Count: 0 } or JsonArray { Count: 0 } })
        {
            outer.Remove();
        }
    }

    private void SetOrRemove(JsonNode? value)
    {
        if (value is null)
        {
            Remove();
        }
        else
        {
            Set(value);
        }
    }

    private void Put(JsonNode? value)
    {
        if (outer is null)
        {
            throw new InvalidOperationException("The whole definition is replaced by a new draft.");
        }

        if (name is null)
        {
            ((JsonArray)outer.Node!)[index] = value;
            return;
        }

        if (outer.Node is not JsonObject members)
        {
            outer.Put(members = []);
        }

        if (members.ContainsKey(name))
        {
            members[name] = value;
        }
        else
        {
            // A new member of the whole stands where the language tells of it.
            var before = outer.outer is null ? members.Count(m => DefinitionTerms.IsBefore(m.Key, name)) : members.Count;
            members.Insert(before, name, value);
        }
    }
}
