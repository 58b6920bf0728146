using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>What the size of an entry is computed on, beside the equity; in the currency that the symbol is priced in.</summary>
/// <param name="Reference">The price at which the order is expected to fill.</param>
/// <param name="StopDistance">From there to the stop; null without one.</param>
/// <param name="Range">The average true range that the size rule asks for; null where it asks for none.</param>
/// <param name="Held">What is open already in the same direction, without sign.</param>
/// <param name="HeldRisk">What that loses where its stops are reached; null where it has none.</param>
public readonly record struct SizeBasis(Price Reference, decimal? StopDistance, double? Range, Quantity Held, decimal? HeldRisk);
