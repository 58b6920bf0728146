namespace Countersign.Domain.Strategies;

/// <summary>Leaves a part of the position once a gain was reached.</summary>
/// <param name="At">The gain, from the average entry price to the best price since the entry.</param>
/// <param name="Percent">Of the quantity that is open then, rounded down to the lot; more than 0, at most 99.</param>
public sealed record PartialExit(PriceDistance At, decimal Percent);
