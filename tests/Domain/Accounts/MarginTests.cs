using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class MarginTests
{
    private static readonly AccountTerms Thirty = new(Margin: MarginTerms.Of(30m));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100_000, 1_000)]
    [InlineData(150_000, 2_000)]
    [InlineData(500_000, 9_000)]
    [InlineData(1_000_000, 34_000)]
    public void Tiers_EachHoldForTheirPartOfTheNotional(int notional, int margin)
    {
        var terms = new MarginTerms([new(100_000m, 100m), new(500_000m, 50m), new(null, 20m)]);

        Assert.Equal(margin, terms.For(Desk.EurUsd, notional));
    }

    [Fact]
    public void Tiers_OfASymbolOfItsOwn_ReplaceTheAccounts()
    {
        var terms = MarginTerms.Of(30m) with { Symbols = [new SymbolTiers(Symbol.Parse("XAUUSD"), [new(null, 5m)])] };

        Assert.Equal((20_000m, Ledger.Round(100_000m / 30m)), (terms.For(Symbol.Parse("XAUUSD"), 100_000m), terms.For(Desk.EurUsd, 100_000m)));
    }

    [Fact]
    public void Order_ThatNeedsMoreMarginThanThereIsEquity_IsDeniedWithBothFigures()
    {
        var desk = new BooksScene(Thirty, cash: 4_000m);

        desk.Step(desk.TryPlace(BooksScene.Ticket("o-1", "EURUSD", Side.Buy, 100_000m)));

        var refusal = Assert.Single(desk.Last<OrderDenied>().Refusals);
        Assert.Equal("risk.margin", refusal.Code);
        Assert.Contains("4633.66", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("4000 USD", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_ThatEachWouldPassAlone_DoNotPassOneAfterTheOtherWhileNoneHasFilled()
    {
        var desk = new BooksScene(Thirty, cash: 5_000m);

        desk.Step(desk.TryPlace(BooksScene.Ticket("o-1", "EURUSD", Side.Buy, 100_000m)));
        desk.Step(desk.TryPlace(BooksScene.Ticket("o-2", "EURUSD", Side.Buy, 100_000m)));

        Assert.Equal("o-1", Assert.Single(desk.Events.OfType<OrderSubmitted>()).Ticket.Id.Value);
        Assert.Single(desk.Events.OfType<OrderDenied>());
    }

    [Fact]
    public void Order_ThatOnlyReduces_PassesHoweverLittleMarginIsLeft()
    {
        var desk = new BooksScene(Thirty, cash: 5_000m).Trade("o-1", "EURUSD", Side.Buy, 100_000m).Quote("EURUSD", 1.35m, 1.3502m);

        desk.Step(desk.TryPlace(BooksScene.Ticket("o-2", "EURUSD", Side.Sell, 60_000m)));

        Assert.Empty(desk.Events.OfType<OrderDenied>());
    }

    [Fact]
    public void Margin_OfAHedgedPosition_IsThatOfTheLargerSide()
    {
        var desk = new BooksScene(Thirty with { Mode = PositionMode.Hedging })
            .Quote("EURUSD", 1.39m, 1.39m).Trade("o-1", "EURUSD", Side.Buy, 60_000m).Trade("o-2", "EURUSD", Side.Sell, 30_000m);

        Assert.Equal(2_780m, AccountMargin.Of(desk.Account, desk.Quotes)!.Value.Used);
        Assert.Equal(2_780m, new EquityMeter(desk.Account, desk.Quotes).Figures!.Value.Used);
    }

    [Fact]
    public void Hedging_AnOppositeOrderThatNamesNoPosition_OpensOneAndIsNotTakenForAReduction()
    {
        var desk = new BooksScene(Thirty with { Mode = PositionMode.Hedging }).Trade("o-1", "EURUSD", Side.Buy, 60_000m);
        desk.Step(AccountDecider.Decide(
            desk.Account, new SetTradingState(Desk.Command(), Desk.Manager, TradingState.Reducing, "Careful."), desk.Now));

        desk.Step(desk.TryPlace(BooksScene.Ticket("o-2", "EURUSD", Side.Sell, 30_000m)));
        Assert.Equal(["risk.trading_halted"], desk.Last<OrderDenied>().Refusals.Codes());

        desk.Trade("o-3", "EURUSD", Side.Sell, 30_000m, closes: PositionId.OpenedBy(OrderId.Parse("o-1")));
        Assert.Equal(30_000m, desk["EURUSD"].Quantity.Value);
    }

    [Fact]
    public void Margin_OfAPositionWithoutAQuote_IsNotKnownRatherThanNone()
    {
        var desk = new BooksScene(Thirty).Trade("o-1", "EURUSD", Side.Buy, 1_000m);
        desk.Quotes.Remove(Desk.EurUsd);

        Assert.Null(AccountMargin.Of(desk.Account, desk.Quotes));
        Assert.Equal("account.not_valued", desk.TryWithdraw(1m).RefusalCode());
    }

    [Theory]
    [InlineData(MarginStatus.Sufficient, 101, MarginStatus.Sufficient)]
    [InlineData(MarginStatus.Sufficient, 100, MarginStatus.Called)]
    [InlineData(MarginStatus.Called, 101, MarginStatus.Called)]
    [InlineData(MarginStatus.Called, 110, MarginStatus.Sufficient)]
    [InlineData(MarginStatus.Called, 50, MarginStatus.StoppingOut)]
    [InlineData(MarginStatus.StoppingOut, 51, MarginStatus.StoppingOut)]
    [InlineData(MarginStatus.StoppingOut, 100, MarginStatus.StoppingOut)]
    [InlineData(MarginStatus.StoppingOut, 101, MarginStatus.Called)]
    [InlineData(MarginStatus.StoppingOut, 110, MarginStatus.Sufficient)]
    public void Status_AtALevelThatSwingsAboutABorder_DoesNotFlutter(MarginStatus before, int level, MarginStatus after) =>
        Assert.Equal(after, MarginMonitor.StatusOf(before, MarginTerms.Of(30m), new MarginFigures(level, 100m)));

    [Fact]
    public void Call_WhileItLasts_LetsNothingBeOpenedAndEverythingBeClosed()
    {
        var desk = new BooksScene(Thirty, cash: 5_000m).Trade("o-1", "EURUSD", Side.Buy, 100_000m).Quote("EURUSD", 1.3830m, 1.3832m).Watch();

        Assert.Equal(MarginStatus.Called, desk.Last<MarginStatusChanged>().Status);
        desk.Step(desk.TryPlace(BooksScene.Ticket("o-2", "GBPUSD", Side.Buy, 1m)));
        Assert.Equal("risk.margin", Assert.Single(desk.Last<OrderDenied>().Refusals).Code);
        desk.Trade("o-3", "EURUSD", Side.Sell, 50_000m).Watch();
        Assert.Equal(MarginStatus.Sufficient, desk.Account.MarginStatus);
    }

    [Fact]
    public void StopOut_OfSeveralPositions_ClosesTheLargestLoserFirstAndStopsOnceTheMarginHolds()
    {
        var desk = new BooksScene(Thirty, cash: 10_000m)
            .Trade("o-1", "EURUSD", Side.Buy, 100_000m).Trade("o-2", "GBPUSD", Side.Buy, 40_000m)
            .Quote("EURUSD", 1.3300m, 1.3302m).Quote("GBPUSD", 1.6600m, 1.6602m).Watch();
        Assert.Equal(MarginStatus.StoppingOut, desk.Account.MarginStatus);

        var order = MarginMonitor.CloseOut(desk.Account, desk.Quotes, desk.Now)!;
        Assert.Equal((Desk.EurUsd, Side.Sell, 100_000m), (order.Ticket.Symbol, order.Ticket.Side, order.Ticket.Quantity.Value));
        desk.Step(desk.TryPlace(order.Ticket, closeout: true));
        Assert.Null(MarginMonitor.CloseOut(desk.Account, desk.Quotes, desk.Now));
        desk.Fill(order.Ticket, 100_000m).Watch();

        Assert.Equal((MarginStatus.Sufficient, 1), (desk.Account.MarginStatus, desk.Account.Positions.Count));
        Assert.Null(MarginMonitor.CloseOut(desk.Account, desk.Quotes, desk.Now));
    }

    [Fact]
    public void StopOut_OfAHaltedAccount_StillCloses()
    {
        var desk = new BooksScene(Thirty, cash: 5_000m).Trade("o-1", "EURUSD", Side.Buy, 100_000m).Quote("EURUSD", 1.3500m, 1.3502m).Watch();
        desk.Step(AccountDecider.Decide(
            desk.Account, new SetTradingState(Desk.Command(), Desk.Manager, TradingState.Halted, "Enough."), desk.Now));

        var order = MarginMonitor.CloseOut(desk.Account, desk.Quotes, desk.Now)!;
        desk.Step(desk.TryPlace(order.Ticket, order.Closeout));

        Assert.Empty(desk.Events.OfType<OrderDenied>());
    }

    [Fact]
    public void Meter_TickByTick_AgreesWithTheWholeSumAlsoThroughRatesOfOtherPairs()
    {
        var desk = new BooksScene(Thirty).Trade("o-1", "EURJPY", Side.Buy, 10_000m).Trade("o-2", "EURUSD", Side.Sell, 5_000m);
        var meter = new EquityMeter(desk.Account, desk.Quotes);
        foreach (var (symbol, bid) in new[] { ("USDJPY", 103m), ("EURJPY", 143m), ("EURUSD", 1.37m), ("USDJPY", 99.5m) })
        {
            desk.Quote(symbol, bid, bid + 0.01m);
            meter.On(desk.Quotes[Symbol.Parse(symbol)]);

            Assert.Equal(AccountMargin.Of(desk.Account, desk.Quotes), meter.Figures);
        }
    }

    [Theory]
    [InlineData(0, "account.terms")]
    [InlineData(1, "account.terms")]
    [InlineData(2, "account.mode_in_use")]
    [InlineData(3, "account.why")]
    public void Terms_ThatCannotBe_AreRefused(int which, string code)
    {
        var desk = new BooksScene(Thirty).Trade("o-1", "EURUSD", Side.Buy, 1_000m);
        var terms = which switch
        {
            0 => Thirty with { Margin = new MarginTerms([new(null, 30m), new(5m, 20m)]) },
            1 => Thirty with { Margin = MarginTerms.Of(30m) with { StopOutLevel = 120m } },
            2 => Thirty with { Mode = PositionMode.Hedging },
            _ => Thirty with { Margin = null },
        };

        Assert.Equal(code, AccountDecider.Decide(
            desk.Account, new SetAccountTerms(Desk.Command(), Desk.Manager, terms, CommissionModel.None, which == 3 ? " " : "Why not."), desk.Facts,
            desk.Now).RefusalCode());
    }
}
