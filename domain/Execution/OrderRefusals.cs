using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Execution;

/// <summary>What is wrong with an order or with a change of one; each says what would be right.</summary>
public static class OrderRefusals
{
    public static Refusal IdInUse(OrderId id) => new(
        "order.id_in_use", $"Order id {id} belongs to another order: a new order needs a new id.");

    public static Refusal IdTooLong(OrderId id) => Make(
        "order.id_too_long", $"Order id {id} has {id.Value.Length} characters: {OrderLinks.ClientIdLengthMax} are the most.");

    public static Refusal Reserved(OrderId id) => new(
        "order.reserved",
        $"Order {id} looks like an attached one: ids that end in {OrderLinks.StopLossSuffix} or {OrderLinks.TakeProfitSuffix} and parents are the desk's to give.");

    public static Refusal FieldMissing(string field, OrderTicket ticket) => new(
        "order.field_missing", $"A {Name(ticket)} order needs {field}.");

    public static Refusal FieldNotAllowed(string field, OrderTicket ticket) => new(
        "order.field_not_allowed", $"A {Name(ticket)} order has no {field}: leave it out.");

    public static Refusal NotForType(OrderType type, TimeInForce given) => new(
        "order.time_in_force",
        type == OrderType.Market
            ? $"A market order is fill-or-kill or immediate-or-cancel; {given} is for orders that rest."
            : $"A {type} order waits for its trigger: it is good for the day, till cancelled or till a date; {given} is not possible.");

    public static Refusal ExpiresInThePast(DateTimeOffset end, DateTimeOffset now) => Make(
        "order.expires_in_the_past", $"The order would expire {end.UtcDateTime:O}: that must be after now, {now.UtcDateTime:O}.");

    public static Refusal TrailDistance(decimal value, decimal tick, Price nearest) => Make(
        "order.trail", $"A trail of {value} is not a multiple of the tick size {tick} above zero: the nearest one is {nearest}.");

    public static Refusal TrailPercent(decimal value) => Make(
        "order.trail", $"A trail of {value} percent is not possible: it must be above 0 and below 100.");

    public static Refusal Trigger(Side side, Price trigger, Price market) => new(
        "order.trigger",
        side == Side.Buy
            ? $"The trigger {trigger} of a buy must be above the ask {market}."
            : $"The trigger {trigger} of a sell must be below the bid {market}.");

    public static Refusal Triggered(OrderId id) => new(
        "order.triggered", $"The trigger of order {id} was reached already: it cannot be moved any more.");

    public static Refusal PostOnly() => new("order.post_only", "Post-only is for limit orders that rest.");

    public static Refusal Display() => new("order.display_quantity", "A display quantity is for limit orders that rest.");

    public static Refusal DisplayTooLarge(Quantity display, Quantity quantity) => new(
        "order.display_quantity", $"The display quantity {display} must be below the order's {quantity}.");

    public static Refusal ExitsOfReduceOnly() => new(
        "order.exits_of_reduce_only", "A reduce-only order opens nothing: it has no stop-loss and no take-profit.");

    public static Refusal NothingToReduce(OrderTicket ticket, Quantity position, Quantity underWay) => new(
        OrderCodes.ReduceOnly,
        $"A reduce-only {Name(ticket.Side)} has nothing to reduce: the position is {position}, and orders of {underWay} are closing it.");

    public static Refusal NettingPosition(Symbol symbol, PositionId position) => new(
        "order.position", $"A netting account has one position in {symbol}, {position}: name that one or none.");

    public static Refusal HedgingPosition(PositionId position) => new(
        "order.position", $"An order that names position {position} closes it: it must be reduce-only, and the position open and of its symbol.");

    public static Refusal OcoName(int lengthMax) => Make(
        "order.oco_name", $"The name of an OCO group has 1 to {lengthMax} printable characters and does not begin with {OrderId.Prefix}.");

    public static Refusal OcoRests() => new("order.oco_rests", "Orders of an OCO group rest: market, fill-or-kill and immediate-or-cancel ones cannot be in it.");

    public static Refusal OcoSymbol(string group, Symbol symbol) => new(
        "order.oco_symbol", $"The orders of OCO group {group} are for {symbol}: a group has one symbol.");

    public static Refusal OcoFull(string group, int max) => Make("order.oco_full", $"OCO group {group} has {max} open orders, the most.");

    public static Refusal OcoDone(string group, OrderId filled) => new(
        "order.oco_done", $"Order {filled} of OCO group {group} was filled: nothing can be added to the group.");

    public static Refusal TooManyOpen(int max) => Make("order.too_many_open", $"The account has {max} open orders, the most: cancel one first.");

    public static Refusal TooManyExits(OrderId entry, int max) => Make(
        "order.too_many_exits", $"{max} pairs of exits were placed for {entry} already: what it opens now is not protected.");

    public static Refusal NotResting(OrderId id) => new("order.not_resting", $"Order {id} does not rest: it cannot be amended.");

    public static Refusal Unconfirmed(OrderId id, OrderStatus status) => new(
        "order.unconfirmed", $"Order {id} is {status}: it can be amended once the venue has confirmed it; it can be cancelled now.");

    public static Refusal AmendPending(OrderId id) => new(
        "order.amend_pending", $"The venue has not answered an earlier amendment of order {id}: amend it again when it has.");

    public static Refusal CancelPending(OrderId id) => new(
        "order.cancel_pending", $"Order {id} is being cancelled: it cannot be amended.");

    public static Refusal BelowFilled(OrderId id, Quantity quantity, Quantity filled) => new(
        "order.below_filled",
        $"Order {id} has filled {filled} already: the new quantity {quantity} must be above that; to end it there, cancel it.");

    public static Refusal AttachedQuantity(OrderId id) => new(
        "order.attached_quantity", $"The quantity of order {id} follows its entry's fills: only its levels can be amended.");

    public static Refusal Reason(int lengthMax) => Make(
        "order.reason", $"The reason of a cancel has at most {lengthMax} characters and does not begin with 'order.'.");

    public static Refusal FillQuantity(OrderId id, Quantity quantity, Price price) => new(
        "order.fill", $"The venue reports a fill of {quantity} at {price} for order {id}: both must be above zero.");

    private static Refusal Make(string code, FormattableString message) => new(code, message.ToString(CultureInfo.InvariantCulture));

    private static string Name(Side side) => side == Side.Buy ? "buy" : "sell";

    private static string Name(OrderTicket ticket) => ticket.TimeInForce == TimeInForce.GoodTillDate
        ? $"{ticket.Type} good-till-date"
        : ticket.Type.ToString();
}
