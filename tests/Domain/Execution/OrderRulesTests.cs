using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;
using static Countersign.Tests.Domain.Accounts.OrderScene;

namespace Countersign.Tests.Domain.Execution;

/// <summary>EURUSD stands at 1.3900/1.3902.</summary>
public sealed class OrderRulesTests
{
    private static readonly Price P = new(1.38m);

    private static readonly Trail Trail = new(0.002m, TrailUnit.Distance);

    [Fact]
    public void Check_OfOneGoodOrderOfEachType_FindsNothing()
    {
        foreach (var type in Enum.GetValues<OrderType>())
        {
            Assert.Empty(Codes(Good(type)));
        }
    }

    [Theory]
    [InlineData(OrderType.Market, "limitPrice,triggerPrice,trail", "")]
    [InlineData(OrderType.Limit, "triggerPrice,trail", "limitPrice")]
    [InlineData(OrderType.Stop, "limitPrice,trail", "triggerPrice")]
    [InlineData(OrderType.StopLimit, "trail", "limitPrice,triggerPrice")]
    [InlineData(OrderType.TrailingStop, "limitPrice", "trail")]
    public void Check_OfFieldsThatTheTypeHasNotOrNeeds_NamesThem(OrderType type, string forbidden, string needed)
    {
        var without = Good(type) with { LimitPrice = null, TriggerPrice = null, Trail = null };
        var withAll = Good(type) with { LimitPrice = P, TriggerPrice = Good(type).TriggerPrice ?? P, Trail = Trail };

        Assert.Equal(Split(needed), Fields(without, "order.field_missing"));
        Assert.Equal(Split(forbidden), Fields(withAll, "order.field_not_allowed"));
    }

    [Theory]
    [InlineData(OrderType.Market, TimeInForce.Day, false)]
    [InlineData(OrderType.Market, TimeInForce.GoodTillCancelled, false)]
    [InlineData(OrderType.Market, TimeInForce.ImmediateOrCancel, true)]
    [InlineData(OrderType.Limit, TimeInForce.FillOrKill, true)]
    [InlineData(OrderType.Limit, TimeInForce.ImmediateOrCancel, true)]
    [InlineData(OrderType.Limit, TimeInForce.Day, true)]
    [InlineData(OrderType.Stop, TimeInForce.FillOrKill, false)]
    [InlineData(OrderType.StopLimit, TimeInForce.ImmediateOrCancel, false)]
    [InlineData(OrderType.TrailingStop, TimeInForce.FillOrKill, false)]
    [InlineData(OrderType.TrailingStop, TimeInForce.Day, true)]
    public void Check_OfATypeAndATimeInForce_AllowsWhatCanBe(OrderType type, TimeInForce time, bool allowed) =>
        Assert.Equal(allowed ? [] : ["order.time_in_force"], Codes(Good(type) with { TimeInForce = time }));

    [Theory]
    [InlineData(null, "order.field_missing")]
    [InlineData(0, "order.expires_in_the_past")]
    [InlineData(-5, "order.expires_in_the_past")]
    [InlineData(5, null)]
    public void Check_OfAnOrderTillADate_NeedsOneInTheFuture(int? seconds, string? code)
    {
        var ticket = Good(OrderType.Limit) with
        {
            TimeInForce = TimeInForce.GoodTillDate, ExpiresAt = seconds is { } s ? Desk.Now.AddSeconds(s) : null,
        };

        Assert.Equal(code is null ? [] : [code], Codes(ticket));
        Assert.Equal(["order.field_not_allowed"], Codes(Good(OrderType.Limit) with { ExpiresAt = Desk.Now.AddDays(1) }));
    }

    [Theory]
    [InlineData(Side.Buy, 1.3903, true)]
    [InlineData(Side.Buy, 1.3902, false)]
    [InlineData(Side.Buy, 1.3901, false)]
    [InlineData(Side.Sell, 1.3899, true)]
    [InlineData(Side.Sell, 1.3900, false)]
    [InlineData(Side.Sell, 1.3901, false)]
    public void Check_OfATrigger_MustLieBeyondTheMarketOnItsSide(Side side, double trigger, bool allowed) =>
        Assert.Equal(allowed ? [] : ["order.trigger"], Codes(Stop("o-1", side, 1_000m, (decimal)trigger)));

