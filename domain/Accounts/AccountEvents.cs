using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public abstract record AccountEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record AccountOpened(
    AccountId Id, string Name, Currency Currency, RiskLimits Limits, CommissionModel Commission, Actor By, DateTimeOffset At)
    : AccountEvent(At);

public sealed record FundsDeposited(Money Amount, LedgerEntry Entry, Actor By, DateTimeOffset At) : AccountEvent(At);

public sealed record RiskLimitsSet(RiskLimits Limits, Actor By, DateTimeOffset At) : AccountEvent(At);

public sealed record TradingStateChanged(TradingState State, string Reason, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <summary>Durable before the order goes to the broker, so that a crash in between leaves a trace to ask the broker about.</summary>
public sealed record OrderSubmitted(OrderTicket Ticket, InstrumentTerms Instrument, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <summary>Our own no: the broker never saw the order.</summary>
public sealed record OrderDenied(OrderTicket Ticket, ImmutableArray<Refusal> Refusals, Actor By, DateTimeOffset At)
    : AccountEvent(At), IRefusalEvent;

/// <summary>The venue's no.</summary>
public sealed record OrderRejected(OrderId OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At) : AccountEvent(At), IRefusalEvent;

/// <param name="Commission">What the fill cost, zero or more.</param>
/// <param name="Closed">Quantity that the fill closed; zero where it only opened.</param>
/// <param name="Realised">Result of the closed part before commission.</param>
/// <param name="Position">The position after the fill; its quantity is zero where the fill closed it.</param>
public sealed record OrderFilled(
    OrderId OrderId,
    Execution.Execution Execution,
    Money Commission,
    Quantity Closed,
    Money Realised,
    LedgerEntry Entry,
    Position Position,
    DateOnly TradingDay,
    DateTimeOffset At) : AccountEvent(At);

/// <summary>The broker's answer is lost; the order stays open until it is known.</summary>
public sealed record OrderAnswerLost(OrderId OrderId, string Reason, DateTimeOffset At) : AccountEvent(At);

/// <summary>The venue has the order.</summary>
public sealed record OrderAccepted(OrderId OrderId, DateTimeOffset At) : AccountEvent(At);

/// <summary>A stop's trigger was reached at the venue.</summary>
public sealed record OrderTriggered(OrderId OrderId, Price Price, DateTimeOffset At) : AccountEvent(At);

/// <summary>Durable before the venue is asked, as is <see cref="OrderSubmitted"/>.</summary>
public sealed record OrderAmendRequested(OrderId OrderId, OrderAmendment Amendment, Actor By, DateTimeOffset At) : AccountEvent(At);

public sealed record OrderAmended(OrderId OrderId, OrderAmendment Amendment, DateTimeOffset At) : AccountEvent(At);

/// <summary>The order stands as it was.</summary>
public sealed record OrderAmendRejected(OrderId OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At)
    : AccountEvent(At), IRefusalEvent;

/// <summary>Durable before the venue is asked.</summary>
public sealed record OrderCancelRequested(OrderId OrderId, string Reason, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Code">Why: the venue's, or <c>order.oco</c>, <c>order.reduce_only</c>, … where the desk had it cancelled.</param>
public sealed record OrderCancelled(OrderId OrderId, string Code, string Reason, DateTimeOffset At) : AccountEvent(At);

public sealed record OrderCancelRejected(OrderId OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At)
    : AccountEvent(At), IRefusalEvent;

/// <summary>Its time in force is over.</summary>
public sealed record OrderExpired(OrderId OrderId, DateTimeOffset At) : AccountEvent(At);
