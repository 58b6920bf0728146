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

    private static readonly FrozenDictionary<string, BarField> BarFields =
        Enum.GetValues<BarField>().ToFrozenDictionary(field => field.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>All definitions, in alphabetical order.</summary>
    public static ImmutableArray<IndicatorDefinition> Definitions { get; } =
    [
        Define("adx", "Average directional index", [Period(14, 2)], ["adx", "plus_di", "minus_di"], p => new Adx((int)p[0])),
        Define("atr", "Average true range", [Period(14)], ["value"], p => new Atr((int)p[0])),
        Define(
            "bollinger",
            "Bollinger bands",
            [Period(20, 2), new IndicatorParameter("width", 0.1, 10, 2, IsWhole: false)],
            ["middle", "upper", "lower", "width", "percent_b"],
            p => new Bollinger((int)p[0], p[1])),
        Define("cci", "Commodity channel index", [Period(20, 2)], ["value"], p => new Cci((int)p[0])),
        Define("ema", "Exponential moving average", [Period(20)], ["value"], p => new Ema((int)p[0])),
        Define(
            "macd",
            "Moving average convergence divergence",
            [Whole("fast", 1, 12), Whole("slow", 2, 26), Whole("signal", 1, 9)],
            ["line", "signal", "histogram"],
            p => new Macd((int)p[0], (int)p[1], (int)p[2]),
            p => p[0] < p[1] ? null : string.Create(CultureInfo.InvariantCulture, $"fast ({p[0]}) must be less than slow ({p[1]})")),
        Define("rsi", "Relative strength index", [Period(14)], ["value"], p => new Rsi((int)p[0])),
        Define("sma", "Simple moving average", [Period(20)], ["value"], p => new Sma((int)p[0])),
        Define(
            "stochastic",
            "Slow stochastic oscillator",
            [Whole("lookback", 1, 14), Whole("smooth", 1, 3), Whole("signal", 1, 3)],
            ["k", "d"],
            p => new Stochastic((int)p[0], (int)p[1], (int)p[2])),
        Define("vwap", "Volume-weighted average price (0: since the start of the day)", [Period(0, 0)], ["value"], p => new Vwap((int)p[0])),
    ];

    private static readonly FrozenDictionary<string, IndicatorDefinition> ByName =
        Definitions.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>One of each, with default parameters: the features that every timeframe of an instrument carries.</summary>
    public static ImmutableArray<IndicatorSpec> Standard { get; } =
        [.. Definitions.Select(definition => IndicatorSpec.Of(definition.Name, Defaults(definition)))];

    /// <exception cref="KeyNotFoundException">The specification was not made by this catalogue.</exception>
    public static IndicatorDefinition Define(IndicatorSpec spec) => ByName[spec.Name];

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

        var output = parts.Output is null ? 0 : definition.Outputs.IndexOf(parts.Output);
        return output >= 0
            ? (new SeriesReference.OfIndicator(IndicatorSpec.Of(definition.Name, values), output), null)
            : (null, new IndicatorRefusal.UnknownOutput(definition.Name, parts.Output!, string.Join(", ", definition.Outputs)));
    }

    private static (ImmutableArray<double> Values, IndicatorRefusal? Refusal) ReadParameters(
        IndicatorDefinition definition,
        ImmutableArray<string> arguments)
    {
        if (arguments.Length > definition.Parameters.Length)
        {
            return ([], new IndicatorRefusal.ParameterCount(definition.Name, arguments.Length, definition.Signature));
        }

        var values = Defaults(definition).ToArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = definition.Parameters[i];
            if (!double.TryParse(arguments[i], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
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

    private static ImmutableArray<double> Defaults(IndicatorDefinition definition) =>
        [.. definition.Parameters.Select(parameter => parameter.Default)];

    private static IndicatorParameter Period(double standard, double minimum = 1) => Whole("period", minimum, standard);

    private static IndicatorParameter Whole(string name, double minimum, double standard) =>
        new(name, minimum, MaximumPeriod, standard, IsWhole: true);

    private static IndicatorDefinition Define(
        string name,
        string title,
        ImmutableArray<IndicatorParameter> parameters,
        ImmutableArray<string> outputs,
        Func<ImmutableArray<double>, IIndicator> create,
        Func<ImmutableArray<double>, string?>? conflict = null) => new(name, title, parameters, outputs, conflict ?? (_ => null), create);
}
