using System.Globalization;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class InstrumentTests
{
    private static readonly Instrument EurUsd = Instruments.Find(Symbol.Parse("EURUSD"))!;
    private static readonly Instrument Gold = Instruments.Find(Symbol.Parse("XAUUSD"))!;

    [Theory]
    [InlineData("1.234564", "1.23456")]
    [InlineData("1.234565", "1.23457")]
    [InlineData("1.23456", "1.23456")]
    [InlineData("-1.234566", "-1.23457")]
    [InlineData("0.000001", "0")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void RoundPrice_OfAnyPrice_GivesTheNearestTick(string price, string expected) =>
        Assert.Equal(Decimal(expected), EurUsd.RoundPrice(new Price(Decimal(price))).Value);

    [Theory]
    [InlineData("1.23456", null, "")]
    [InlineData("1.234567", "instrument.price_off_tick", "1.23457")]
    [InlineData("0.000001", "instrument.price_off_tick", "0.00001")]
    [InlineData("0", "instrument.price_not_positive", "above zero")]
    [InlineData("-1", "instrument.price_not_positive", "above zero")]
    public void RefusePrice_OfABadPrice_SaysWhatWouldBeValid(string price, string? code, string hint)
    {
        var refusal = EurUsd.RefusePrice(new Price(Decimal(price)));

        Assert.Equal(code, refusal?.Code);
        Assert.Contains(hint, refusal?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(refusal is null, EurUsd.IsValidPrice(new Price(Decimal(price))));
    }

    [Theory]
    [InlineData("0.01", null, "")]
    [InlineData("1.25", null, "")]
    [InlineData("0.009", "instrument.quantity_too_small", "0.01")]
    [InlineData("-1", "instrument.quantity_too_small", "0.01")]
    [InlineData("50000.01", "instrument.quantity_too_large", "50000")]
    [InlineData("79228162514264337593543950335", "instrument.quantity_too_large", "50000")]
    [InlineData("1.255", "instrument.quantity_off_lot", "1.25 is")]
    public void RefuseQuantity_OfABadQuantity_SaysWhatWouldBeValid(string quantity, string? code, string hint)
    {
        var refusal = Gold.RefuseQuantity(new Quantity(Decimal(quantity)));

        Assert.Equal(code, refusal?.Code);
        Assert.Contains(hint, refusal?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(refusal is null, Gold.IsValidQuantity(new Quantity(Decimal(quantity))));
    }

    [Theory]
    [InlineData("1.259", "1.25")]
    [InlineData("-1.259", "-1.25")]
    [InlineData("0.009", "0")]
    [InlineData("99999999", "50000")]
    public void RoundQuantity_OfAnyQuantity_GivesATradableOneNotAboveIt(string quantity, string expected) =>
        Assert.Equal(Decimal(expected), Gold.RoundQuantity(new Quantity(Decimal(quantity))).Value);

    [Fact]
    public void Known_HasTheMajorsGoldAndBitcoin_EachConsistentInItself()
    {
        var symbols = Instruments.Known.Select(instrument => instrument.Symbol.Value).ToArray();
        Assert.Equal(symbols.Length, symbols.Distinct().Count());
        Assert.All(["EURUSD", "GBPUSD", "USDJPY", "USDCHF", "AUDUSD", "USDCAD", "NZDUSD", "XAUUSD", "BTCUSD"], name => Assert.Contains(name, symbols));
        Assert.All(Instruments.Known, instrument =>
        {
            Assert.Equal(instrument.Symbol.Value, instrument.BaseCurrency.Value + instrument.QuoteCurrency.Value);
            Assert.True(instrument.IsValidQuantity(instrument.MinimumQuantity));
            Assert.True(instrument.IsValidQuantity(instrument.MaximumQuantity));
            Assert.Equal(instrument.TickSize, new decimal(1, 0, 0, false, (byte)instrument.PriceDecimals));
            Assert.Equal(0m, instrument.PipSize % instrument.TickSize);
        });
        Assert.Null(Instruments.Find(Symbol.Parse("NOPE")));
        Assert.Equal(12m, EurUsd.ToPips(0.0012m));
        Assert.Equal(0.001m, Instruments.Find(Symbol.Parse("USDJPY"))!.TickSize);
    }

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
