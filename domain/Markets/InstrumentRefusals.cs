using System.Globalization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Markets;

/// <summary>Why an instrument cannot be traded as asked. Closed set.</summary>
public abstract record InstrumentRefusal : Refusal
{
    private InstrumentRefusal(string code, FormattableString message)
        : base(code, message.ToString(CultureInfo.InvariantCulture))
    {
    }

    public sealed record Unknown(Symbol Symbol) : InstrumentRefusal(
        "instrument.unknown",
        $"The desk does not know the instrument {Symbol}.");

    public sealed record PriceNotPositive(Symbol Symbol, Price Price) : InstrumentRefusal(
        "instrument.price_not_positive",
        $"A price of {Price} is not possible for {Symbol}: it must be above zero.");

    public sealed record PriceOffTick(Symbol Symbol, Price Price, decimal TickSize, Price Nearest) : InstrumentRefusal(
        "instrument.price_off_tick",
        $"The price {Price} is not a multiple of {Symbol}'s tick size {TickSize}: the nearest one is {Nearest}.");

    public sealed record QuantityTooSmall(Symbol Symbol, Quantity Quantity, Quantity Minimum) : InstrumentRefusal(
        "instrument.quantity_too_small",
        $"{Quantity} is below the smallest order of {Symbol}, which is {Minimum}.");

    public sealed record QuantityTooLarge(Symbol Symbol, Quantity Quantity, Quantity Maximum) : InstrumentRefusal(
        "instrument.quantity_too_large",
        $"{Quantity} is above the largest order of {Symbol}, which is {Maximum}.");

    public sealed record QuantityOffLot(Symbol Symbol, Quantity Quantity, decimal LotSize, Quantity Below) : InstrumentRefusal(
        "instrument.quantity_off_lot",
        $"{Quantity} is not a multiple of {Symbol}'s lot size {LotSize}: {Below} is.");
}
