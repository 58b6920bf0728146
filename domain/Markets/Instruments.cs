using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Countersign.Domain.Markets;

/// <summary>The instruments that the desk knows without being told. Lots are those of the paper account: one unit of a currency.</summary>
public static class Instruments
{
    private static readonly Quantity LargestFxOrder = new(100_000_000m);

    public static ImmutableArray<Instrument> Known { get; } =
    [
        Fx("EUR", "USD", "Euro / US dollar"),
        Fx("GBP", "USD", "Pound sterling / US dollar"),
        Fx("USD", "JPY", "US dollar / Japanese yen"),
        Fx("USD", "CHF", "US dollar / Swiss franc"),
        Fx("AUD", "USD", "Australian dollar / US dollar"),
        Fx("USD", "CAD", "US dollar / Canadian dollar"),
        Fx("NZD", "USD", "New Zealand dollar / US dollar"),
        Fx("EUR", "GBP", "Euro / Pound sterling"),
        Fx("EUR", "JPY", "Euro / Japanese yen"),
        Fx("EUR", "CHF", "Euro / Swiss franc"),
        Fx("GBP", "JPY", "Pound sterling / Japanese yen"),
        Fx("AUD", "JPY", "Australian dollar / Japanese yen"),
        new(
            Symbol.Parse("XAUUSD"), "Gold, troy ounce / US dollar", Currency.Parse("XAU"), Currency.Parse("USD"),
            TickSize: 0.001m, LotSize: 0.01m, new Quantity(0.01m), new Quantity(50_000m), PipSize: 0.1m, PriceDecimals: 3),
        new(
            Symbol.Parse("BTCUSD"), "Bitcoin / US dollar", Currency.Parse("BTC"), Currency.Parse("USD"),
            TickSize: 0.01m, LotSize: 0.0001m, new Quantity(0.0001m), new Quantity(1_000m), PipSize: 1m, PriceDecimals: 2),
    ];

    private static readonly FrozenDictionary<Symbol, Instrument> BySymbol = Known.ToFrozenDictionary(instrument => instrument.Symbol);

    /// <summary>The instrument, or null where it is not among <see cref="Known"/>.</summary>
    public static Instrument? Find(Symbol symbol) => BySymbol.GetValueOrDefault(symbol);

    private static Instrument Fx(string baseCode, string quoteCode, string description)
    {
        var (tick, decimals) = quoteCode == "JPY" ? (0.001m, 3) : (0.00001m, 5);
        return new Instrument(
            Symbol.Parse(baseCode + quoteCode), description, Currency.Parse(baseCode), Currency.Parse(quoteCode),
            tick, LotSize: 1m, new Quantity(1m), LargestFxOrder, PipSize: 10m * tick, decimals);
    }
}
