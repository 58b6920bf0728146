using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What a strategy holds of the symbol, as far as its rules ask.</summary>
/// <param name="Quantity">Signed; zero is flat.</param>
/// <param name="EntryPrice">Average price of the open quantity; meaningless when flat.</param>
/// <param name="Stop">Level at which the position is to be left at a loss, where no order at the venue does that.</param>
/// <param name="Target">Level at which it is to be left at a gain, likewise.</param>
/// <param name="OpenEntryIdeas">Ideas of this strategy on the symbol that would open a position and are not yet decided.</param>
/// <param name="ExitPending">An idea or order that closes the position is under way, so no second one is raised.</param>
/// <param name="EntriesPaused">Nothing is opened for now, because the feed cannot be trusted; exits go on. Null, as in older frames, is no.</param>
/// <param name="OpenedAt">When the position was opened; null where nobody knows: then the first bar that saw it counts.</param>
/// <param name="FirstStop">The level of the stop that the position was opened with; null without one. The risk that gains are measured in is its
/// distance from the entry price.</param>
/// <param name="ProtectiveStop">Where the stop order at the venue stands now, the farthest of several; null without one.</param>
/// <param name="ReducePending">An idea or order that closes a part of the position is under way. Null is no.</param>
/// <param name="Equity">The account's, in the currency that the symbol is priced in; needed for a cap on the daily loss only.</param>
/// <param name="RealisedToday">What the strategy gained on the symbol in the trading day, in that currency; likewise.</param>
/// <param name="Memory">The evaluator fills it in; null where the strategy needs none.</param>
public readonly record struct StrategyPosition(
    Quantity Quantity,
    Price EntryPrice,
    Price? Stop,
    Price? Target,
    int OpenEntryIdeas,
    bool ExitPending,
    bool? EntriesPaused = null,
    DateTimeOffset? OpenedAt = null,
    Price? FirstStop = null,
    Price? ProtectiveStop = null,
    bool? ReducePending = null,
    decimal? Equity = null,
    decimal? RealisedToday = null,
    PositionMemory? Memory = null)
{
    public static StrategyPosition Flat => default;

    [JsonIgnore]
    public bool IsLong => Math.Sign(Quantity.Value) > 0;

    [JsonIgnore]
    public bool IsShort => Math.Sign(Quantity.Value) < 0;

    /// <summary>Distance from the entry price to the first stop; null without one.</summary>
    [JsonIgnore]
    public decimal? RiskDistance => FirstStop is { } stop ? Math.Abs(EntryPrice - stop) : null;

    /// <summary>What closing all at a price would gain, in the quote currency.</summary>
    public decimal UnrealisedAt(Price exit) => (exit - EntryPrice) * Quantity.Value;
}
