using System.Text.Json;

namespace Countersign.Web.Audit;

/// <summary>One value of a decision, as it was recorded and as the rules make it now.</summary>
/// <param name="Path">Where, for example <c>outcome.decision.reason</c>.</param>
/// <param name="Recorded">JSON; null where it was not there.</param>
/// <param name="Recomputed">Likewise now.</param>
internal sealed record ComparedField(string Path, string? Recorded, string? Recomputed)
{
    // Compared as they are written: a digit that differs is a difference.
    public bool Same => Recorded == Recomputed;

    /// <summary>It tells of the market and the strategy that the proposal was made on: what went in, not what came out.</summary>
    public bool OfSnapshot => Path.StartsWith("proposal.snapshot.", StringComparison.Ordinal);

    /// <summary>Every value of either, in their order.</summary>
    public static IReadOnlyList<ComparedField> Of(JsonElement recorded, JsonElement recomputed)
    {
        var (before, now) = (Leaves(recorded), Leaves(recomputed));
        return [.. before.Keys.Union(now.Keys, StringComparer.Ordinal).Select(path => new ComparedField(path, before.GetValueOrDefault(path), now.GetValueOrDefault(path)))];
    }

    private static Dictionary<string, string> Leaves(JsonElement element)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(element, "", leaves);
        return leaves;
    }

    private static void Collect(JsonElement element, string path, Dictionary<string, string> leaves)
    {
        if (element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any())
        {
            foreach (var member in element.EnumerateObject())
            {
                Collect(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", leaves);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0)
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
            {
                Collect(item, FormattableString.Invariant($"{path}[{index}]"), leaves);
            }
        }
        else
        {
            leaves[path] = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        }
    }
}
