using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Web.Strategies.Builder;

/// <summary>
/// A definition while a form edits it. The form's fields read and write the document itself, so whatever no field shows stays as it is.
/// </summary>
public sealed class DefinitionDraft
{
    public const string RootPath = "definition";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, int> fields = new(StringComparer.Ordinal);
    private IReadOnlyList<DefinitionMistake> mistakes = [];

    private DefinitionDraft(JsonObject root) => Root = root;

    /// <summary>Something was written.</summary>
    public event Action? Changed;

    public JsonObject Root { get; }

    /// <summary>The place of the whole.</summary>
    public Place Whole => new(this);

    /// <summary>What the desk found wrong, less what has been changed since.</summary>
    public IReadOnlyList<DefinitionMistake> Mistakes => mistakes;

    /// <summary>Those that no field shows.</summary>
    public IEnumerable<DefinitionMistake> Unplaced => mistakes.Where(m => FieldOf(m) is null);

    /// <summary>Those that a field shows, each with its field's path.</summary>
    public IEnumerable<(DefinitionMistake Mistake, string Field)> Placed =>
        mistakes.Select(m => (Mistake: m, Field: FieldOf(m))).Where(p => p.Field is not null).Select(p => (p.Mistake, p.Field!));

    /// <summary>Opens a definition's text; false, with the reason for people, where it is no JSON object or names a member twice.</summary>
    public static bool TryOpen(string text, [NotNullWhen(true)] out DefinitionDraft? draft, [NotNullWhen(false)] out string? mistake)
    {
        draft = null;
        if (!DefinitionText.TryRead(text, out _, out mistake))
        {
            return false;
        }

        try
        {
            draft = JsonNode.Parse(text, documentOptions: Strict) is JsonObject root ? new DefinitionDraft(root) : null;
        }
        catch (JsonException e)
        {
            mistake = $"A member stands twice in one object: give it once. {e.Message.Split(" LineNumber", 2)[0]}";
            return false;
        }

        mistake = draft is null ? "A strategy is a JSON object, in braces." : null;
        return draft is not null;
    }

    public string Write() => DefinitionText.Write(Root);

    /// <summary>How often the desk was asked: each time there is something new to read.</summary>
    internal int Answers { get; private set; }

    public void Blame(IReadOnlyList<DefinitionMistake> found)
    {
        mistakes = found;
        Answers++;
    }

    /// <summary>A field shows what is wrong at this path, and below it where no other field does.</summary>
    internal void Show(string path) => fields[path] = fields.GetValueOrDefault(path) + 1;

    internal void Hide(string path)
    {
        if (fields.GetValueOrDefault(path) is > 1 and var more)
        {
            fields[path] = more - 1;
        }
        else
        {
            fields.Remove(path);
        }
    }

    internal IReadOnlyList<DefinitionMistake> MistakesOf(string field) => mistakes.Count == 0 ? [] : [.. mistakes.Where(m => FieldOf(m) == field)];

    /// <summary>What stands there was written: what was wrong with it is no longer known to be.</summary>
    internal void Touch(Place place)
    {
        if (mistakes.Count > 0)
        {
            mistakes = [.. mistakes.Where(m => m.Path is null || !IsWithin(m.Path, place.Path))];
        }

        Changed?.Invoke();
    }

    private string? FieldOf(DefinitionMistake mistake) =>
        mistake.Path is { } path ? fields.Keys.Where(f => IsWithin(path, f)).MaxBy(f => f.Length) : null;

    private static bool IsWithin(string path, string outer) =>
        path.StartsWith(outer, StringComparison.Ordinal) && (path.Length == outer.Length || path[outer.Length] is '.' or '[');
}
