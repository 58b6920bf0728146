using System.Text.Json.Serialization;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What a strategy holds of the symbol, as far as its rules ask.</summary>
/// <param name="Quantity">Signed; zero is flat.</param>
/// <param name="EntryPrice">Average price of the open quantity; meaningless when flat.</param>
/// <param name="Stop">Level at which the position is to be left at a loss.</param>
/// <param name="Target">Level at which it is to be left at a gain.</param>
/// <param name="OpenEntryIdeas">Ideas of this strategy on the symbol that would open a position and are not yet decided.</param>
/// <param name="ExitPending">An idea or order that closes the position is under way, so no second one is raised.</param>
/// <param name="EntriesPaused">Nothing is opened for now, because the feed cannot be trusted; exits go on. Null, as in older frames, is no.</param>
public readonly record struct StrategyPosition(
    Quantity Quantity,
    Price EntryPrice,
    Price? Stop,
    Price? Target,
    int OpenEntryIdeas,
    bool ExitPending,
    bool? EntriesPaused = null)
{
    public static StrategyPosition Flat => default;

    [JsonIgnore]
    public bool IsLong => Math.Sign(Quantity.Value) > 0;

    [JsonIgnore]
    public bool IsShort => Math.Sign(Quantity.Value) < 0;
}
