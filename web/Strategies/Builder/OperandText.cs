using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Web.Strategies.Builder;

/// <summary>An operand that is no number, in its parts: <c>macd(12,26,9).signal@H4</c>.</summary>
/// <param name="Name">A field of the bar, or an indicator.</param>
/// <param name="Arguments">As they are written; null where there are no brackets.</param>
/// <param name="Output">After the dot; null without one.</param>
/// <param name="Bars">After the @: a timeframe or <c>partner</c>; null for the strategy's own.</param>
internal sealed partial record OperandText(string Name, ImmutableArray<string>? Arguments, string? Output, string? Bars)
{
    public static OperandText? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true, Groups: var parts })
        {
            return null;
        }

        var inside = parts["arguments"];
        return new OperandText(
            parts["name"].Value,
            !inside.Success ? null : string.IsNullOrWhiteSpace(inside.Value) ? [] : [.. inside.Value.Split(',', StringSplitOptions.TrimEntries)],
            Given(parts["output"]), Given(parts["bars"]));
    }

    public string Write() =>
        Name + (Arguments is { } given ? $"({string.Join(',', given)})" : "") + (Output is null ? "" : "." + Output) + (Bars is null ? "" : "@" + Bars);

    public string? Argument(int at) => Arguments is { } given && at < given.Length ? given[at] : null;

    /// <summary>Another argument; those before it that were left out are written with their defaults.</summary>
    public OperandText WithArgument(int at, string value, IReadOnlyList<string> defaults)
    {
        var given = Arguments ?? [];
        var all = given.Concat(defaults.Skip(given.Length).Take(Math.Max(0, at + 1 - given.Length))).ToImmutableArray();
        return this with { Arguments = all.SetItem(at, value.Trim().Length == 0 ? defaults[at] : value.Trim()) };
    }

    public bool Equals(OperandText? other) => other is not null && Write() == other.Write();

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Write());

    private static string? Given(Group part) => part.Success ? part.Value : null;

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z][A-Za-z0-9_]*)\s*(\((?<arguments>[^()]*)\))?(\.(?<output>[A-Za-z][A-Za-z0-9_]*))?\s*(@\s*(?<bars>[A-Za-z0-9]+)\s*)?$")]
    private static partial Regex Form();
}
