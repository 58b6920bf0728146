using Countersign.Api.Contracts.Execution;
using Countersign.Web.Layout;
using Countersign.Web.Markets;

namespace Countersign.Web.Execution;

/// <summary>Orders in words.</summary>
internal static class OrderText
{
    /// <summary>What became of an order, one line.</summary>
    public static string Fate(Order order, Visit visit)
    {
        var what = $"{order.Side} {Figures.Quantity(order.Quantity)} {order.Symbol}";
        return order switch
        {
            { Status: "filled", FillPrice: { } price } => $"Filled at {Figures.Price(price, visit.Instrument(order.Symbol))}: {what}.",
            { Status: "denied" or "rejected" } => $"Not placed: {what}.",
            { Status: "pendingNew" or "accepted" } => $"Placed: {what}.",
            _ => $"Placed, {Status(order.Status)}: {what}.",
        };
    }

    public static string Status(string status) => status switch
    {
        "pendingNew" => "on its way",
        "partiallyFilled" => "partly filled",
        "pendingReplace" => "change asked for",
        "pendingCancel" => "cancel asked for",
        "accepted" => "working",
        "unknown" => "answer lost",
        _ => status,
    };

    /// <summary>Why an order was not taken, from the stable code: what "risk.max_position" is about.</summary>
    public static string Refusal(string code) => code[(code.LastIndexOf('.') + 1)..].Replace('_', ' ');

    public static string Type(string type) => type switch
    {
        "stopLimit" => "stop limit",
        "trailingStop" => "trailing stop",
        _ => type,
    };

    public static string TimeInForce(string timeInForce) => timeInForce switch
    {
        "fillOrKill" => "fill or kill",
        "immediateOrCancel" => "at once or cancel",
        "goodTillCancelled" => "till cancelled",
        "goodTillDate" => "till date",
        _ => timeInForce,
    };

    /// <summary>What an order is for within its group; null where it stands for itself.</summary>
    public static string? Role(OrderGroup group, OrderSummary order) => group switch
    {
        { Head: null, Parts.Count: 1 } when order.ParentId is null => null,
        { IsEitherOr: true } when order.ParentId is null => "either",
        _ => order.Type == "limit" ? "take-profit" : "stop-loss",
    };

    /// <summary>An order as lists have it.</summary>
    public static OrderSummary Summary(Order order) => new(
        order.Id, order.AccountId, order.Symbol, order.Side, order.Type, order.TimeInForce, order.Quantity, order.Status, order.PlacedAt, order.ChangedAt,
        order.LimitPrice, order.TriggerPrice, order.FillPrice, order.FilledQuantity == 0 ? null : order.FilledQuantity, order.RemainingQuantity, null, null,
        order.ReduceOnly, order.Amended, order.ParentId, order.OcoGroup, order.PositionId, order.IdeaId, order.Refusals.Count > 0 ? order.Refusals[0].Code : null,
        order.Stop, order.Target);

    /// <summary>Whether a cancel or a change can still meet it.</summary>
    public static bool IsWorking(OrderSummary order) => order.RemainingQuantity > 0 && order.Status is "accepted" or "partiallyFilled" or "pendingReplace";
}
