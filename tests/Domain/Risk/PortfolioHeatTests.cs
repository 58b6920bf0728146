using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

/// <summary>The figure outside of an order: the same that the gate holds an order against.</summary>
public sealed class PortfolioHeatTests
{
    private static readonly Symbol UsdJpy = Symbol.Parse("USDJPY");

    private static readonly Dictionary<Symbol, Quote> Quotes = new() { [Desk.EurUsd] = Desk.Quote() };

    [Fact]
    public void Heat_OfAnAccountWithoutAnything_IsZero() =>
        Assert.Equal(new PortfolioHeat(0m, 0m), PortfolioHeat.Of(Desk.Opened(), Quotes, 100_000m));

    [Fact]
    public void Heat_OfAPosition_IsWhatItLosesAtItsStop()
    {
        var naked = Holding(Desk.EurUsd, 1_000m);
        var guarded = Working(naked, new OrderTicket(
            Desk.Order(9), Desk.EurUsd, Side.Sell, new Quantity(1_000m), OrderType.Stop, TimeInForce.GoodTillCancelled,
            TriggerPrice: new Price(1.3800m), ReduceOnly: true));

        Assert.Equal(new PortfolioHeat(1_390m, 1.39m), PortfolioHeat.Of(naked, Quotes, 100_000m));
        Assert.Equal(new PortfolioHeat(10m, 0.01m), PortfolioHeat.Of(guarded, Quotes, 100_000m));
    }

    [Fact]
    public void Heat_OfAnOpeningOrder_IsFromItsPriceToItsStop()
    {
        var account = Working(Desk.Opened(), new OrderTicket(
            Desk.Order(9), Desk.EurUsd, Side.Buy, new Quantity(10_000m), OrderType.Limit, TimeInForce.GoodTillCancelled, LimitPrice: new Price(1.3850m), Stop: new Price(1.3800m)));

        Assert.Equal(new PortfolioHeat(50m, 0.05m), PortfolioHeat.Of(account, Quotes, 100_000m));
    }

    [Fact]
    public void Heat_WhileAnythingHasNoQuoteOrRate_IsNotKnown()
    {
        var yen = new Dictionary<Symbol, Quote>(Quotes) { [UsdJpy] = Desk.Quote(102m, 102.02m) with { Symbol = UsdJpy } };
        var holding = Holding(UsdJpy, 1_000m);
        var ordered = Working(Desk.Opened(), new OrderTicket(
            Desk.Order(9), UsdJpy, Side.Buy, new Quantity(1_000m), OrderType.Limit, TimeInForce.GoodTillCancelled, LimitPrice: new Price(101m)));

        Assert.Null(PortfolioHeat.Of(holding, Quotes, 100_000m));
        Assert.Null(PortfolioHeat.Of(ordered, Quotes, 100_000m));
        Assert.NotNull(PortfolioHeat.Of(holding, yen, 100_000m));
        Assert.NotNull(PortfolioHeat.Of(ordered, yen, 100_000m));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Percent_WithoutEquity_IsNotKnown(int equity) =>
        Assert.Equal(new PortfolioHeat(1_390m, null), PortfolioHeat.Of(Holding(Desk.EurUsd, 1_000m), Quotes, equity));

    [Fact]
    public void Heat_IsTheFigureOfTheGate()
    {
        var account = Holding(Desk.EurUsd, 1_234m);

        var facts = RiskFactsOf.Order(
            account, Scene.Order, InstrumentTerms.Of(Desk.EurUsdInstrument), Quotes, Desk.Day, RiskSurroundings.None, Desk.Now);

        Assert.Equal(facts.Exposure!.Heat, PortfolioHeat.Of(account, Quotes, 100_000m)!.Amount);
    }

    private static Account Working(Account account, OrderTicket ticket) => account with
    {
        Orders = account.Orders.With(Order.New(ticket, Desk.Now).MoveTo(OrderStatus.Submitted, Desk.Now)),
    };

    private static Account Holding(Symbol symbol, decimal units)
    {
        var account = Desk.Opened();
        var position = Position.Flat(InstrumentTerms.Of(Instruments.Find(symbol)!), Desk.Now) with { Quantity = new Quantity(units), Cost = units };
        return account with { Positions = account.Positions.Add(position.Id, position) };
    }
}
