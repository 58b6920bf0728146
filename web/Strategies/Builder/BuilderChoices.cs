using System.Collections.Immutable;
using System.Globalization;
using Countersign.Api.Contracts.Markets;

namespace Countersign.Web.Strategies.Builder;

/// <summary>What the form lets people choose from.</summary>
/// <param name="Symbols">What can be traded, with a description.</param>
/// <param name="Indicators">The catalogue.</param>
/// <param name="Schema">Of the language, for hints.</param>
public sealed record BuilderChoices(
    IReadOnlyList<(string Symbol, string Description)> Symbols, IReadOnlyList<IndicatorEntry> Indicators, LanguageSchema Schema)
{
    private readonly ImmutableDictionary<string, IndicatorEntry> byName = Indicators.ToImmutableDictionary(i => i.Name, StringComparer.Ordinal);

    public IndicatorEntry? Indicator(string name) => byName.GetValueOrDefault(name);

    internal static string Figure(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    internal static string FamilyTitle(string family) => family switch
    {
        "movingAverage" => "Moving averages",
        "" => "Other",
        _ => char.ToUpperInvariant(family[0]) + family[1..],
    };
}
