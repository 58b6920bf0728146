using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Api.Requests;

/// <summary>The order of a list: <c>sort=symbol</c>, or <c>sort=-symbol</c> for the other way round.</summary>
/// <param name="Field">Which field of the items.</param>
/// <param name="Descending">Largest first. What has no value comes last either way.</param>
internal sealed record ListSort(string Field, bool Descending)
{
    public const string Parameter = "sort";

    /// <summary>All that can be asked for.</summary>
    public static IEnumerable<string> Choices(IEnumerable<string> fields) => fields.Order(StringComparer.Ordinal).SelectMany(f => (string[])[f, "-" + f]);

    /// <summary>Null where it is not one of the fields.</summary>
    public static ListSort? Read(string text, IReadOnlySet<string> fields)
    {
        var sort = text.StartsWith('-') ? new ListSort(text[1..], true) : new ListSort(text, false);
        return fields.Contains(sort.Field) ? sort : null;
    }

    /// <summary>Items of equal value keep their order.</summary>
    public JsonArray Apply(JsonArray items)
    {
        var withValue = items.Where(i => i![Field] is not null);
        var sorted = Descending
            ? withValue.OrderByDescending(i => i![Field]!, Comparer<JsonNode>.Create(Compare))
            : withValue.OrderBy(i => i![Field]!, Comparer<JsonNode>.Create(Compare));
        return new JsonArray([.. sorted.Concat(items.Where(i => i![Field] is null)).Select(i => i!.DeepClone())]);
    }

    // Times are all in UTC and written alike, so that they sort as texts do.
    private static int Compare(JsonNode left, JsonNode right) => left.GetValueKind() switch
    {
        JsonValueKind.Number => left.GetValue<decimal>().CompareTo(right.GetValue<decimal>()),
        JsonValueKind.String => string.CompareOrdinal(left.GetValue<string>(), right.GetValue<string>()),
        _ => (left.GetValueKind() == JsonValueKind.True).CompareTo(right.GetValueKind() == JsonValueKind.True),
    };
}
