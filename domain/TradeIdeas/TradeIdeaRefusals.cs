using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;

namespace Countersign.Domain.TradeIdeas;

public static class TradeIdeaRefusals
{
    public static Refusal NotFound { get; } = new("idea.not_found", "There is no such idea.");

    public static Refusal AlreadyRaised(TradeIdeaId id) => new("idea.already_raised", $"Idea {id} was raised already.");

    public static Refusal NotWaiting(TradeIdeaStatus status) => new(
        "idea.not_waiting", $"The idea is {status}: only one that needs approval can be decided.");

    public static Refusal NotExecuting(TradeIdeaStatus status) => new(
        "idea.not_executing", $"The idea is {status}: no order of it is under way.");

    public static Refusal OtherOrder(OrderId told, OrderId own) => new(
        "idea.other_order", $"Order {told} is not this idea's, which is {own}.");

    public static Refusal Expired(DateTimeOffset expiresAt, DateTimeOffset now) => new(
        "idea.expired", $"The idea expired at {Utc(expiresAt)}; it is {Utc(now)}.");

    public static Refusal NotExpired(DateTimeOffset expiresAt, DateTimeOffset now) => new(
        "idea.not_expired", $"The idea lives until {Utc(expiresAt)}; it is {Utc(now)}.");

    public static Refusal BeyondStop(Price price, Price stop) => new(
        "idea.beyond_stop", $"The price {price} has reached the stop {stop}: the idea is void.");

    public static Refusal BeyondTarget(Price price, Price target) => new(
        "idea.beyond_target", $"The price {price} has reached the target {target}: there is nothing left to gain.");

    public static Refusal Moved(Price price, Price snapshot, decimal against, decimal limit) => new(
        "idea.price_moved",
        $"The price {price} is {against} worse than the {snapshot} that the idea was made on; at most {limit} is allowed.");

    public static Refusal SpreadWide(decimal spread, decimal then, decimal limit) => new(
        "idea.spread_wide",
        FormattableString.Invariant($"The spread is {spread}; it was {then} when the idea was made, and at most {limit} is allowed."));

    public static Refusal NothingToClose(Symbol symbol, Quantity position) => new(
        "idea.nothing_to_close", $"The position in {symbol} is {position}: there is nothing left for this idea to close.");

    public static Refusal SamePerson(Actor by) => new(
        "idea.same_person", $"{by} approved already: the size needs a second person.");

    public static Refusal NotAPerson(Actor by) => new(
        "idea.not_a_person", $"{by} cannot approve: the size needs two people.");

    public static Refusal Unfilled(OrderId order, OrderStatus status) => new(
        "idea.unfilled", $"Order {order} is {status} and nothing of it was filled.");

    public static Refusal Reason { get; } = new("idea.reason", "A rejection needs a reason of 1 to 1000 characters.");

    public static Refusal Note { get; } = new("idea.note", "A note has at most 1000 characters.");

    public static Refusal Proposal(string field, string rule) => new("idea.proposal", $"The proposal's {field} {rule}.");

    private static string Utc(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
