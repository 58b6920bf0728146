using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <param name="By">Who wants it.</param>
public abstract record AccountCommand(CommandId CommandId, Actor By);

public sealed record OpenAccount(
    CommandId CommandId, Actor By, AccountId Id, string Name, Currency Currency, RiskLimits Limits, CommissionModel Commission)
    : AccountCommand(CommandId, By);

public sealed record DepositFunds(CommandId CommandId, Actor By, Money Amount) : AccountCommand(CommandId, By);

public sealed record SetRiskLimits(CommandId CommandId, Actor By, RiskLimits Limits) : AccountCommand(CommandId, By);

public sealed record SetTradingState(CommandId CommandId, Actor By, TradingState State, string Reason) : AccountCommand(CommandId, By);

/// <summary>The ticket's order id is the idempotency key: a known id changes nothing and answers the known order.</summary>
public sealed record PlaceOrder(CommandId CommandId, Actor By, OrderTicket Ticket) : AccountCommand(CommandId, By);

public sealed record RecordBrokerReport(CommandId CommandId, Actor By, OrderId OrderId, BrokerReport Reply) : AccountCommand(CommandId, By);

/// <summary>The market facts that placing an order and booking its fill are decided on.</summary>
/// <param name="Quotes">Current quotes of the order's symbol and of every symbol with a position, as far as there are any.</param>
/// <param name="TradingDay">The trading day that now belongs to; it ends 17:00 New York.</param>
public sealed record OrderFacts(Instrument Instrument, IReadOnlyDictionary<Symbol, Quote> Quotes, DateOnly TradingDay)
{
    public InstrumentTerms Terms => InstrumentTerms.Of(Instrument);
}
