using System.Text.Json.Serialization;

namespace Countersign.Domain.Markets;

/// <summary>The best bid and ask at a time (UTC). <paramref name="Simulated"/> quotes are made by the desk and are labelled wherever shown.</summary>
public sealed record Quote(Symbol Symbol, DateTimeOffset Time, Price Bid, Price Ask, bool Simulated)
{
    [JsonIgnore]
    public Price Mid => Price.Mid(Bid, Ask);

    [JsonIgnore]
    public decimal Spread => Ask - Bid;

    /// <summary>The price that an order of this side pays or gets.</summary>
    public Price For(Execution.Side side) => side == Execution.Side.Buy ? Ask : Bid;
}
