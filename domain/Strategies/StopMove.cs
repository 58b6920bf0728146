using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>
/// Where the protective stop of the open position belongs from a bar's close on. It always lies between the stop as it stands and the market: it
/// never risks more. It is no signal: nobody is asked.
/// </summary>
/// <param name="Level">The new trigger; each stop of the position that stands farther away goes there.</param>
/// <param name="Reason">Why.</param>
public readonly record struct StopMove(Price Level, StopMoveReason Reason)
{
    /// <summary>Whether a stop that stands at a level comes nearer to the market by the move.</summary>
    public bool Tightens(Price stop, bool isLong) => isLong ? Level > stop : Level < stop;
}

public enum StopMoveReason
{
    /// <summary>The gain was reached from which the position must not lose any more.</summary>
    BreakEven,

    /// <summary>It follows the best price.</summary>
    Trailing,
}
