using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A relation that parameters must keep, such as <c>fast &lt; slow</c> or <c>slow &gt;= 2*fast + 5</c>: sums of numbers and parameters.</summary>
public sealed record ParameterConstraint
{
    private static readonly string[] Signs = ["<=", ">=", "!=", "<", ">"];

    private readonly string sign;
    private readonly ImmutableArray<Term> terms;

    private ParameterConstraint(string text, string sign, ImmutableArray<Term> terms) => (Text, this.sign, this.terms) = (text, sign, terms);

    public string Text { get; }

    /// <summary>Parameters whose values decide, by index.</summary>
    internal IEnumerable<int> Parameters => terms.Where(t => t.Parameter >= 0).Select(t => t.Parameter);

    /// <summary>Reads a relation over the named parameters.</summary>
    /// <param name="problem">What is wrong, as a sentence; null where it could be read.</param>
    internal static ParameterConstraint? Read(string text, ImmutableArray<string> names, out string? problem)
    {
        problem = null;
        if (Array.Find(Signs, s => text.Contains(s, StringComparison.Ordinal)) is not { } sign)
        {
            problem = "There is no <, <=, >, >= or != in it.";
            return null;
        }

        var at = text.IndexOf(sign, StringComparison.Ordinal);
        var terms = ImmutableArray.CreateBuilder<Term>();
        problem = ReadSum(text[..at], 1.0, names, terms) ?? ReadSum(text[(at + sign.Length)..], -1.0, names, terms);
        if (problem is null && !terms.Any(t => t.Parameter >= 0))
        {
            problem = "No parameter stands in it.";
        }

        return problem is null ? new ParameterConstraint(text, sign, terms.ToImmutable()) : null;
    }

    internal bool Holds(ParameterSpace space, ParameterPoint point)
    {
        var difference = 0.0;
        foreach (var term in terms)
        {
            difference += term.Factor * (term.Parameter < 0 ? 1.0 : space.Parameters[term.Parameter].Levels[point[term.Parameter]].Number);
        }

        // Sums of decimals such as 0.1 + 0.2 do not come out exactly as doubles.
        difference = Math.Abs(difference) < 1e-9 ? 0.0 : difference;
        return sign switch
        {
            "<" => difference < 0.0,
            "<=" => difference <= 0.0,
            ">" => difference > 0.0,
            ">=" => difference >= 0.0,
            _ => difference != 0.0,
        };
    }

    public bool Equals(ParameterConstraint? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private static string? ReadSum(string side, double direction, ImmutableArray<string> names, ImmutableArray<Term>.Builder terms)
    {
        var rest = side.Replace("-", "+-", StringComparison.Ordinal);
        var parts = rest.Split('+', StringSplitOptions.TrimEntries);
        if (parts.Length > 1 && parts[0].Length == 0)
        {
            parts = parts[1..];
        }

        foreach (var part in parts)
        {
            var minus = part.StartsWith('-');
            if (ReadTerm(minus ? part[1..] : part, names) is not { } term)
            {
                return $"'{part}' is neither a number nor one of the parameters {string.Join(", ", names)}, nor a product of the two.";
            }

            terms.Add(term with { Factor = term.Factor * direction * (minus ? -1.0 : 1.0) });
        }

        return null;
    }

    private static Term? ReadTerm(string text, ImmutableArray<string> names)
    {
        var term = new Term(-1, 1.0);
        foreach (var factor in text.Split('*', StringSplitOptions.TrimEntries))
        {
            if (double.TryParse(factor, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                term = term with { Factor = term.Factor * number };
            }
            else if (names.IndexOf(factor) is var found and >= 0 && term.Parameter < 0)
            {
                term = term with { Parameter = found };
            }
            else
            {
                return null;
            }
        }

        return term;
    }

    private readonly record struct Term(int Parameter, double Factor);
}
