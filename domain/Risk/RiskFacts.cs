using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Risk;

/// <summary>What the gate looks at beside the order itself; stored with the decision, so that it can be made again.</summary>
/// <param name="Quote">The current quote of the order's symbol, or null where there is none.</param>
/// <param name="OpenIdeas">Other ideas of the account that wait for a decision; 0 where the order comes from no idea.</param>
public sealed record RiskFacts(AccountRiskFacts Account, Quote? Quote, int OpenIdeas);

/// <summary>What an order would do, for the gate.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
public sealed record OrderIntent(Symbol Symbol, Side Side, Quantity Quantity);
