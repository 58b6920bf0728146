using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Indicators;

/// <summary>A parameter of an indicator: its name, its allowed range (both ends included) and its default.</summary>
public sealed record IndicatorParameter(string Name, double Minimum, double Maximum, double Default, bool IsWhole)
{
    internal bool Allows(double value) =>
        value >= Minimum && value <= Maximum && (!IsWhole || value == Math.Floor(value));

    internal string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"a {(IsWhole ? "whole number" : "number")} from {Minimum} to {Maximum}");
}

/// <summary>An entry of the catalogue.</summary>
/// <param name="Name">How specifications name it.</param>
/// <param name="Title">How people name it.</param>
/// <param name="Outputs">Output names in index order; the first is the default.</param>
/// <param name="Conflict">A rule between parameters that the values break, or null.</param>
/// <param name="Create">Makes a fresh indicator from one value a parameter.</param>
public sealed record IndicatorDefinition(
    string Name,
    string Title,
    ImmutableArray<IndicatorParameter> Parameters,
    ImmutableArray<string> Outputs,
    Func<ImmutableArray<double>, string?> Conflict,
    Func<ImmutableArray<double>, IIndicator> Create)
{
    /// <summary>The form with parameter names, for example <c>macd(fast,slow,signal)</c>.</summary>
    public string Signature => $"{Name}({string.Join(',', Parameters.Select(parameter => parameter.Name))})";
}
