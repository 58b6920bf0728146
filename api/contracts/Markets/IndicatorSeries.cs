namespace Countersign.Api.Contracts.Markets;

/// <summary>Indicators over an instrument's newest bars, for a chart. Statistics: floating-point numbers, of the bid side.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Timeframe">Of the bars, <c>M1</c> to <c>D1</c>.</param>
/// <param name="Simulated">Whether the desk made the market up.</param>
/// <param name="Times">Start of each bar, UTC, oldest first.</param>
/// <param name="Items">In the order that was asked for.</param>
public sealed record IndicatorSeriesSet(
    string Symbol, string Timeframe, bool Simulated, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<IndicatorSeries> Items);

/// <summary>One indicator's values.</summary>
/// <param name="Text">Its specification with every parameter, for example <c>macd(12,26,9)</c>.</param>
/// <param name="Pane"><c>price</c> (over the prices, on their scale) or <c>own</c>.</param>
/// <param name="Outputs">Those that a chart draws.</param>
public sealed record IndicatorSeries(string Text, string Pane, IReadOnlyList<IndicatorLine> Outputs);

/// <summary>One output.</summary>
/// <param name="Name">Named after a dot in a specification.</param>
/// <param name="Style"><c>line</c>, <c>histogram</c> (bars from zero), <c>dots</c> or <c>flag</c> (1, 0 or -1).</param>
/// <param name="Values">One a time; null where there is none, such as before the indicator is warm.</param>
public sealed record IndicatorLine(string Name, string Style, IReadOnlyList<double?> Values);
