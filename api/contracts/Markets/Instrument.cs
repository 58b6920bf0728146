namespace Countersign.Api.Contracts.Markets;

/// <summary>Something that can be traded.</summary>
/// <param name="Symbol">For example <c>EURUSD</c>.</param>
/// <param name="Description">For people, for example "Euro / US dollar".</param>
/// <param name="BaseCurrency">What one unit of quantity is.</param>
/// <param name="QuoteCurrency">What prices are in.</param>
/// <param name="TickSize">Smallest step of a price, in quote currency.</param>
/// <param name="LotSize">Smallest step of a quantity, in base currency.</param>
/// <param name="QuantityMin">Smallest order, in base currency.</param>
/// <param name="QuantityMax">Largest order, in base currency.</param>
/// <param name="PipSize">The step in which moves are counted, in quote currency.</param>
/// <param name="PriceDecimals">Decimals to show.</param>
/// <param name="Feed">Where its prices come from, for people; null before the first tick.</param>
/// <param name="Simulated">Whether its market is made up by the desk.</param>
/// <param name="Quote">The newest quote; null before the first tick.</param>
public sealed record Instrument(
    string Symbol, string Description, string BaseCurrency, string QuoteCurrency, decimal TickSize, decimal LotSize, decimal QuantityMin,
    decimal QuantityMax, decimal PipSize, int PriceDecimals, string? Feed, bool Simulated, Quote? Quote);

/// <summary>The best bid and ask.</summary>
/// <param name="Symbol">Of which instrument.</param>
/// <param name="Time">When it was quoted, UTC.</param>
/// <param name="Bid">What a seller gets, quote currency per unit.</param>
/// <param name="Ask">What a buyer pays, quote currency per unit.</param>
/// <param name="Simulated">Whether the desk made it up.</param>
public sealed record Quote(string Symbol, DateTimeOffset Time, decimal Bid, decimal Ask, bool Simulated);
