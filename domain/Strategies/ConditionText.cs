using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Strategies;

/// <summary>Conditions in words, as rationales and contributions show them: <c>ema(20) crosses above ema(50)</c>.</summary>
internal static class ConditionText
{
    /// <summary>Longest text; a longer one ends with an ellipsis.</summary>
    private const int LengthMax = 200;

    public static string Of(Condition condition)
    {
        var text = Words(condition);
        return text.Length <= LengthMax ? text : text[..(LengthMax - 1)] + "…";
    }

    private static string Words(Condition condition) => condition switch
    {
        Condition.Compares c => $"{c.Left.Text} {Direction(c.Comparison)} {c.Right.Text}",
        Condition.Crosses c => $"{c.Left.Text} crosses {Direction(c.To)} {c.Right.Text}",
        Condition.All all => Joined(all.Conditions, " and "),
        Condition.Any any => Joined(any.Conditions, " or "),
        Condition.Not not => $"not ({Words(not.Inner)})",
        Condition.Within within => string.Create(CultureInfo.InvariantCulture, $"within {within.Bars} bars ({Words(within.Rule)})"),
        Condition.AtLeast atLeast => string.Create(CultureInfo.InvariantCulture, $"at least {atLeast.Count} of ({Joined(atLeast.Of, ", ")})"),
        Condition.Votes votes => string.Create(
            CultureInfo.InvariantCulture,
            $"votes of at least {votes.Share} among ({string.Join(", ", votes.Of.Select(vote => vote.Name ?? Words(vote.Rule)))})"),
        _ => throw new InvalidOperationException($"No condition {condition}."),
    };

    private static string Joined(ImmutableArray<Condition> conditions, string by) =>
        string.Join(by, conditions.Select(condition => condition is Condition.All or Condition.Any ? $"({Words(condition)})" : Words(condition)));

    private static string Direction(Comparison comparison) => comparison == Comparison.Above ? "above" : "below";
}