    [Fact]
    public void Check_OfPricesOffTheTick_SaysTheValidOnes()
    {
        var ticket = Good(OrderType.StopLimit) with { LimitPrice = new Price(1.400004m), TriggerPrice = new Price(1.400006m) };

        var refusals = Check(ticket);

        Assert.Equal(["instrument.price_off_tick", "instrument.price_off_tick"], refusals.Select(r => r.Code));
        Assert.Contains("1.40000", refusals[0].Message, StringComparison.Ordinal);
        Assert.Contains("1.40001", refusals[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0020, TrailUnit.Distance, null)]
    [InlineData(0.002004, TrailUnit.Distance, "0.00200")]
    [InlineData(0, TrailUnit.Distance, "0.00001")]
    [InlineData(0.5, TrailUnit.Percent, null)]
    [InlineData(0, TrailUnit.Percent, "above 0")]
    [InlineData(100, TrailUnit.Percent, "below 100")]
    public void Check_OfATrail_SaysWhatWouldBeValid(double value, TrailUnit unit, string? says)
    {
        var trail = new Trail((decimal)value, unit);
        foreach (var ticket in new[] { Good(OrderType.TrailingStop) with { Trail = trail }, Good(OrderType.Limit) with { StopTrail = trail } })
        {
            var refusals = Check(ticket);
            if (says is null)
            {
                Assert.Empty(refusals);
            }
            else
            {
                Assert.Equal("order.trail", Assert.Single(refusals).Code);
                Assert.Contains(says, refusals[0].Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Check_OfPostOnly_IsForLimitsThatRest()
    {
        Assert.Empty(Codes(Good(OrderType.Limit) with { PostOnly = true }));
        Assert.Equal(["order.post_only"], Codes(Good(OrderType.Limit) with { PostOnly = true, TimeInForce = TimeInForce.ImmediateOrCancel }));
        Assert.Equal(["order.post_only"], Codes(Good(OrderType.Market) with { PostOnly = true }));
        Assert.Equal(["order.post_only"], Codes(Good(OrderType.StopLimit) with { PostOnly = true }));
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(1_000, "order.display_quantity")]
    [InlineData(0, "instrument.quantity_too_small")]
    [InlineData(400.5, "instrument.quantity_off_lot")]
    public void Check_OfAnIceberg_ShowsLessThanAllInWholeLots(double display, string? code) => Assert.Equal(
        code is null ? [] : [code], Codes(Good(OrderType.Limit) with { DisplayQuantity = new Quantity((decimal)display) }));

    [Fact]
    public void Check_OfAnIcebergThatDoesNotRest_IsRefused() => Assert.Equal(
        ["order.display_quantity"],
        Codes(Good(OrderType.Limit) with { TimeInForce = TimeInForce.FillOrKill, DisplayQuantity = new Quantity(100m) }));

    [Theory]
    [InlineData(OrderType.Limit, 1.3790, 1.3810, "")]
    [InlineData(OrderType.Limit, 1.3800, 1.3800, "execution.stop,execution.target")]
    [InlineData(OrderType.Stop, 1.3999, 1.4001, "")]
    [InlineData(OrderType.Stop, 1.4001, 1.3999, "execution.stop,execution.target")]
    [InlineData(OrderType.Market, 1.3899, 1.3905, "")]
    [InlineData(OrderType.Market, 1.3902, 1.3902, "execution.stop,execution.target")]
    public void Check_OfExits_MustLieOnBothSidesOfTheEntry(OrderType type, double stop, double target, string codes) => Assert.Equal(
        Split(codes), Codes(Good(type) with { Stop = new Price((decimal)stop), Target = new Price((decimal)target) }));

    [Fact]
    public void Check_OfExitsOfAReduceOnlyOrder_IsRefused() =>
        Assert.Equal(["order.exits_of_reduce_only"], Codes(Good(OrderType.Limit) with { ReduceOnly = true, Stop = new Price(1.37m) }));

    [Fact]
    public void Check_OfManyFaults_NamesAll()
    {
        var ticket = Good(OrderType.Market) with
        {
            Quantity = new Quantity(0.5m), LimitPrice = new Price(-1m), PostOnly = true, TimeInForce = TimeInForce.Day,
        };

        Assert.Equal(
            ["instrument.quantity_too_small", "order.field_not_allowed", "order.post_only", "order.time_in_force", "instrument.price_not_positive"],
            Codes(ticket));
    }

    [Fact]
    public void CheckAmendment_OfFieldsTheTypeHasNot_IsRefused()
    {
        var desk = new OrderScene().Rest(Good(OrderType.Limit));

        Assert.Equal("order.field_not_allowed", desk.TryAmend("o-1", new OrderAmendment(TriggerPrice: new Price(1.41m))).RefusalCode());
        Assert.Equal("order.field_not_allowed", desk.TryAmend("o-1", new OrderAmendment(ExpiresAt: Desk.Now.AddDays(1))).RefusalCode());
        Assert.Equal("instrument.price_off_tick", desk.TryAmend("o-1", new OrderAmendment(LimitPrice: new Price(1.380001m))).RefusalCode());
        Assert.Equal("instrument.quantity_off_lot", desk.TryAmend("o-1", new OrderAmendment(new Quantity(900.5m))).RefusalCode());
    }

    [Fact]
    public void CheckAmendment_OfATrigger_IsHeldAgainstTheMarketOnlyWhereItMoves()
    {
        var desk = new OrderScene().Rest(Good(OrderType.Stop));

        Assert.Equal("order.trigger", desk.TryAmend("o-1", new OrderAmendment(TriggerPrice: new Price(1.389m))).RefusalCode());
        desk.Tell("o-1", new BrokerReport.Triggered(new Price(1.40m), Desk.Now));
        Assert.Equal("order.triggered", desk.TryAmend("o-1", new OrderAmendment(TriggerPrice: new Price(1.41m))).RefusalCode());
        Assert.Single(desk.TryAmend("o-1", new OrderAmendment(new Quantity(500m))).Events());
    }

    [Fact]
    public void CheckAmendment_OfAnOrderThatDoesNotRest_IsRefused()
    {
        var desk = new OrderScene().Rest(Good(OrderType.Market));

        Assert.Equal("order.not_resting", desk.TryAmend("o-1", new OrderAmendment(new Quantity(500m))).RefusalCode());
    }

    [Fact]
    public void Amendment_ThatMakesAnIcebergSmallerThanItShows_ShowsAll() =>
        Assert.Null(new OrderAmendment(new Quantity(300m)).Apply(Good(OrderType.Limit) with { DisplayQuantity = new Quantity(300m) }).DisplayQuantity);

    [Theory]
    [InlineData("2014-05-06T12:00:00Z", "2014-05-06T21:00:00Z")] // Tuesday noon: that day's 17:00 in New York.
    [InlineData("2014-05-06T21:00:00Z", "2014-05-07T21:00:00Z")] // At the close: the next day's.
    [InlineData("2014-05-09T20:59:59Z", "2014-05-09T21:00:00Z")] // Friday.
    [InlineData("2014-05-10T12:00:00Z", "2014-05-12T21:00:00Z")] // Saturday: Monday's.
    [InlineData("2014-05-11T22:00:00Z", "2014-05-12T21:00:00Z")] // Sunday evening belongs to Monday.
    [InlineData("2014-12-01T12:00:00Z", "2014-12-01T22:00:00Z")] // Winter.
    public void EndOf_ADayOrder_IsTheFxDays(string placed, string end)
    {
        var ticket = Good(OrderType.Limit) with { TimeInForce = TimeInForce.Day };

        Assert.Equal(Time(end), OrderRules.EndOf(ticket, Time(placed)));
        Assert.Null(OrderRules.EndOf(ticket with { TimeInForce = TimeInForce.GoodTillCancelled }, Time(placed)));
        Assert.Equal(
            Desk.Now, OrderRules.EndOf(ticket with { TimeInForce = TimeInForce.GoodTillDate, ExpiresAt = Desk.Now }, Time(placed)));
    }

    private static OrderTicket Good(OrderType type) => type switch
    {
        OrderType.Market => Ticket("o-1", Side.Buy, 1_000m),
        OrderType.Limit => Limit("o-1", Side.Buy, 1_000m, 1.38m),
        OrderType.Stop => Stop("o-1", Side.Buy, 1_000m, 1.40m),
        OrderType.StopLimit => Stop("o-1", Side.Buy, 1_000m, 1.40m) with { Type = OrderType.StopLimit, LimitPrice = new Price(1.401m) },
        _ => Ticket("o-1", Side.Buy, 1_000m) with
        {
            Type = OrderType.TrailingStop, TimeInForce = TimeInForce.GoodTillCancelled, Trail = Trail,
        },
    };

    private static IReadOnlyList<Countersign.Domain.Audit.Refusal> Check(OrderTicket ticket) =>
        OrderRules.Check(ticket, Desk.EurUsdInstrument, Desk.Quote(), Desk.Now);

    private static string[] Codes(OrderTicket ticket) => [.. Check(ticket).Select(r => r.Code)];

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Fields(OrderTicket ticket, string code) =>
        [.. Check(ticket).Where(r => r.Code == code).Select(r => r.Message.TrimEnd('.').Split(' ', ':').First(
            w => w.TrimEnd('.') is "limitPrice" or "triggerPrice" or "trail"))];

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
