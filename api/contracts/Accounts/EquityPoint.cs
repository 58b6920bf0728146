namespace Countersign.Api.Contracts.Accounts;

/// <summary>A point of an account's equity curve: the end of a trading day, 17:00 New York. Amounts are in the account's currency.</summary>
/// <param name="Day">The trading day that ended.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Equity">Cash and unrealised result.</param>
/// <param name="Cash">Its cash, exact.</param>
/// <param name="UnrealisedPnl">What closing every position would have won or lost.</param>
/// <param name="PeakEquity">The highest equity so far, what was paid in and out since taken into account.</param>
/// <param name="DrawdownPercent">How far the equity is below its peak; 0 to 100 and more.</param>
public sealed record EquityPoint(
    DateOnly Day, DateTimeOffset At, decimal Equity, decimal Cash, decimal UnrealisedPnl, decimal PeakEquity, decimal DrawdownPercent);
