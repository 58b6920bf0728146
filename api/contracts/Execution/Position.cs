using Countersign.Api.Contracts.Markets;

namespace Countersign.Api.Contracts.Execution;

/// <summary>What an account holds of one instrument.</summary>
/// <param name="Id"><c>p-…</c>; a netting account has one a symbol.</param>
/// <param name="AccountId"><c>a-…</c></param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side"><c>buy</c> (long) or <c>sell</c> (short).</param>
/// <param name="Quantity">In base currency; positive is long, negative short.</param>
/// <param name="AveragePrice">What it was opened at, in quote currency.</param>
/// <param name="Stop">Protective level, in quote currency.</param>
/// <param name="Target">Profit-taking level, in quote currency.</param>
/// <param name="OpenedAt">When it was opened, UTC.</param>
/// <param name="Quote">The quote that it is valued at, labelled where it is simulated; null where there is none.</param>
/// <param name="UnrealisedPnl">What closing it at the quote would win or lose before commission, in the account's currency; null without a
/// quote.</param>
public sealed record Position(
    string Id, string AccountId, string Symbol, string Side, decimal Quantity, decimal AveragePrice, decimal? Stop, decimal? Target, DateTimeOffset OpenedAt,
    Quote? Quote, decimal? UnrealisedPnl);
