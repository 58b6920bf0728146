using Countersign.Api.Contracts.Execution;
using static Countersign.Api.OpenApi.Examples.Story;
using Body = Countersign.Api.Contracts.Execution;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Orders, fills, positions and trades.</summary>
internal static class OrderExamples
{
    private const string Order = "o-1f6b";

    public static Position Position { get; } = new(
        "p-1f6b", AccountId, Symbol, "buy", 10_000m, 1.16764m, 1.168m, 1.178m, Morning.AddHours(-5), NewestQuote, 44m);

    private static readonly Body.Order Resting = new(
        Order, AccountId, Symbol, "buy", "limit", "goodTillCancelled", 10_000m, "accepted", Morning, Morning, 0m, 10_000m, null, 1.171m, null, null, null,
        false, false, null, 1.168m, 1.178m, null, null, null, null, null, false, null, 1.17211m, []);

    public static IEnumerable<object> All =>
    [
        new OrderSummary(
            Order, AccountId, Symbol, "buy", "limit", "goodTillCancelled", 10_000m, "accepted", Morning, Morning, 1.171m, null, null, 0m, 10_000m, null, null,
            false, false, null, null, null, null, null, 1.168m, 1.178m),
        Resting,
        new OrderList([Resting]),
        new PlaceOrderRequest
        {
            AccountId = AccountId, ClientOrderId = Order, Symbol = Symbol, Side = "buy", Quantity = 10_000m, Type = "limit",
            TimeInForce = "goodTillCancelled", LimitPrice = 1.171m,
        },
        new PlaceBracketRequest { AccountId = AccountId, Symbol = Symbol, Side = "buy", Quantity = 10_000m, Stop = 1.168m, Target = 1.178m },
        new PlaceOcoRequest
        {
            AccountId = AccountId,
            Orders =
            [
                new OcoOrder { Symbol = Symbol, Side = "buy", Quantity = 10_000m, Type = "limit", LimitPrice = 1.168m },
                new OcoOrder { Symbol = Symbol, Side = "buy", Quantity = 10_000m, Type = "stop", TriggerPrice = 1.176m },
            ],
        },
        new AmendOrderRequest { Quantity = 8_000m, LimitPrice = 1.1705m },
        new CancelOrderRequest { Reason = "The level was wrong." },
        new CancelOrdersRequest { Symbol = Symbol, KeepReduceOnly = true, Reason = "Payrolls." },
        new ClosePositionRequest { Quantity = 5_000m },
        new FlattenRequest { Symbol = Symbol, Reason = "Payrolls." },
        new Body.Execution(
            "e-1f6b-1", AccountId, Order, Position.Id, Symbol, "buy", 10_000m, 1.16764m, Position.OpenedAt, "taker", 0m, 0.23m, 0m, 0.00001m, 412),
        Position,
        new Trade(
            AccountId, "o-2a70", "p-0c11", Symbol, "buy", 10_000m, 1.1651m, 1.1676m, Morning.AddDays(-1), Morning.AddHours(-5), 68_400, 25m, 0.47m, 0.00001m,
            0.0031m, 0.0008m, StrategyId, 2, IdeaId),
    ];
}
