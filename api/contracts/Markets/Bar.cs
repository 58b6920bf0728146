namespace Countersign.Api.Contracts.Markets;

/// <summary>Bars of one instrument, oldest first.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Timeframe"><c>M1</c>, <c>M5</c>, <c>M15</c>, <c>M30</c>, <c>H1</c>, <c>H4</c> or <c>D1</c>.</param>
/// <param name="Simulated">Whether the desk made the market up.</param>
/// <param name="Items">At most <c>limit</c> bars. Periods without a tick have none.</param>
public sealed record BarSeries(string Symbol, string Timeframe, bool Simulated, IReadOnlyList<Bar> Items);

/// <summary>A period's prices.</summary>
/// <param name="Start">Start of the period (included), UTC.</param>
/// <param name="End">End of the period (excluded), UTC. A D1 bar ends 17:00 New York.</param>
/// <param name="Bid">The bid side, quote currency per unit.</param>
/// <param name="Ask">The ask side; equal to the bid where the recording has one side only.</param>
/// <param name="Ticks">Ticks in the bar; zero where a recording does not tell.</param>
/// <param name="Volume">What was traded, in base currency, where the venue reports it; otherwise the number of ticks.</param>
public sealed record Bar(DateTimeOffset Start, DateTimeOffset End, BarSide Bid, BarSide Ask, long Ticks, decimal Volume);

/// <summary>First, highest, lowest and last price.</summary>
/// <param name="Open">The first, in quote currency.</param>
/// <param name="High">The highest.</param>
/// <param name="Low">The lowest.</param>
/// <param name="Close">The last.</param>
public sealed record BarSide(decimal Open, decimal High, decimal Low, decimal Close);
