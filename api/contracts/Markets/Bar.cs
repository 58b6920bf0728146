namespace Countersign.Api.Contracts.Markets;

/// <summary>Bars of one instrument, oldest first.</summary>
/// <param name="Symbol">Which instrument.</param>
/// <param name="Timeframe"><c>M1</c>, <c>M5</c>, <c>M15</c>, <c>M30</c>, <c>H1</c>, <c>H4</c> or <c>D1</c>.</param>
/// <param name="Simulated">Whether the desk made the market up.</param>
/// <param name="Items">At most <c>limit</c> bars.</param>
/// <param name="Next">The <c>from</c> of the bars after these; null at the newest.</param>
public sealed record BarSeries(string Symbol, string Timeframe, bool Simulated, IReadOnlyList<Bar> Items, DateTimeOffset? Next);

/// <summary>What prices did in one span of time. Prices are mid prices in quote currency.</summary>
/// <param name="OpenTime">When the span began, UTC.</param>
/// <param name="Open">The first price.</param>
/// <param name="High">The highest.</param>
/// <param name="Low">The lowest.</param>
/// <param name="Close">The last.</param>
/// <param name="Volume">What was traded, in base currency; where the feed gives none, the number of ticks.</param>
/// <param name="Ticks">How many ticks made it.</param>
public sealed record Bar(DateTimeOffset OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, int Ticks);
