namespace Countersign.Domain.Markets;

/// <summary>One quote of one instrument: what somebody would pay and what somebody would take at a time.</summary>
/// <param name="Time">When the venue made it.</param>
/// <param name="BidSize">Quantity on offer at the bid; zero where the venue does not say.</param>
/// <param name="AskSize">Quantity on offer at the ask; zero where the venue does not say.</param>
public readonly record struct Tick(DateTimeOffset Time, Price Bid, Price Ask, Quantity BidSize = default, Quantity AskSize = default)
{
    public Quote ToQuote(Symbol symbol, bool simulated) => new(symbol, Time, Bid, Ask, simulated);
}
