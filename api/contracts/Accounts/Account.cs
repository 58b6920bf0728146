namespace Countersign.Api.Contracts.Accounts;

/// <summary>One trading account in a list.</summary>
/// <param name="Id"><c>a-…</c></param>
/// <param name="Name">For people.</param>
/// <param name="Currency">What its amounts are in.</param>
/// <param name="TradingState"><c>open</c>, <c>reduceOnly</c> or <c>halted</c>.</param>
/// <param name="Cash">Its cash, in <paramref name="Currency"/>, exact.</param>
public sealed record AccountSummary(string Id, string Name, string Currency, string TradingState, decimal Cash);
