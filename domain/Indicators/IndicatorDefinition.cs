using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Domain.Indicators;

/// <summary>A parameter of an indicator: its name, its allowed range (both ends included) and its default.</summary>
public sealed record IndicatorParameter(string Name, double Minimum, double Maximum, double Default, bool IsWhole)
{
    /// <summary>A window of so many bars.</summary>
    public static IndicatorParameter Period(double standard, double minimum = 1) => Whole("period", standard, minimum);

    /// <summary>A whole number of bars, up to <see cref="IndicatorCatalogue.MaximumPeriod"/>.</summary>
    public static IndicatorParameter Whole(string name, double standard, double minimum = 1) =>
        new(name, minimum, IndicatorCatalogue.MaximumPeriod, standard, IsWhole: true);

    /// <summary>A number such as a factor.</summary>
    public static IndicatorParameter Number(string name, double standard, double minimum, double maximum) =>
        new(name, minimum, maximum, standard, IsWhole: false);

    internal bool Allows(double value) =>
        value >= Minimum && value <= Maximum && (!IsWhole || value == Math.Floor(value));

    internal string Allowed => string.Create(
        CultureInfo.InvariantCulture,
        $"a {(IsWhole ? "whole number" : "number")} from {Minimum} to {Maximum}");
}

/// <summary>What an indicator is about. Every family has a file of its own that defines its indicators.</summary>
public enum IndicatorFamily
{
    /// <summary>Smoothed prices.</summary>
    MovingAverage,

    /// <summary>Speed and exhaustion of a move.</summary>
    Momentum,

    /// <summary>Direction and strength of a move, and the stops that follow it.</summary>
    Trend,

    /// <summary>How far prices spread: ranges, deviations, bands and channels.</summary>
    Volatility,

    /// <summary>What is traded.</summary>
    Volume,

    /// <summary>Regressions, correlations and other statistics.</summary>
    Statistics,

    /// <summary>Swing points, pivots and other prices to watch.</summary>
    Levels,

    /// <summary>Candles and transformed bars.</summary>
    Candles,
}

/// <summary>Where a chart draws an indicator.</summary>
public enum IndicatorPane
{
    /// <summary>Over the prices, on their scale.</summary>
    Price,

    /// <summary>In a pane of its own.</summary>
    Own,
}

/// <summary>How a chart draws an output.</summary>
public enum PlotStyle
{
    Line,

    /// <summary>Bars from zero.</summary>
    Histogram,

    /// <summary>A mark on each bar that has a value.</summary>
    Dots,

    /// <summary>1, 0 or -1: a signal rather than a quantity.</summary>
    Flag,

    /// <summary>A figure to read or compute with, not drawn by default.</summary>
    Hidden,
}

/// <summary>An output of an indicator.</summary>
/// <param name="Name">Letters, digits and underscores, in lower case.</param>
public sealed record IndicatorOutput(string Name, PlotStyle Style = PlotStyle.Line)
{
    public static implicit operator IndicatorOutput(string name) => new(name);
}

/// <summary>An entry of the catalogue.</summary>
/// <param name="Name">How specifications name it.</param>
/// <param name="Title">How people name it.</param>
/// <param name="Outputs">In index order; the first is the default.</param>
/// <param name="Create">Makes a fresh indicator from one value a parameter.</param>
public sealed record IndicatorDefinition(
    string Name,
    string Title,
    IndicatorFamily Family,
    IndicatorPane Pane,
    ImmutableArray<IndicatorParameter> Parameters,
    ImmutableArray<IndicatorOutput> Outputs,
    Func<ImmutableArray<double>, IIndicator> Create)
{
    /// <summary>A rule between parameters that the values break, as a sentence; null where they break none.</summary>
    public Func<ImmutableArray<double>, string?> Conflict { get; init; } = static _ => null;

    /// <summary>What the parameters are when none is given; the features of every timeframe of an instrument where <see cref="IsStandard"/>.</summary>
    public ImmutableArray<double> Defaults { get; } = [.. Parameters.Select(parameter => parameter.Default)];

    /// <summary>Kept for every timeframe of every instrument, whether a strategy asks or not.</summary>
    public bool IsStandard { get; init; }

    /// <summary>It compares two markets: without a benchmark it has no value.</summary>
    public bool NeedsBenchmark { get; init; }

    /// <summary>Some outputs have a value on some bars only, such as the bar on which a swing is confirmed, or while one of two sides applies.</summary>
    public bool IsSparse { get; init; }

    /// <summary>The form with parameter names, for example <c>macd(fast,slow,signal)</c>.</summary>
    public string Signature => $"{Name}({string.Join(',', Parameters.Select(parameter => parameter.Name))})";

    /// <summary>Position of an output, or -1.</summary>
    public int OutputAt(string name)
    {
        for (var i = 0; i < Outputs.Length; i++)
        {
            if (Outputs[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
