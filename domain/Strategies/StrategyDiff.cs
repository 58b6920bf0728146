using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Countersign.Domain.Strategies;

public enum StrategyChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One difference between two definitions.</summary>
/// <param name="Path">Where, as a JSON path in the canonical text: of the older one where it was removed, else of the newer one.</param>
/// <param name="Before">What stood there, as JSON; null where it was added.</param>
/// <param name="After">What stands there, as JSON; null where it was removed.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record StrategyChange(string Path, StrategyChangeKind Kind, string? Before, string? After, string Sentence);

/// <summary>
/// Compares two definitions by their canonical texts. Lists are aligned so that as many elements as possible stay as they are; what is left
/// between two that stayed is compared one by one.
/// </summary>
public sealed class StrategyDiff
{
    private readonly ImmutableArray<StrategyChange>.Builder changes = ImmutableArray.CreateBuilder<StrategyChange>();

    private StrategyDiff()
    {
    }

    /// <summary>Every difference, in the order of the canonical text; empty where the two are equal.</summary>
    public static ImmutableArray<StrategyChange> Of(StrategyDefinition before, StrategyDefinition after)
    {
        using var older = JsonDocument.Parse(StrategyJson.Write(before));
        using var newer = JsonDocument.Parse(StrategyJson.Write(after));
        var diff = new StrategyDiff();
        diff.Compare("$", older.RootElement, newer.RootElement);
        return diff.changes.ToImmutable();
    }

    private void Compare(string path, JsonElement before, JsonElement after)
    {
        if (JsonElement.DeepEquals(before, after))
        {
            return;
        }

        switch (before.ValueKind, after.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object) when before.EnumerateObject().Any(p => after.TryGetProperty(p.Name, out _)):
                CompareProperties(path, before, after);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareElements(path, [.. before.EnumerateArray()], [.. after.EnumerateArray()]);
                break;
            default:
                // Two objects of different kinds, such as a stop in pips and one in ATRs, have nothing in common to compare.
                Add(path, StrategyChangeKind.Changed, before, after);
                break;
        }
    }

    private void CompareProperties(string path, JsonElement before, JsonElement after)
    {
        foreach (var property in before.EnumerateObject())
        {
            var at = $"{path}.{property.Name}";
            if (after.TryGetProperty(property.Name, out var other))
            {
                Compare(at, property.Value, other);
            }
            else
            {
                Add(at, StrategyChangeKind.Removed, property.Value, null);
            }
        }

        foreach (var property in after.EnumerateObject().Where(p => !before.TryGetProperty(p.Name, out _)))
        {
            Add($"{path}.{property.Name}", StrategyChangeKind.Added, null, property.Value);
        }
    }

    private void CompareElements(string path, JsonElement[] before, JsonElement[] after)
    {
        var (i, j) = (0, 0);
        foreach (var (sameBefore, sameAfter) in Kept(before, after).Append((before.Length, after.Length)))
        {
            for (; i < sameBefore || j < sameAfter; i++, j++)
            {
                if (i >= sameBefore)
                {
                    Add(At(path, j), StrategyChangeKind.Added, null, after[j]);
                }
                else if (j >= sameAfter)
                {
                    Add(At(path, i), StrategyChangeKind.Removed, before[i], null);
                }
                else
                {
                    Compare(At(path, j), before[i], after[j]);
                }
            }

            (i, j) = (sameBefore + 1, sameAfter + 1);
        }
    }

    /// <summary>A longest common subsequence, as pairs of places.</summary>
    private static List<(int Before, int After)> Kept(JsonElement[] before, JsonElement[] after)
    {
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = JsonElement.DeepEquals(before[i], after[j])
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var kept = new List<(int, int)>();
        for (var (i, j) = (0, 0); i < before.Length && j < after.Length;)
        {
            if (JsonElement.DeepEquals(before[i], after[j]))
            {
                kept.Add((i++, j++));
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return kept;
    }

    private void Add(string path, StrategyChangeKind kind, JsonElement? before, JsonElement? after)
    {
        var where = StrategyWords.Of(path);
        var sentence = kind switch
        {
            StrategyChangeKind.Added => $"{where} was added: {StrategyWords.Of(after!.Value)}.",
            StrategyChangeKind.Removed => $"{where} was removed; it was {StrategyWords.Of(before!.Value)}.",
            _ => $"{where} changed from {StrategyWords.Of(before!.Value)} to {StrategyWords.Of(after!.Value)}.",
        };
        changes.Add(new StrategyChange(path, kind, Compact(before), Compact(after), sentence));
    }

    private static string? Compact(JsonElement? element) => element is { } value ? StrategyWords.Compact(value) : null;

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
