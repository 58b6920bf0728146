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
            _ => $"{Status(order.Status)}: {what}.",
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

    /// <summary>Whether a cancel or a change can still meet it.</summary>
    public static bool IsWorking(OrderSummary order) => order.RemainingQuantity > 0 && order.Status is "accepted" or "partiallyFilled" or "pendingReplace";
}
