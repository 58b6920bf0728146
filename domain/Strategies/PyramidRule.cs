namespace Countersign.Domain.Strategies;

/// <summary>Adds to an open position while its entry rule holds.</summary>
/// <param name="Max">Most entries of one position, the first included; 2 to 10.</param>
/// <param name="MinDistance">How far the price must have gone in the position's favour since the entry before; null is any distance.</param>
public sealed record PyramidRule(int Max, PriceDistance? MinDistance);
