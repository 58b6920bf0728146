using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

public abstract record AccountEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record AccountOpened(
    AccountId Id, string Name, Currency Currency, RiskLimits Limits, CommissionModel Commission, Actor By, DateTimeOffset At,
    AccountTerms? Terms = null) : AccountEvent(At);

public sealed record FundsDeposited(Money Amount, LedgerEntry Entry, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Reason">Null where none was given.</param>
public sealed record FundsWithdrawn(Money Amount, LedgerEntry Entry, string? Reason, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Amount">Signed.</param>
public sealed record BalanceAdjusted(Money Amount, LedgerEntry Entry, string Reason, Actor By, DateTimeOffset At) : AccountEvent(At);

public sealed record AccountTermsSet(AccountTerms Terms, CommissionModel Commission, string Reason, Actor By, DateTimeOffset At)
    : AccountEvent(At);

/// <summary>A position was held over 17:00 New York.</summary>
/// <param name="Day">The trading day that ended; of one position each day comes once.</param>
/// <param name="Nights">By how many days its value date moved on, to <paramref name="ValueDate"/>.</param>
/// <param name="Quantity">Signed, as it was held.</param>
/// <param name="Swap">In the quote currency; positive was received.</param>
/// <param name="Amount">The same in the account's currency.</param>
public sealed record PositionRolledOver(
    PositionId PositionId, Symbol Symbol, DateOnly Day, int Nights, DateOnly ValueDate, Quantity Quantity, Money Swap, Money Amount,
    LedgerEntry Entry, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <summary>Interest on the cash of some days, during which it was the same.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day; each day comes once.</param>
/// <param name="Amount">Positive was received.</param>
public sealed record InterestBooked(
    DateOnly From, DateOnly To, Money Cash, Money Amount, LedgerEntry Entry, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <summary>Positions after a split of their shares.</summary>
/// <param name="Positions">As they are now; one that was paid out whole has none.</param>
/// <param name="PaidOut">For fractions, more than they had cost; zero where they are kept.</param>
public sealed record PositionSplitApplied(
    Symbol Symbol, int Shares, int Of, ImmutableArray<Position> Positions, Money PaidOut, LedgerEntry? Entry, string Reason, Actor By,
    DateTimeOffset At) : AccountEvent(At);

/// <summary>A point of the equity curve.</summary>
/// <param name="Day">The trading day that it stands for; each comes once.</param>
/// <param name="PeakEquity">The highest so far, this one included, what was paid in and out since taken into account.</param>
public sealed record EquityRecorded(
    DateOnly Day, Money Equity, Money Cash, Money Unrealised, Money PeakEquity, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Level">Equity over used margin, percent; null where no margin is used.</param>
public sealed record MarginStatusChanged(
    MarginStatus Status, Money Equity, Money UsedMargin, decimal? Level, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Reason">Null where none was given.</param>
public sealed record RiskLimitsSet(RiskLimits Limits, Actor By, DateTimeOffset At, string? Reason = null) : AccountEvent(At);

/// <param name="Cause">The figures of a halt that a machine made; null where a person changed the state.</param>
/// <param name="Flatten">Positions are to be closed; null where they stay.</param>
public sealed record TradingStateChanged(
    TradingState State, string Reason, Actor By, DateTimeOffset At, HaltCause? Cause = null, bool? Flatten = null) : AccountEvent(At);

/// <summary>Durable before the order goes to the broker, so that a crash in between leaves a trace to ask the broker about.</summary>
/// <param name="ArrivalPrice">Mid of the quote that it was decided on; null where there was none.</param>
/// <param name="Trimmed">What the venue is sent instead of the ticket's quantity: a reduce-only order is never larger than the position.</param>
public sealed record OrderSubmitted(
    OrderTicket Ticket, InstrumentTerms Instrument, Actor By, DateTimeOffset At, Price? ArrivalPrice = null, Quantity? Trimmed = null)
    : AccountEvent(At);

/// <summary>Our own no: the broker never saw the order.</summary>
public sealed record OrderDenied(OrderTicket Ticket, ImmutableArray<Refusal> Refusals, Actor By, DateTimeOffset At)
    : AccountEvent(At), IRefusalEvent;

/// <summary>The venue's no.</summary>
public sealed record OrderRejected(OrderId OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At) : AccountEvent(At), IRefusalEvent;

/// <param name="Commission">What the fill cost, zero or more.</param>
/// <param name="Closed">Quantity that the fill closed; zero where it only opened.</param>
/// <param name="Realised">Result of the closed part before commission.</param>
/// <param name="Position">The position after the fill; its quantity is zero where the fill closed it.</param>
/// <param name="Status">The order's after the fill; null in journals of the first release, where it follows from the quantities.</param>
/// <param name="Slippage">Fill price less the mid at the order's placing, worse being positive; null where that mid is not known.</param>
/// <param name="Trade">What the closed part made; null where the fill only opened.</param>
public sealed record OrderFilled(
    OrderId OrderId,
    Execution.Execution Execution,
    Money Commission,
    Quantity Closed,
    Money Realised,
    LedgerEntry Entry,
    Position Position,
    DateOnly TradingDay,
    DateTimeOffset At,
    OrderStatus? Status = null,
    Liquidity? Liquidity = null,
    decimal? Slippage = null,
    ClosedTrade? Trade = null) : AccountEvent(At);

/// <summary>The broker's answer is lost; the order stays open until it is known.</summary>
public sealed record OrderAnswerLost(OrderId OrderId, string Reason, DateTimeOffset At) : AccountEvent(At);

/// <summary>The venue has the order.</summary>
/// <param name="Status">The order's from now on, as in all events below: accepted, or what was asked of it meanwhile.</param>
public sealed record OrderAccepted(OrderId OrderId, DateTimeOffset At, OrderStatus Status = OrderStatus.Accepted) : AccountEvent(At);

/// <summary>A stop's trigger was reached at the venue.</summary>
public sealed record OrderTriggered(OrderId OrderId, Price Price, DateTimeOffset At) : AccountEvent(At);

/// <summary>Durable before the venue is asked, as is <see cref="OrderSubmitted"/>.</summary>
public sealed record OrderAmendRequested(OrderId OrderId, OrderAmendment Amendment, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <summary>The desk wants a linked order changed that cannot be changed yet; it is asked for once an earlier request is answered.</summary>
public sealed record OrderAmendQueued(OrderId OrderId, OrderAmendment Amendment, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Told">The message's place among the venue's, so that it is not taken for news when all is told again; also in the two below.</param>
public sealed record OrderAmended(
    OrderId OrderId, OrderAmendment Amendment, DateTimeOffset At, OrderStatus Status = OrderStatus.Accepted, VenueMoment? Told = null)
    : AccountEvent(At);

/// <summary>The order stands as it was.</summary>
public sealed record OrderAmendRejected(
    OrderId OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At, OrderStatus Status = OrderStatus.Accepted, VenueMoment? Told = null)
    : AccountEvent(At), IRefusalEvent;

/// <summary>Durable before the venue is asked.</summary>
public sealed record OrderCancelRequested(OrderId OrderId, string Reason, Actor By, DateTimeOffset At) : AccountEvent(At);

/// <param name="Code">Why: the venue's, or <c>order.oco</c>, <c>order.reduce_only</c>, … where the desk had it cancelled.</param>
public sealed record OrderCancelled(OrderId OrderId, string Code, string Reason, DateTimeOffset At) : AccountEvent(At);

public sealed record OrderCancelRejected(
    OrderId OrderId, ImmutableArray<Refusal> Refusals, DateTimeOffset At, OrderStatus Status = OrderStatus.Accepted, VenueMoment? Told = null)
    : AccountEvent(At), IRefusalEvent;

/// <summary>Its time in force is over.</summary>
public sealed record OrderExpired(OrderId OrderId, DateTimeOffset At) : AccountEvent(At);

/// <summary>
/// The venue filled more than it was to: it is booked, for the venue's position is what it is, and this says that a person has to look.
/// </summary>
/// <param name="Excess">Above zero.</param>
/// <param name="Code">
/// <c>order.overfill</c>: more than the order was for; <c>order.oco</c>: another of its group was filled first; <c>order.reduce_only</c>: more than
/// the position that it was to make smaller; <c>order.late</c>: after its end.
/// </param>
public sealed record ExcessFilled(OrderId OrderId, ExecutionId ExecutionId, Quantity Excess, string Code, DateTimeOffset At) : AccountEvent(At);

/// <summary>A fill that cannot be booked: of an order that the account does not know, or an impossible one. The books do not contain it.</summary>
public sealed record FillDisputed(
    OrderId OrderId, ExecutionId ExecutionId, Price Price, Quantity Quantity, DateTimeOffset Time, ImmutableArray<Refusal> Refusals, DateTimeOffset At)
    : AccountEvent(At), IRefusalEvent;

/// <summary>A person changed what of the account's ideas goes without a person; null leaves it to the strategies.</summary>
public sealed record AccountAutonomySet(Autonomy? Autonomy, string Reason, Actor By, DateTimeOffset At) : AccountEvent(At);
