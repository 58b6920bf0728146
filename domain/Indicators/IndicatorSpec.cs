using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Indicators;

/// <summary>Which indicator with which parameters. Two specifications are equal when their canonical texts are.</summary>
public sealed record IndicatorSpec
{
    private IndicatorSpec(string name, ImmutableArray<double> parameters)
    {
        Name = name;
        Parameters = parameters;
        Text = $"{name}({string.Join(',', parameters.Select(value => value.ToString(CultureInfo.InvariantCulture)))})";
    }

    /// <summary>The catalogue's name, for example <c>macd</c>.</summary>
    public string Name { get; }

    /// <summary>Every parameter, defaults filled in, in the catalogue's order.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>Canonical form, for example <c>macd(12,26,9)</c>.</summary>
    public string Text { get; }

    public bool Equals(IndicatorSpec? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    internal static IndicatorSpec Of(string name, params ImmutableArray<double> parameters) => new(name, parameters);
}
