using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;

namespace Countersign.Domain.Accounts;

/// <param name="By">Who wants it.</param>
public abstract record AccountCommand(CommandId CommandId, Actor By);

public sealed record OpenAccount(
    CommandId CommandId, Actor By, AccountId Id, string Name, Currency Currency, RiskLimits Limits, CommissionModel Commission,
    AccountTerms? Terms = null) : AccountCommand(CommandId, By);

public sealed record DepositFunds(CommandId CommandId, Actor By, Money Amount) : AccountCommand(CommandId, By);

/// <param name="Amount">Above zero; no more than the cash, and than what no position needs.</param>
public sealed record WithdrawFunds(CommandId CommandId, Actor By, Money Amount, string? Reason = null) : AccountCommand(CommandId, By);

/// <summary>Corrects the cash: a fee, a dividend, a mistake of the venue.</summary>
/// <param name="Amount">Signed, not zero.</param>
/// <param name="Reason">1 to 1,000 characters.</param>
public sealed record AdjustBalance(CommandId CommandId, Actor By, Money Amount, string Reason) : AccountCommand(CommandId, By);

/// <summary>Replaces how the books are kept. What is due under the old terms is booked before.</summary>
/// <param name="Terms">Its position mode can change only without positions and open orders, its cost method only without positions.</param>
/// <param name="Reason">1 to 1,000 characters.</param>
public sealed record SetAccountTerms(CommandId CommandId, Actor By, AccountTerms Terms, CommissionModel Commission, string Reason)
    : AccountCommand(CommandId, By);

/// <summary>
/// Books what is due of swaps and interest up to the last 17:00 New York: each day once, however often it is asked and however long nobody did.
/// </summary>
public sealed record RollPositions(CommandId CommandId, Actor By) : AccountCommand(CommandId, By);

/// <summary>Records the equity of the last trading day that is over, once.</summary>
public sealed record RecordEquity(CommandId CommandId, Actor By) : AccountCommand(CommandId, By);

/// <summary>Notes where the margin stands, if that has changed.</summary>
public sealed record RecordMarginStatus(CommandId CommandId, Actor By) : AccountCommand(CommandId, By);

/// <summary>A split of shares: <paramref name="Shares"/> new ones for <paramref name="Of"/> old ones, a reverse split where that is fewer.</summary>
/// <param name="CashPrice">Of a new share: fractions of the lot are paid out at it. Null keeps fractions.</param>
/// <param name="Reason">1 to 1,000 characters.</param>
public sealed record SplitPositions(CommandId CommandId, Actor By, Symbol Symbol, int Shares, int Of, Price? CashPrice, string Reason)
    : AccountCommand(CommandId, By);

/// <param name="Reason">Why, at most 1000 characters.</param>
public sealed record SetRiskLimits(CommandId CommandId, Actor By, RiskLimits Limits, string? Reason = null) : AccountCommand(CommandId, By);

/// <param name="Cause">The figures, where a machine halts.</param>
/// <param name="Flatten">Positions are to be closed too; only where trading is halted.</param>
public sealed record SetTradingState(
    CommandId CommandId, Actor By, TradingState State, string Reason, HaltCause? Cause = null, bool Flatten = false)
    : AccountCommand(CommandId, By);

/// <summary>Replaces how much of the account's ideas goes without a person.</summary>
/// <param name="Autonomy">Null leaves it to the strategies.</param>
/// <param name="Reason">Why, 1 to 1,000 characters.</param>
public sealed record SetAccountAutonomy(CommandId CommandId, Actor By, Autonomy? Autonomy, string Reason) : AccountCommand(CommandId, By);

/// <summary>The ticket's order id is the idempotency key: a known id changes nothing and answers the known order.</summary>
/// <param name="Closeout">The desk closes a position by it (kill switch, stop-out): while it only reduces, no limit and no halt holds it up.</param>
public sealed record PlaceOrder(CommandId CommandId, Actor By, OrderTicket Ticket, bool Closeout = false) : AccountCommand(CommandId, By);

/// <summary>Changes a resting order. The answer comes from the venue; until then the order may fill on its old terms.</summary>
public sealed record AmendOrder(CommandId CommandId, Actor By, OrderId OrderId, OrderAmendment Amendment) : AccountCommand(CommandId, By);

/// <summary>Wants the order gone. It may fill until the venue says that it is.</summary>
/// <param name="Reason">For the journal, up to 200 characters; may be empty.</param>
public sealed record CancelOrder(CommandId CommandId, Actor By, OrderId OrderId, string Reason) : AccountCommand(CommandId, By);

/// <param name="Symbol">Of this symbol only; null for all.</param>
/// <param name="KeepReduceOnly">Leaves the orders that only make positions smaller, protective stops among them.</param>
public sealed record CancelAllOrders(CommandId CommandId, Actor By, Symbol? Symbol, bool KeepReduceOnly, string Reason)
    : AccountCommand(CommandId, By);

/// <summary>
/// All that the venue told in one answer, oldest first and of one symbol's orders: decided message by message, appended at once. What is known
/// already changes nothing.
/// </summary>
/// <param name="Messages">1 to 1,000.</param>
public sealed record RecordBrokerReports(CommandId CommandId, Actor By, ImmutableArray<BrokerMessage> Messages) : AccountCommand(CommandId, By);

/// <summary>The market facts that an account's money is decided on.</summary>
/// <param name="Quotes">Of every symbol with a position or an open order, and of the pairs that convert, as far as there are any.</param>
/// <param name="Calendar">Null is <see cref="BankHolidays.Standard"/>.</param>
public sealed record AccountFacts(IReadOnlyDictionary<Symbol, Quote> Quotes, SettlementCalendar? Calendar = null);

/// <summary>The market facts that placing an order and booking its fill are decided on.</summary>
/// <param name="Quotes">Current quotes of the order's symbol and of every symbol with a position, as far as there are any.</param>
/// <param name="TradingDay">The trading day that now belongs to; it ends 17:00 New York.</param>
/// <param name="Around">What the risk gate needs beside them.</param>
/// <param name="Excursions">How far prices have gone while positions were open, for the record of a trade.</param>
/// <param name="Calendar">For rollovers that a fill finds due; null is <see cref="BankHolidays.Standard"/>.</param>
public sealed record OrderFacts(
    Instrument Instrument, IReadOnlyDictionary<Symbol, Quote> Quotes, DateOnly TradingDay, RiskSurroundings? Around = null,
    IReadOnlyDictionary<PositionId, PositionExcursion>? Excursions = null, SettlementCalendar? Calendar = null)
{
    public InstrumentTerms Terms { get; } = InstrumentTerms.Of(Instrument);
}
