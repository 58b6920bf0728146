namespace Countersign.Domain.Strategies;

/// <summary>A stop that follows the best price since the entry, and never goes back.</summary>
/// <param name="Distance">Behind the best price.</param>
/// <param name="After">
/// Gain from which it follows. Null is at once: then the venue's own trailing order does it, from tick to tick, with the distance of the
/// decision; unless there is a break-even too.
/// </param>
public sealed record TrailingRule(PriceDistance Distance, PriceDistance? After);

/// <summary>Moves the stop to the entry price once a gain was reached.</summary>
/// <param name="After">The gain.</param>
/// <param name="Offset">How far beyond the entry price, on the side of the gain; null is at it.</param>
public sealed record BreakEvenRule(PriceDistance After, PriceDistance? Offset);
