using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Countersign.Domain.Indicators;

/// <summary>Every indicator that a strategy can name, with parameters, ranges and outputs; reads and makes them.</summary>
public static class IndicatorCatalogue
{
    /// <summary>No window is longer than this, so the memory of one indicator is bounded.</summary>
    public const int MaximumPeriod = 10_000;

    private const int MaximumTextLength = 64;

    // With exponents, since that is how the canonical form writes a very small number.
    private const NumberStyles ParameterStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;

    private static readonly FrozenDictionary<string, BarField> BarFields =
        Enum.GetValues<BarField>().ToFrozenDictionary(field => field.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>All definitions, in alphabetical order.</summary>
    public static ImmutableArray<IndicatorDefinition> Definitions { get; } =
    [
        .. ((IEnumerable<IndicatorDefinition>)
        [
            .. MovingAverages.Definitions,
            .. Momentum.Definitions,
            .. Trend.Definitions,
            .. Volatility.Definitions,
            .. Volumes.Definitions,
            .. Levels.Definitions,
            .. Candles.Definitions,
            .. Statistics.Definitions,
        ]).OrderBy(definition => definition.Name, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, IndicatorDefinition> ByName =
        Definitions.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>Those that every timeframe of an instrument carries, with default parameters.</summary>
    public static ImmutableArray<IndicatorSpec> Standard { get; } =
    [
        .. Definitions.Where(definition => definition.IsStandard)
            .Select(DefaultsOf),
    ];

    /// <exception cref="KeyNotFoundException">The specification was not made by this catalogue.</exception>
    public static IndicatorDefinition Define(IndicatorSpec spec) => ByName[spec.Name];

    /// <summary>An indicator with its default parameters.</summary>
    public static IndicatorSpec DefaultsOf(IndicatorDefinition definition) => IndicatorSpec.Of(definition.Name, definition.Defaults);

    /// <summary>A fresh, cold indicator.</summary>
    public static IIndicator Create(IndicatorSpec spec) => Define(spec).Create(spec.Parameters);

    /// <summary>Continues an indicator from a captured state.</summary>
    /// <exception cref="ArgumentException">The state names no known indicator, or is not one of this version.</exception>
    public static IIndicator Restore(IndicatorState state)
    {
        if (!TryParse(state.Spec, out var series, out var refusal) || series is not SeriesReference.OfIndicator { Output: 0 } named)
        {
            throw new ArgumentException(refusal?.Message ?? $"'{state.Spec}' is not an indicator.", nameof(state));
        }

        var indicator = Create(named.Spec);
        indicator.Restore(state);
        return indicator;
    }

    /// <summary>
    /// Reads <c>close</c>, <c>rsi(14)</c>, <c>macd(12,26,9).signal</c>. Case matters, spaces around parameters do not, and left-out parameters
    /// at the end (or all, with their brackets) take their defaults.
    /// </summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out SeriesReference? series,
        [NotNullWhen(false)] out IndicatorRefusal? refusal)
    {
        (series, refusal) = Parse(text);
        return series is not null;
    }

    private static (SeriesReference? Series, IndicatorRefusal? Refusal) Parse(string text)
    {
        if (!SeriesText.TrySplit(text, MaximumTextLength, out var parts))
        {
            return (null, new IndicatorRefusal.Malformed(text.Length > MaximumTextLength ? text[..MaximumTextLength] + "…" : text));
        }

        if (BarFields.TryGetValue(parts.Name, out var field))
        {
            return parts is { Arguments: null, Output: null }
                ? (new SeriesReference.OfBar(field), null)
                : (null, new IndicatorRefusal.Malformed(text));
        }

        if (!ByName.TryGetValue(parts.Name, out var definition))
        {
            var known = string.Join(", ", BarFields.Keys.Concat(ByName.Keys).Order(StringComparer.Ordinal));
            return (null, new IndicatorRefusal.UnknownName(parts.Name, known));
        }

        var (values, refusal) = ReadParameters(definition, parts.Arguments ?? []);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var output = parts.Output is null ? 0 : definition.OutputAt(parts.Output);
        return output >= 0
            ? (new SeriesReference.OfIndicator(IndicatorSpec.Of(definition.Name, values), output), null)
            : (null, new IndicatorRefusal.UnknownOutput(definition.Name, parts.Output!, string.Join(", ", definition.Outputs.Select(each => each.Name))));
    }

    private static (ImmutableArray<double> Values, IndicatorRefusal? Refusal) ReadParameters(
        IndicatorDefinition definition,
        ImmutableArray<string> arguments)
    {
        if (arguments.Length > definition.Parameters.Length)
        {
            return ([], new IndicatorRefusal.ParameterCount(definition.Name, arguments.Length, definition.Signature));
        }

        var values = definition.Defaults.ToArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = definition.Parameters[i];
            if (!double.TryParse(arguments[i], ParameterStyle, CultureInfo.InvariantCulture, out var value)
                || !parameter.Allows(value))
            {
                return ([], new IndicatorRefusal.ParameterRange(definition.Name, parameter.Name, arguments[i], parameter.Allowed));
            }

            values[i] = value + 0.0;
        }

        var given = values.ToImmutableArray();
        var conflict = definition.Conflict(given);
        return conflict is null ? (given, null) : ([], new IndicatorRefusal.ParametersConflict(definition.Name, conflict));
    }
}
