using System.Net;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Execution;

public sealed class OrderRequestTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Account = "/api/v1/accounts/a-1";

    [Fact]
    public async Task Order_WithEveryField_BecomesThatTicket()
    {
        Placing(t => Of(t, OrderStatus.Accepted));
        using var response = await host.PostAsync(
            "/api/v1/orders",
            """
            {"accountId":"a-1","clientOrderId":"o-1","symbol":"EURUSD","side":"sell","quantity":1000.5,"type":"trailingStop",
             "timeInForce":"goodTillDate","limitPrice":1.1,"triggerPrice":1.2,"trail":{"value":0.5,"unit":"percent"},
             "expiresAt":"2026-02-01T10:00:00+01:00","reduceOnly":true,"postOnly":true,"displayQuantity":100,"stop":1.4,"target":1.0,
             "stopTrail":{"value":0.001,"unit":"distance"},"positionId":"p-eurusd","ocoGroup":"pair 1"}
            """);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(
            new OrderTicket(
                OrderId.Parse("o-1"), Symbol.Parse("EURUSD"), Side.Sell, new Quantity(1000.5m), OrderType.TrailingStop, TimeInForce.GoodTillDate,
                new Price(1.4m), new Price(1.0m), null, null, new Price(1.1m), new Price(1.2m), new Trail(0.5m, TrailUnit.Percent),
                new Trail(0.001m, TrailUnit.Distance), new DateTimeOffset(2026, 2, 1, 9, 0, 0, TimeSpan.Zero), true, true, new Quantity(100m),
                "pair 1", null, PositionId.Parse("p-eurusd")),
            Placed());
        var body = await ApiHost.ReadAsync(response);
        Assert.Equal("percent", body.GetProperty("trail").GetProperty("unit").GetString());
        Assert.Equal("goodTillDate", body.GetProperty("timeInForce").GetString());
        Assert.Equal(1000.5m, body.GetProperty("remainingQuantity").GetDecimal());
    }

    [Theory]
    [InlineData("", OrderType.Market, TimeInForce.FillOrKill)]
    [InlineData(""","type":"limit","limitPrice":1.1""", OrderType.Limit, TimeInForce.GoodTillCancelled)]
    [InlineData(""","expiresAt":"2026-02-01T10:00:00Z","type":"stop","triggerPrice":1.1""", OrderType.Stop, TimeInForce.GoodTillDate)]
    [InlineData(""","timeInForce":"day","type":"limit","limitPrice":1.1""", OrderType.Limit, TimeInForce.Day)]
    public async Task Order_WithoutATimeInForce_HasTheUsualOneOfItsType(string more, OrderType type, TimeInForce timeInForce)
    {
        Placing(t => Of(t, OrderStatus.Accepted));
        using var response = await host.PostAsync(
            "/api/v1/orders", """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1""" + more + "}");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal((type, timeInForce), (Placed().Type, Placed().TimeInForce));
    }

    [Fact]
    public async Task Order_WithWrongOptionalFields_NamesThemAll()
    {
        host.Desk.Reset();
        using var response = await host.PostAsync(
            "/api/v1/orders",
            """
            {"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1,"type":"Limit","timeInForce":"gtc","limitPrice":0,"triggerPrice":-1,
             "trail":{"unit":"pips"},"expiresAt":"tomorrow","displayQuantity":0,"positionId":"eurusd","ocoGroup":""}
            """);

        await ProblemAssert.NamesAsync(
            response, "type", "timeInForce", "limitPrice", "triggerPrice", "trail.value", "trail.unit", "expiresAt", "displayQuantity", "positionId",
            "ocoGroup");
        Assert.Empty(host.Desk.Calls);
    }

    [Fact]
    public async Task Order_WithAnUnknownFieldWithin_NamesItAndTheKnownOnes()
    {
        using var response = await host.PostAsync(
            "/api/v1/orders", """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1,"trail":{"value":1,"units":"percent"}}""");

        var problem = await ProblemAssert.NamesAsync(response, "trail.units");
        Assert.Equal(
            "There is no such field here: value, unit are.", problem.GetProperty("errors").GetProperty("trail.units")[0].GetString());
    }

    [Fact]
    public async Task Bracket_WithoutAnExit_Answers400()
    {
        using var response = await host.PostAsync(
            "/api/v1/orders/bracket", """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1}""");

        await ProblemAssert.NamesAsync(response, "stop");
    }

    [Fact]
    public async Task Bracket_WithExits_PlacesTheEntryWithBoth()
    {
        Placing(t => Of(t, OrderStatus.Submitted));
        using var response = await host.PostAsync(
            "/api/v1/orders/bracket",
            """{"accountId":"a-1","symbol":"EURUSD","side":"buy","quantity":1,"type":"limit","limitPrice":1.2,"stop":1.1,"target":1.3}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal((new Price(1.1m), new Price(1.3m), new Price(1.2m)), (Placed().Stop, Placed().Target, Placed().LimitPrice));
    }

    [Fact]
    public async Task Oco_Placed_IsOneGroupAndTheSameAgainWithItsKey()
    {
        Placing(t => Of(t, OrderStatus.Accepted));
        Reading(OrderStatus.Accepted, OrderStatus.Accepted);
        using var first = await OcoAsync("key");
        var tickets = Tickets();
        using var again = await OcoAsync("key");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(2, tickets.Count);
        Assert.Single(tickets.Select(t => t.OcoGroup).Distinct());
        Assert.Equal(tickets, Tickets().Skip(2));
        Assert.DoesNotContain(host.Desk.Calls, c => c.Method == nameof(IAccountGrain.CancelOrderAsync));
    }

    [Fact]
    public async Task Oco_WhoseSecondIsDenied_CancelsTheFirstAndSaysWhy()
    {
        Placing(t => t.Id.Value.EndsWith("-2", StringComparison.Ordinal)
            ? Of(t, OrderStatus.Denied) with { Refusals = [new Refusal("risk.max_open_orders", "Too many.")] }
            : Of(t, OrderStatus.Accepted));
        using var response = await OcoAsync(null);

        await ProblemAssert.IsAsync(response, HttpStatusCode.UnprocessableEntity, "risk.max_open_orders");
        Assert.Equal(Tickets()[0].Id, Assert.Single(Cancelled()));
    }

    [Fact]
    public async Task Oco_WhoseFirstFillsBeforeTheSecondIsThere_CancelsTheSecond()
    {
        Placing(t => Of(t, OrderStatus.Accepted));
        Reading(OrderStatus.Filled, OrderStatus.Accepted);
        using var response = await OcoAsync(null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Tickets()[1].Id, Assert.Single(Cancelled()));
    }

    [Theory]
    [InlineData("""{"accountId":"a-1","orders":[]}""", "orders")]
    [InlineData("""{"accountId":"a-1","orders":[{"symbol":"EURUSD","side":"buy","quantity":1}]}""", "orders")]
    [InlineData("""{"accountId":"a-1","orders":[null,{"symbol":"EURUSD","side":"buy","quantity":0}]}""", "orders[0]", "orders[1].quantity")]
    public async Task Oco_OfTooFewOrWrongOrders_NamesThem(string body, params string[] fields)
    {
        using var response = await host.PostAsync("/api/v1/orders/oco", body);

        await ProblemAssert.NamesAsync(response, fields);
    }

    [Fact]
    public async Task Amend_WithNothing_Answers400()
    {
        using var response = await AmendAsync("{}", "k-0");

        await ProblemAssert.NamesAsync(response, "body");
    }

    [Fact]
    public async Task Amend_ByAProgram_CarriesWhatChanges()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.AmendOrderAsync), c => Reply.Done(
            Of(Ticket("o-7"), OrderStatus.PendingReplace) with { Asked = ((AmendOrder)c.Arguments[0]!).Amendment }));
        using var response = await AmendAsync("""{"quantity":5,"limitPrice":1.25}""", "k-1");

        var order = await ApiHost.ReadAsync(response);
        Assert.Equal("pendingReplace", order.GetProperty("status").GetString());
        Assert.Equal(1.25m, order.GetProperty("asked").GetProperty("limitPrice").GetDecimal());
        var command = (AmendOrder)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal(("k-1", OrderId.Parse("o-7")), (command.CommandId.Value, command.OrderId));
        Assert.Equal(new OrderAmendment(new Quantity(5m), new Price(1.25m)), command.Amendment);
    }

    [Fact]
    public async Task Amend_WhileTheVenueHasNotAnsweredAnother_Answers409()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(
            nameof(IAccountGrain.AmendOrderAsync), _ => Reply.Refused<Order>(OrderRefusals.AmendPending(OrderId.Parse("o-7"))));
        using var response = await AmendAsync("""{"quantity":5}""", "k-2");

        await ProblemAssert.IsAsync(response, HttpStatusCode.Conflict, "order.amend_pending");
    }

    [Fact]
    public async Task Cancel_OfAFilledOrder_Answers409AndOfNoOrder404()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.CancelOrderAsync), c => Reply.Refused<Order>(
            ((CancelOrder)c.Arguments[0]!).OrderId.Value == "o-1"
                ? ExecutionRefusals.OrderFinished(OrderId.Parse("o-1"), OrderStatus.Filled)
                : ExecutionRefusals.UnknownOrder(OrderId.Parse("o-2"))));
        using var filled = await host.PostAsync(Account + "/orders/o-1/cancel", "{}");
        using var none = await host.PostAsync(Account + "/orders/o-2/cancel", """{"reason":"gone"}""");

        await ProblemAssert.IsAsync(filled, HttpStatusCode.Conflict, "execution.order_finished");
        await ProblemAssert.IsAsync(none, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task CancelAll_OfASymbol_CarriesItAndAnswersTheOrders()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.CancelAllOrdersAsync), _ => Reply.Done(
            System.Collections.Immutable.ImmutableArray.Create(Of(Ticket("o-1"), OrderStatus.Cancelled))));
        using var response = await host.PostAsync(Account + "/orders/cancel", """{"symbol":"EURUSD","keepReduceOnly":true,"reason":"home"}""");

        var orders = (await ApiHost.ReadAsync(response)).GetProperty("orders");
        Assert.Equal("cancelled", orders[0].GetProperty("status").GetString());
        Assert.Equal(0m, orders[0].GetProperty("remainingQuantity").GetDecimal());
        var command = (CancelAllOrders)Assert.Single(host.Desk.Calls).Arguments[0]!;
        Assert.Equal((Symbol.Parse("EURUSD"), true, "home"), (command.Symbol, command.KeepReduceOnly, command.Reason));
    }

    [Fact]
    public async Task Close_OfPartOfAPosition_NamesItsOrderByTheKey()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(
            nameof(IAccountGrain.ClosePositionAsync), c => Reply.Done(Of(Ticket(((ClosePosition)c.Arguments[0]!).OrderId.Value), OrderStatus.Filled)));
        using var first = await host.PostAsync(Account + "/positions/p-eurusd/close", """{"quantity":10}""", idempotencyKey: "again");
        using var again = await host.PostAsync(Account + "/positions/p-eurusd/close", """{"quantity":10}""", idempotencyKey: "again");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var asked = host.Desk.Calls.Select(c => (ClosePosition)c.Arguments[0]!).ToList();
        Assert.Equal(asked[0], asked[1]);
        Assert.Equal((PositionId.Parse("p-eurusd"), new Quantity(10m)), (asked[0].Position, asked[0].Quantity));
    }

    [Fact]
    public async Task Close_ThatTheVenueRejects_Answers422()
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.ClosePositionAsync), _ => Reply.Done(
            Of(Ticket("o-1"), OrderStatus.Rejected) with { Refusals = [new Refusal("venue.closed", "Closed.")] }));
        using var response = await host.PostAsync(Account + "/positions/p-eurusd/close", "{}");

        await ProblemAssert.IsAsync(response, HttpStatusCode.UnprocessableEntity, "venue.closed");
    }

    private static OrderTicket Ticket(string id) => new(OrderId.Parse(id), Symbol.Parse("EURUSD"), Side.Buy, new Quantity(10m));

    private Order Of(OrderTicket ticket, OrderStatus status) => Order.New(ticket, host.Time.Now) with { Status = status };

    private void Placing(Func<OrderTicket, Order> place)
    {
        host.Desk.Reset();
        host.Desk.On<IAccountGrain>(nameof(IAccountGrain.PlaceOrderAsync), c => Reply.Done(place((OrderTicket)c.Arguments[0]!)));
    }

    private void Reading(OrderStatus first, OrderStatus second) => host.Desk.On<IAccountGrain>(nameof(IAccountGrain.GetOrderAsync), c =>
    {
        var id = (OrderId)c.Arguments[0]!;
        return Reply.Done(Of(Ticket(id.Value), id.Value.EndsWith("-1", StringComparison.Ordinal) ? first : second));
    });

    private OrderTicket Placed() => Assert.Single(Tickets());

    private List<OrderTicket> Tickets() =>
        [.. host.Desk.Calls.Where(c => c.Method == nameof(IAccountGrain.PlaceOrderAsync)).Select(c => (OrderTicket)c.Arguments[0]!)];

    private List<OrderId> Cancelled() =>
        [.. host.Desk.Calls.Where(c => c.Method == nameof(IAccountGrain.CancelOrderAsync)).Select(c => ((CancelOrder)c.Arguments[0]!).OrderId)];

    private Task<HttpResponseMessage> OcoAsync(string? key) => host.PostAsync(
        "/api/v1/orders/oco",
        """
        {"accountId":"a-1","orders":[{"symbol":"EURUSD","side":"buy","quantity":1,"type":"limit","limitPrice":1.1},
         {"symbol":"EURUSD","side":"buy","quantity":1,"type":"stop","triggerPrice":1.3}]}
        """,
        idempotencyKey: key);

    // Each under a key of its own: the desk that the tests share remembers them, whatever their order.
    private Task<HttpResponseMessage> AmendAsync(string body, string key) =>
        host.SendAsync("PATCH", Account + "/orders/o-7", host.Token(Roles.ApiUser), ApiHost.Json(body), key);
}
