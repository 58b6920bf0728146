namespace Countersign.Api.Contracts.Markets;

/// <summary>What is stored of one instrument from one source.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Timeframe"><c>M1</c> to <c>D1</c>, or <c>ticks</c>.</param>
/// <param name="Source">Where it comes from, such as <c>oanda</c>.</param>
/// <param name="Rows">How many bars or ticks.</param>
/// <param name="FirstAt">Start of the first, UTC.</param>
/// <param name="LastAt">Start of the last, UTC.</param>
public sealed record HistorySeries(string Symbol, string Timeframe, string Source, long Rows, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>A stored bar.</summary>
/// <param name="Start">Start of the period (included), UTC.</param>
/// <param name="End">End of the period (excluded), UTC.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Bid">The bid side; null where another side was asked for.</param>
/// <param name="Ask">The ask side; null where another side was asked for.</param>
/// <param name="Mid">The middle of both; null unless it was asked for.</param>
/// <param name="Volume">What was traded, or the number of ticks.</param>
public sealed record HistoryBar(
    DateTimeOffset Start, DateTimeOffset End, string Source, BarSide? Bid, BarSide? Ask, BarSide? Mid, decimal Volume);
