using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Risk;

/// <summary>
/// What the gate looks at beside the order itself; stored with the decision, so that it can be made again. All sums, never lists of positions:
/// <see cref="RiskFactsOf"/> makes them. A limit whose figure is missing here refuses.
/// </summary>
/// <param name="Quote">The current quote of the order's symbol, or null where there is none.</param>
/// <param name="OpenIdeas">Other ideas of the account that wait for a decision; 0 where the order comes from no idea.</param>
/// <param name="Levels">Limits and trading states of the other levels.</param>
/// <param name="Volatility">Of the symbol, as a multiple of its average.</param>
/// <param name="Blackout">The blackout window that now lies in and that concerns the symbol; null where there is none.</param>
public sealed record RiskFacts(
    AccountRiskFacts Account,
    Quote? Quote,
    int OpenIdeas,
    RiskLevels? Levels = null,
    RiskExposure? Exposure = null,
    OrderFlow? Flow = null,
    AccountRecord? Record = null,
    StrategyExposure? Strategy = null,
    TenantExposure? Tenant = null,
    decimal? Volatility = null,
    BlackoutWindow? Blackout = null);

/// <summary>What an order would do, for the gate.</summary>
/// <param name="Quantity">Above zero; the side says which way.</param>
/// <param name="Type">Null is a market order.</param>
/// <param name="Stop">Stop-loss of what the order opens.</param>
/// <param name="ReduceOnly">The order can only make a position smaller: it is cut or cancelled where it would not.</param>
/// <param name="Closeout">An order by which the desk itself closes a position: kill switch, stop-out. As long as it only reduces, nothing holds
/// it up, not even a halt.</param>
/// <param name="PositionId">In a hedging account, the position that the order closes; null opens another one.</param>
public sealed record OrderIntent(
    Symbol Symbol,
    Side Side,
    Quantity Quantity,
    OrderType? Type = null,
    Price? LimitPrice = null,
    Price? TriggerPrice = null,
    Price? Stop = null,
    StrategyId? StrategyId = null,
    bool? ReduceOnly = null,
    bool? Closeout = null,
    PositionId? PositionId = null)
{
    public static OrderIntent Of(OrderTicket ticket, bool closeout = false) => new(
        ticket.Symbol, ticket.Side, ticket.Quantity, ticket.Type == OrderType.Market ? null : ticket.Type, ticket.LimitPrice,
        ticket.TriggerPrice, ticket.Stop, ticket.StrategyId, ticket.ReduceOnly ? true : null, closeout ? true : null,
        ticket.PositionId);
}

/// <summary>Everything that the gate decides on.</summary>
public sealed record RiskInputs(OrderIntent Order, RiskFacts Facts, DateTimeOffset Now);

/// <summary>Limits and trading states of the levels other than the account, whose own are in <see cref="AccountRiskFacts"/>.</summary>
/// <param name="Strategy">Null where the order is no strategy's.</param>
public sealed record RiskLevels(PolicyInForce? Platform = null, PolicyInForce? Tenant = null, PolicyInForce? Strategy = null);

/// <summary>What a level says now.</summary>
/// <param name="Reason">Why trading is reduced or halted; null where it is active.</param>
/// <param name="FlattenSince">Since when positions are to be closed; null where they stay.</param>
public sealed record PolicyInForce(
    RiskCaps Caps, TradingState TradingState = TradingState.Active, string? Reason = null, DateTimeOffset? FlattenSince = null);

/// <summary>
/// The account's exposure without the order, in its currency. Orders under way count as if they filled, each side by itself; reduce-only ones
/// never add. Null where a rate or a quote is missing.
/// </summary>
/// <param name="QuoteRate">The account's currency for one of the symbol's quote currency.</param>
/// <param name="OthersGross">Sum over the other symbols of the larger of what could become open long or short.</param>
/// <param name="OwnGross">Long and short of the symbol together, units: only in a hedging account, where they stand side by side.</param>
/// <param name="PositionsElsewhere">Positions of other symbols, with the orders that would open one.</param>
/// <param name="OwnPositions">The same of the symbol.</param>
/// <param name="OpenOrders">Working orders of all symbols.</param>
/// <param name="Base">Exposure to the symbol's base currency; null where it is the account's own.</param>
/// <param name="Quote">Exposure to the symbol's quote currency; null where it is the account's own.</param>
/// <param name="WithLong">What other symbols' exposures that move with the symbol gain where it rises.</param>
/// <param name="WithShort">The same where it falls.</param>
/// <param name="CorrelatedSymbols">How many other symbols count in the two.</param>
/// <param name="Heat">What positions and opening orders lose at their stops; one without a stop counts whole.</param>
/// <param name="MarginAfter">Margin with the order and everything under way.</param>
/// <param name="Missing">What could not be valued, for people.</param>
/// <param name="MarginStatus">Null where the account's positions need no margin.</param>
public sealed record RiskExposure(
    decimal? QuoteRate,
    decimal? OthersGross,
    Quantity? OwnGross,
    int PositionsElsewhere,
    int OwnPositions,
    int OpenOrders,
    CurrencyExposure? Base,
    CurrencyExposure? Quote,
    decimal? WithLong,
    decimal? WithShort,
    int CorrelatedSymbols,
    decimal? Heat,
    decimal? MarginAfter,
    string? Missing = null,
    MarginStatus? MarginStatus = null);

/// <summary>What an account has of one currency, in the account's currency.</summary>
/// <param name="Net">Of the positions, signed; null where a rate is missing.</param>
/// <param name="Gross">Of the positions, both ways added.</param>
/// <param name="Up">What orders under way could add.</param>
/// <param name="Down">What orders under way could take away, zero or more.</param>
public sealed record CurrencyExposure(Currency Currency, decimal? Net, decimal? Gross, decimal? Up, decimal? Down);

/// <summary>The account's latest orders.</summary>
/// <param name="LastSecond">Orders placed in the second before now.</param>
/// <param name="LastMinute">Orders placed in the minute before now.</param>
/// <param name="SameOrderAt">When the latest order of the same symbol, side and quantity was placed; null where none is known.</param>
public sealed record OrderFlow(int LastSecond, int LastMinute, DateTimeOffset? SameOrderAt);

/// <summary>How the account has done.</summary>
/// <param name="PeakEquity">Highest equity so far, in the account's currency.</param>
/// <param name="LossStreak">Losing trades in a row up to now.</param>
public sealed record AccountRecord(decimal? PeakEquity, int? LossStreak);

/// <summary>What the order's strategy has open in the account, in the account's currency.</summary>
/// <param name="Open">Positions and working orders.</param>
public sealed record StrategyExposure(decimal? Gross, int Open);

/// <summary>What the tenant's other accounts have open, in this account's currency.</summary>
public sealed record TenantExposure(decimal? OthersGross, int OthersOrders);
