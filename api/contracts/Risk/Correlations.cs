namespace Countersign.Api.Contracts.Risk;

/// <summary>How instruments move together.</summary>
/// <param name="Symbols">Those that have a market, by name; at most 30.</param>
/// <param name="Rows">Row by row in the symbols' order: Pearson correlation of the last 120 hourly returns, -1 to 1; null where fewer than 20 are
/// common to both.</param>
public sealed record Correlations(IReadOnlyList<string> Symbols, IReadOnlyList<IReadOnlyList<double?>> Rows);
