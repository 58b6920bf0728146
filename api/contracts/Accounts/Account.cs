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
/// <param name="Mode"><c>netting</c> (one position an instrument) or <c>hedging</c> (one an opening order).</param>
/// <param name="Margin">What of its equity is bound; null while a position cannot be valued.</param>
/// <param name="Exposure">What it holds and owes of each currency; null while a position has no quote.</param>
/// <param name="Heat">What it loses if every stop is reached: each open position down to its working stops, all of it where no stop covers it,
/// and each order that could open one from its price down to its attached stop. Null while something of it has no quote, or its currency no rate:
/// a sum that leaves something out would look like less risk than there is.</param>
/// <param name="HeatPercent">The same, percent of the equity, as <c>heatPercentMax</c> limits it; null where it is not known or the equity is not
/// above zero.</param>
/// <param name="Positions">What it holds.</param>
public sealed record Account(
    string Id, string Name, string Currency, string TradingState, decimal Cash, decimal UnrealisedPnl, decimal Equity,
    decimal RealisedToday, decimal RealisedTotal, decimal CommissionTotal, long Orders, long Fills, RiskLimits Limits,
    Autonomy? Autonomy, string Mode, Margin? Margin, IReadOnlyList<CurrencyExposure>? Exposure,
    decimal? Heat, decimal? HeatPercent, IReadOnlyList<Position> Positions);

/// <summary>What of an account's equity is bound. Amounts are in its currency.</summary>
/// <param name="Used">Margin of the open positions.</param>
/// <param name="Free">Equity that is not bound.</param>
/// <param name="LevelPercent">Equity over used margin, percent; null where no margin is used.</param>
/// <param name="Status"><c>sufficient</c>, <c>called</c> (nothing more is opened) or <c>stoppingOut</c> (the desk closes positions).</param>
public sealed record Margin(decimal Used, decimal Free, decimal? LevelPercent, string Status);

/// <summary>What an account's positions hold and owe of a currency.</summary>
/// <param name="Currency">Which.</param>
/// <param name="Net">In the currency itself; negative is owed.</param>
/// <param name="Gross">What is held and what is owed, added.</param>
/// <param name="NetValue">In the account's currency, at mids; null without a rate.</param>
/// <param name="GrossValue">In the account's currency, at mids; null without a rate.</param>
public sealed record CurrencyExposure(string Currency, decimal Net, decimal Gross, decimal? NetValue, decimal? GrossValue);
