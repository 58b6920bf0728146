using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Contracts.Accounts;

/// <summary>One trading account in a list.</summary>
/// <param name="Id"><c>a-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Currency">What its amounts are in.</param>
/// <param name="TradingState"><c>active</c>, <c>reducing</c> (only orders that make a position smaller) or <c>halted</c>.</param>
/// <param name="Cash">Its cash, exact.</param>
public sealed record AccountSummary(string Id, string Name, string Currency, string TradingState, decimal Cash);

/// <summary>One trading account, valued at the newest quotes. Amounts are in its currency.</summary>
/// <param name="Id"><c>a-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Currency">What its amounts are in.</param>
/// <param name="TradingState"><c>active</c>, <c>reducing</c> (only orders that make a position smaller) or <c>halted</c>.</param>
/// <param name="Cash">Its cash, exact.</param>
/// <param name="UnrealisedPnl">What closing every quoted position would win or lose now.</param>
/// <param name="Equity">Cash and unrealised result.</param>
/// <param name="RealisedToday">Won or lost since the last 17:00 New York, net of commission.</param>
/// <param name="RealisedTotal">Won or lost since the account was opened.</param>
/// <param name="CommissionTotal">Paid since the account was opened.</param>
/// <param name="Orders">Orders since the account was opened.</param>
/// <param name="Fills">Fills since the account was opened.</param>
/// <param name="Limits">What it may risk.</param>
/// <param name="Autonomy">What of its ideas goes without a person; null leaves it to the strategies.</param>
/// <param name="Positions">What it holds.</param>
public sealed record Account(
    string Id, string Name, string Currency, string TradingState, decimal Cash, decimal UnrealisedPnl, decimal Equity,
    decimal RealisedToday, decimal RealisedTotal, decimal CommissionTotal, long Orders, long Fills, RiskLimits Limits,
    Autonomy? Autonomy, IReadOnlyList<Position> Positions);
