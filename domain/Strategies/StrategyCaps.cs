namespace Countersign.Domain.Strategies;

/// <summary>
/// What the strategy itself does not go beyond, on each of its symbols; null is no cap. Entries that are too large are made smaller. The limits of
/// the account, of the tenant and of the platform are another matter, and hold all the same.
/// </summary>
/// <param name="MaxUnits">Of the position, in units of the base.</param>
/// <param name="MaxOpenRiskPercent">What the position loses where its stops are reached, in percent of the equity.</param>
/// <param name="DailyLossPercent">Loss of the trading day, realised and open, in percent of the equity, from which nothing is opened.</param>
/// <param name="MaxEntriesPerDay">Entry signals of a trading day.</param>
public sealed record StrategyCaps(decimal? MaxUnits, decimal? MaxOpenRiskPercent, decimal? DailyLossPercent, int? MaxEntriesPerDay);
