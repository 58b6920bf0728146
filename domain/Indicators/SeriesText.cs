using System.Collections.Immutable;

namespace Countersign.Domain.Indicators;

/// <summary>The grammar <c>name [ '(' argument { ',' argument } ')' ] [ '.' output ]</c>, before any name has a meaning.</summary>
internal readonly record struct SeriesText(string Name, ImmutableArray<string>? Arguments, string? Output)
{
    public static bool TrySplit(string text, int lengthMax, out SeriesText parts)
    {
        parts = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > lengthMax)
        {
            return false;
        }

        var rest = text.Trim();
        var open = rest.IndexOf('(', StringComparison.Ordinal);
        var close = rest.LastIndexOf(')');
        ImmutableArray<string>? arguments = null;
        var tail = string.Empty;
        if (open >= 0)
        {
            if (close < open)
            {
                return false;
            }

            arguments = SplitArguments(rest[(open + 1)..close]);
            tail = rest[(close + 1)..];
            rest = rest[..open];
        }
        else if (rest.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0)
        {
            tail = rest[dot..];
            rest = rest[..dot];
        }

        if (!IsWord(rest) || (tail.Length > 0 && (tail[0] != '.' || !IsWord(tail[1..]))))
        {
            return false;
        }

        parts = new SeriesText(rest, arguments, tail.Length > 0 ? tail[1..] : null);
        return true;
    }

    private static ImmutableArray<string> SplitArguments(string inside) =>
        string.IsNullOrWhiteSpace(inside) ? [] : [.. inside.Split(',', StringSplitOptions.TrimEntries)];

    private static bool IsWord(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
