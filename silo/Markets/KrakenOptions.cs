using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Silo.Markets;

/// <summary>How the venue's stream is followed.</summary>
/// <param name="Name">The feed's name.</param>
/// <param name="Address">Of the venue's public stream.</param>
/// <param name="Symbols">What is followed.</param>
/// <param name="SilenceMax">The venue sends something at least once a second: after this much silence the connection is given up.</param>
/// <param name="PauseMin">Before a connection is tried again; doubled with each failure.</param>
/// <param name="PauseMax">The longest such pause.</param>
/// <param name="LimitedPause">The pause after the venue said that it is asked too often.</param>
/// <param name="BackfillMax">How far back missing minutes are asked for.</param>
internal sealed record KrakenOptions(
    string Name,
    Uri Address,
    ImmutableArray<Symbol> Symbols,
    TimeSpan SilenceMax,
    TimeSpan PauseMin,
    TimeSpan PauseMax,
    TimeSpan LimitedPause,
    TimeSpan BackfillMax)
{
    public static KrakenOptions Default { get; } = new(
        "kraken", new Uri("wss://ws.kraken.com/v2"),
        [.. new[] { "EURUSD", "GBPUSD", "USDJPY", "USDCHF", "AUDUSD", "USDCAD", "EURGBP", "EURJPY", "BTCUSD" }.Select(Symbol.Parse)],
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromHours(10));

    /// <summary>The venue's stream, or the one on which it tries out what is new.</summary>
    /// <param name="name"><c>kraken</c> or <c>kraken-beta</c>.</param>
    /// <param name="symbols">Empty takes the usual ones.</param>
    public static KrakenOptions Of(string name, ImmutableArray<Symbol> symbols) => Default with
    {
        Name = name,
        Address = name == "kraken-beta" ? new Uri("wss://beta-ws.kraken.com/v2") : Default.Address,
        Symbols = symbols.IsEmpty ? Default.Symbols : symbols,
    };
}
