#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Grains.TradeIdeas;
using Xunit;
using static Countersign.Tests.Grains.Desk.TradingDesk;

namespace Countersign.Tests.Grains.Desk;

/// <summary>Venues that lose answers, tell things late or twice, and tell what is not so.</summary>
public sealed class BrokenVenueTests
{
    private readonly TradingDesk desk;
    private ScriptedVenue venue = null!;

    public BrokenVenueTests() => desk = new TradingDesk(clock => venue ??= new ScriptedVenue(clock));

    [Fact]
    public void Answer_ThatIsLost_IsUnknownAndThenAskedForNeverGuessed()
    {
        venue.LosesAnswers = true;
        var placed = desk.Place(Buy("o-lost"));
        venue.LosesAnswers = false;
        desk.Settle(6);

        Assert.Equal(OrderStatus.Unknown, placed.Status);
        Assert.Equal(OrderStatus.Filled, desk.Order("o-lost").Status);
        Assert.Single(venue.Orders);
    }

    [Fact]
    public void Order_ThatNeverArrived_IsSentAgainOnceTheVenueIsBack()
    {
        venue.IsDown = true;
        var placed = desk.Place(Buy("o-lost"));
        venue.IsDown = false;
        desk.Settle(6);

        Assert.Equal(OrderStatus.Unknown, placed.Status);
        Assert.Equal(OrderStatus.Filled, desk.Order("o-lost").Status);
        Assert.Single(venue.Orders);
    }

    [Fact]
    public void Order_SubmittedBeforeACrash_IsAskedForAfterIt()
    {
        venue.LosesAnswers = true;
        desk.Place(Buy("o-lost"));
        venue.LosesAnswers = false;

        desk.Restart();

        Assert.Equal(OrderStatus.Filled, desk.Order("o-lost").Status);
        Assert.Single(desk.Events<OrderFilled>());
        Assert.Single(venue.Orders);
    }

    [Fact]
    public void Report_ThatIsLost_IsFetchedWhenItsNumberIsMissing()
    {
        desk.Place(BuyLimit("o-rest", 1.0950m));
        var order = venue.Orders[0];
        venue.Report(order, ScriptedVenue.Fill(order, 4_000m, 1.0950m));
        var second = venue.Report(order, ScriptedVenue.Fill(order, 6_000m, 1.0949m));

        desk.Report(One, second);

        Assert.Equal((OrderStatus.Filled, 2), (desk.Order("o-rest").Status, desk.Order("o-rest").Executions.Length));
        Assert.Equal(new Quantity(10_000m), desk.Account().PositionIn(EurUsd));
    }

    [Fact]
    public void Report_ThatIsLostAndTheLast_IsFoundMissingWithoutAnother()
    {
        desk.Place(BuyLimit("o-rest", 1.0950m));
        var order = venue.Orders[0];
        venue.Report(order, ScriptedVenue.Fill(order, 10_000m, 1.0950m));

        desk.Settle(6);

        Assert.Equal(OrderStatus.Filled, desk.Order("o-rest").Status);
    }

    [Fact]
    public void Report_ToldTwice_IsBookedOnce()
    {
        desk.Place(BuyLimit("o-rest", 1.0950m));
        var order = venue.Orders[0];
        var fill = venue.Report(order, ScriptedVenue.Fill(order, 10_000m, 1.0950m));

        desk.Report(One, fill);
        desk.Report(One, fill);

        Assert.Single(desk.Events<OrderFilled>());
        Assert.Equal(new Quantity(10_000m), desk.Account().PositionIn(EurUsd));
    }

    [Fact]
    public void Fill_OfAnOrderThatNeverWas_IsDisputedAndNotBooked()
    {
        desk.Place(Buy("o-in"));
        var stranger = venue.Orders[0] with { Ticket = Buy("o-stranger") };

        desk.Report(One, venue.Report(stranger, ScriptedVenue.Fill(stranger, 5_000m, 1.1m)));

        Assert.Equal(["execution.unknown_order"], desk.Events<FillDisputed>().Select(e => e.Refusals[0].Code));
        Assert.Equal(new Quantity(10_000m), desk.Account().PositionIn(EurUsd));
    }

    [Fact]
    public void Fill_ToldToTheWrongAccount_IsDisputedThereAndNotBooked()
    {
        desk.Place(Buy("o-in"));
        var order = venue.Orders[0];

        desk.Report(Two, venue.Report(order, ScriptedVenue.Fill(order, 1m, 1.1m)));
        desk.Report(One, venue.Report(order, ScriptedVenue.Fill(order, 1m, 1.1m)), South);

        Assert.Single(desk.Events<FillDisputed>(Two));
        Assert.Single(desk.Events<FillDisputed>(One, South));
        Assert.Empty(desk.Account(Two).Positions);
        Assert.Empty(desk.Account(One, South).Positions);
    }

    [Theory]
    [InlineData(-5_000)]
    [InlineData(0)]
    public void Fill_OfAnImpossibleQuantity_IsDisputedAndNotBooked(int quantity)
    {
        desk.Place(BuyLimit("o-rest", 1.0950m));
        var order = venue.Orders[0];

        desk.Report(One, venue.Report(order, ScriptedVenue.Fill(order, quantity, 1.0950m)));

        Assert.Single(desk.Events<FillDisputed>());
        Assert.Equal((OrderStatus.Accepted, 0), (desk.Order("o-rest").Status, desk.Account().Positions.Count));
    }

    [Fact]
    public void Fill_ForMoreThanTheOrder_IsBookedAsTheVenueHasItAndReportedAsExcess()
    {
        desk.Place(BuyLimit("o-rest", 1.0950m));
        var order = venue.Orders[0];

        desk.Report(One, venue.Report(order, ScriptedVenue.Fill(order, 12_000m, 1.0950m)));

        Assert.Equal((new Quantity(2_000m), "order.overfill"), desk.Events<ExcessFilled>().Select(e => (e.Excess, e.Code)).Single());
        Assert.Equal(new Quantity(12_000m), desk.Account().PositionIn(EurUsd));
        Assert.Equal(0m, desk.Account().Ledger.Sum(Usd));
    }
}
#endif
