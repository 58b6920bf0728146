using Countersign.Api.Contracts.Execution;
using Countersign.Api.Requests;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Trail = Countersign.Domain.Execution.Trail;

namespace Countersign.Api.Execution;

/// <summary>Reads orders. Which fields go together is the rules' business; here each is right by itself.</summary>
internal static class OrderInput
{
    private const int OcoGroupLengthMax = 64;

    /// <param name="input">Keeps the errors.</param>
    /// <param name="terms">The order as it was sent.</param>
    /// <param name="id">Its id where it names none.</param>
    /// <param name="ocoGroup">The group that it belongs to.</param>
    /// <param name="at">Where the terms stand in the body: empty, or a path that ends with a dot.</param>
    /// <returns>Null where a field is wrong.</returns>
    public static OrderTicket? ReadTicket(Input input, OrderTerms terms, OrderId id, string? ocoGroup = null, string at = "")
    {
        var named = input.Optional<OrderId>(at + "clientOrderId", terms.ClientOrderId) ?? id;
        var symbol = input.Required<Symbol>(at + "symbol", terms.Symbol);
        var side = input.RequiredChoice<Side>(at + "side", terms.Side);
        var quantity = input.RequiredPositive(at + "quantity", terms.Quantity);
        var type = input.OptionalChoice<OrderType>(at + "type", terms.Type) ?? OrderType.Market;
        var expiry = input.OptionalTime(at + "expiresAt", terms.ExpiresAt);
        var ticket = new OrderTicket(
            named, symbol, side, new Quantity(quantity), type,
            input.OptionalChoice<TimeInForce>(at + "timeInForce", terms.TimeInForce) ?? Usual(type, expiry),
            Price(input, at + "stop", terms.Stop), Price(input, at + "target", terms.Target), null, null,
            Price(input, at + "limitPrice", terms.LimitPrice), Price(input, at + "triggerPrice", terms.TriggerPrice),
            ReadTrail(input, at + "trail", terms.Trail), ReadTrail(input, at + "stopTrail", terms.StopTrail), expiry,
            terms.ReduceOnly ?? false, terms.PostOnly ?? false,
            input.OptionalPositive(at + "displayQuantity", terms.DisplayQuantity) is { } shown ? new Quantity(shown) : null,
            input.OptionalText(at + "ocoGroup", ocoGroup, OcoGroupLengthMax), null,
            input.Optional<PositionId>(at + "positionId", terms.PositionId));
        return input.Problem is null ? ticket : null;
    }

    public static OrderAmendment ReadAmendment(Input input, AmendOrderRequest request)
    {
        var amendment = new OrderAmendment(
            input.OptionalPositive("quantity", request.Quantity) is { } quantity ? new Quantity(quantity) : null,
            Price(input, "limitPrice", request.LimitPrice), Price(input, "triggerPrice", request.TriggerPrice),
            ReadTrail(input, "trail", request.Trail), input.OptionalTime("expiresAt", request.ExpiresAt));
        if (input.Problem is null && amendment == new OrderAmendment())
        {
            input.Error("body", "It changes nothing: one of quantity, limitPrice, triggerPrice, trail, expiresAt is right.");
        }

        return amendment;
    }

    /// <summary>The same key must name the same order, whatever characters the key has.</summary>
    public static OrderId IdOf(CommandId command) => OrderId.Parse(OrderId.Prefix + IdempotencyKey.Digest(command));

    /// <summary>The order that closes a position by a request for many.</summary>
    public static OrderId IdOf(CommandId command, PositionId position) =>
        IdOf(CommandId.Parse($"{IdempotencyKey.Digest(command)}/{IdempotencyKey.Digest(CommandId.Parse(position.Value))}"));

    private static TimeInForce Usual(OrderType type, DateTimeOffset? expiry) =>
        expiry is not null ? TimeInForce.GoodTillDate
        : type == OrderType.Market ? TimeInForce.FillOrKill : TimeInForce.GoodTillCancelled;

    private static Price? Price(Input input, string field, decimal? number) =>
        input.OptionalPositive(field, number) is { } price ? new Price(price) : null;

    private static Trail? ReadTrail(Input input, string field, TrailRequest? trail) => trail is null
        ? null
        : new Trail(input.RequiredPositive(field + ".value", trail.Value), input.RequiredChoice<TrailUnit>(field + ".unit", trail.Unit));
}
