namespace Countersign.Api.Contracts.Markets;

/// <summary>An indicator that strategies and charts can name.</summary>
/// <param name="Name">How specifications name it, for example <c>macd</c>.</param>
/// <param name="Title">How people name it.</param>
/// <param name="Family">
/// <c>movingAverage</c>, <c>momentum</c>, <c>trend</c>, <c>volatility</c>, <c>volume</c>, <c>statistics</c>, <c>levels</c> or <c>candles</c>.
/// </param>
/// <param name="Pane">Where a chart draws it: <c>price</c> (over the prices, on their scale) or <c>own</c>.</param>
/// <param name="Signature">The form with parameter names, for example <c>macd(fast,slow,signal)</c>.</param>
/// <param name="Text">The specification with defaults, for example <c>macd(12,26,9)</c>.</param>
/// <param name="Parameters">In the order in which a specification gives them; left out at the end, they take their defaults.</param>
/// <param name="Outputs">The first is the default one; the others are named after a dot, for example <c>macd(12,26,9).signal</c>.</param>
/// <param name="WarmUpBars">Bars, with the default parameters, after which every output has a value; sparse ones may still have none.</param>
/// <param name="Standard">Kept for every timeframe of every instrument, with default parameters.</param>
/// <param name="Sparse">Outputs may lack a value on some bars even when warm.</param>
/// <param name="NeedsBenchmark">It compares two markets and has no value without a second one.</param>
public sealed record IndicatorEntry(
    string Name, string Title, string Family, string Pane, string Signature, string Text, IReadOnlyList<IndicatorParameter> Parameters,
    IReadOnlyList<IndicatorOutput> Outputs, int WarmUpBars, bool Standard, bool Sparse, bool NeedsBenchmark);

/// <summary>A parameter of an indicator.</summary>
/// <param name="Name">How the signature names it.</param>
/// <param name="Minimum">The least that it may be.</param>
/// <param name="Maximum">The most that it may be.</param>
/// <param name="Default">What it is when it is not given.</param>
/// <param name="Whole">Only whole numbers are right.</param>
public sealed record IndicatorParameter(string Name, double Minimum, double Maximum, double Default, bool Whole);

/// <summary>An output of an indicator.</summary>
/// <param name="Name">Named after a dot in a specification.</param>
/// <param name="Style">
/// How a chart draws it: <c>line</c>, <c>histogram</c> (bars from zero), <c>dots</c>, <c>flag</c> (1, 0 or -1) or <c>hidden</c> (a figure to read).
/// </param>
public sealed record IndicatorOutput(string Name, string Style);
