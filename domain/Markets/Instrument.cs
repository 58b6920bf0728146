using System.Text.Json.Serialization;

namespace Countersign.Domain.Markets;

/// <summary>What the desk must know of an instrument to quote it and to trade it.</summary>
/// <param name="Description">For people, for example "Euro / US dollar".</param>
/// <param name="TickSize">Smallest step of a price, in the quote currency.</param>
/// <param name="LotSize">Smallest step of a quantity, in units of the base currency.</param>
/// <param name="MinimumQuantity">Smallest order.</param>
/// <param name="MaximumQuantity">Largest order.</param>
/// <param name="PipSize">The step in which traders count a move, in the quote currency; profits "in pips" divide by it.</param>
/// <param name="PriceDecimals">Decimals to show.</param>
public sealed record Instrument(
    Symbol Symbol,
    string Description,
    Currency BaseCurrency,
    Currency QuoteCurrency,
    decimal TickSize,
    decimal LotSize,
    Quantity MinimumQuantity,
    Quantity MaximumQuantity,
    decimal PipSize,
    int PriceDecimals)
{
    /// <summary>Digits behind the point of integer prices in exports: gold is exported in cents whatever the desk quotes it in.</summary>
    [JsonIgnore]
    public int ExportDigits => BaseCurrency.Value == "XAU" ? 2 : PriceDecimals;

    /// <summary>The nearest price that the instrument can have; halves go up.</summary>
    public Price RoundPrice(Price price)
    {
        // By remainder: a quotient of a huge price by a tiny tick would overflow.
        var over = price.Value % TickSize;
        var below = over < 0m ? price.Value - over - TickSize : price.Value - over;
        return new Price(price.Value - below >= TickSize / 2m ? below + TickSize : below);
    }

    /// <summary>The largest tradable quantity not above this one (sign kept); zero where even the smallest order is larger.</summary>
    public Quantity RoundQuantity(Quantity quantity)
    {
        var size = Math.Floor(Math.Min(quantity.Abs().Value, MaximumQuantity.Value) / LotSize) * LotSize;
        return new Quantity(size < MinimumQuantity.Value ? 0m : Math.Sign(quantity.Value) * size);
    }

    /// <summary>The distance between two prices in pips.</summary>
    public decimal ToPips(decimal distance) => distance / PipSize;

    public bool IsValidPrice(Price price) => RefusePrice(price) is null;

    public bool IsValidQuantity(Quantity quantity) => RefuseQuantity(quantity) is null;

    /// <summary>Why no order can have this price, or null.</summary>
    public InstrumentRefusal? RefusePrice(Price price)
    {
        if (price.Value <= 0m)
        {
            return new InstrumentRefusal.PriceNotPositive(Symbol, price);
        }

        var nearest = RoundPrice(price);
        return nearest == price ? null : new InstrumentRefusal.PriceOffTick(Symbol, price, TickSize, nearest.Value > 0m ? nearest : new Price(TickSize));
    }

    /// <summary>Why no order can have this quantity (unsigned), or null.</summary>
    public InstrumentRefusal? RefuseQuantity(Quantity quantity)
    {
        if (quantity < MinimumQuantity)
        {
            return new InstrumentRefusal.QuantityTooSmall(Symbol, quantity, MinimumQuantity);
        }

        if (quantity > MaximumQuantity)
        {
            return new InstrumentRefusal.QuantityTooLarge(Symbol, quantity, MaximumQuantity);
        }

        return quantity.Value % LotSize == 0m
            ? null
            : new InstrumentRefusal.QuantityOffLot(Symbol, quantity, LotSize, RoundQuantity(quantity));
    }
}
