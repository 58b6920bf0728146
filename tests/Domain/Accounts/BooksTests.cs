using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Withdrawals, conversion, hedging, first in first out, splits, what is kept of a trade, the equity curve.</summary>
public sealed class BooksTests
{
    private static readonly AccountTerms Hedged = new(PositionMode.Hedging);

    private static readonly AccountTerms Fifo = new(CostMethod: CostMethod.FirstInFirstOut);

    [Fact]
    public void Withdrawal_OfMoreThanTheFreeMargin_IsRefusedWithTheMost()
    {
        var desk = new BooksScene(new AccountTerms(Margin: MarginTerms.Of(30m)), cash: 10_000m)
            .Quote("EURUSD", 1.39m, 1.39m).Trade("o-1", "EURUSD", Side.Buy, 120_000m);

        var refusal = Assert.Single(desk.TryWithdraw(4_440.01m).Refusals());
        Assert.Equal("account.withdrawal", refusal.Code);
        Assert.Contains("the most is 4440.0", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(5_560m, desk.Step(desk.TryWithdraw(4_440m)).Cash);
    }

    [Fact]
    public void Withdrawal_OfAGainThatIsNotRealised_IsRefused() =>
        Assert.Equal("account.withdrawal", new BooksScene().Trade("o-1", "EURUSD", Side.Buy, 100_000m).Quote("EURUSD", 1.45m, 1.45m)
            .TryWithdraw(100_001m).RefusalCode());

    [Fact]
    public void Withdrawal_IsNoDrawdownAndADepositNoGain()
    {
        var desk = new BooksScene().RecordEquity();
        desk.Step(desk.TryWithdraw(40_000m));
        Assert.Equal((60_000m, 0m), (desk.Account.Record!.PeakEquity, AccountExposure.DrawdownPercent(desk.Account, 60_000m)));

        desk.Deposit(20_000m);
        Assert.Equal(25m, AccountExposure.DrawdownPercent(desk.Account, 60_000m));
    }

    [Fact]
    public void Equity_RecordedAgainOnTheSameDay_IsOnePointOfTheCurve()
    {
        var desk = new BooksScene().RecordEquity().RecordEquity().Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Desk.Now.AddDays(1)).RecordEquity();

        Assert.Equal([(5, 100_000m), (6, 99_998m)], desk.Events.OfType<EquityRecorded>().Select(e => (e.Day.Day, e.Equity.Amount)));
        Assert.Equal(100_000m, desk.Account.Record!.PeakEquity);
    }

    [Theory]
    [InlineData("EURUSD", 1.40, 1.0, "USD")]
    [InlineData("USDJPY", 103.0, 103.0, "fill")]
    [InlineData("EURJPY", 143.0, 102.02, "1/USDJPY")]
    public void Result_InAnyQuoteCurrency_IsConvertedDirectlyByTheFillOrByAnotherPair(string symbol, double exit, double divisor, string path)
    {
        var desk = new BooksScene();
        var entry = desk.Quotes[Symbol.Parse(symbol)].Ask.Value;
        desk.Trade("o-1", symbol, Side.Buy, 10_000m).Trade("o-2", symbol, Side.Sell, 10_000m, (decimal)exit);

        var fill = desk.Last<OrderFilled>();
        Assert.Equal(Math.Round(10_000m * ((decimal)exit - entry) / (decimal)divisor, 8), Math.Round(fill.Realised.Amount, 8));
        Assert.Equal(path, fill.Entry.Rate?.Path ?? "USD");
        Assert.Equal(100_000m + fill.Realised.Amount, desk.Cash);
    }

    [Fact]
    public void Result_WithNoPairBetweenTheCurrencies_IsCrossedWithTheOlderTimeOnRecord()
    {
        var desk = new BooksScene(currency: "CHF").Quote("USDCHF", 0.8800m, 0.8802m);
        var older = desk.Now;
        desk.Trade("o-1", "EURJPY", Side.Buy, 10_000m, 141m).At(older.AddSeconds(30)).Quote("USDCHF", 0.88m, 0.8802m);
        desk.Quotes[Symbol.Parse("USDJPY")] = desk.Quotes[Symbol.Parse("USDJPY")] with { Time = older };
        desk.Trade("o-2", "EURJPY", Side.Sell, 10_000m, 142m);

        var fill = desk.Last<OrderFilled>();
        Assert.Equal(("1/USDJPY x USDCHF", older), (fill.Entry.Rate!.Path, fill.Entry.Rate.Time));
        Assert.Equal(Math.Round(10_000m / 102.02m * 0.88m, 6), Math.Round(fill.Realised.Amount, 6));
        Assert.Equal([Symbol.Parse("USDJPY"), Symbol.Parse("USDCHF")], ConversionRates.SymbolsFor(Currency.Parse("JPY"), Currency.Parse("CHF")));
    }

    [Fact]
    public void Order_WithAStaleRate_IsDeniedAndAFillWithoutOneWaitsAndIsNotDropped()
    {
        var desk = new BooksScene();
        var ticket = BooksScene.Ticket("o-1", "EURJPY", Side.Buy, 10_000m);
        desk.Quotes[Symbol.Parse("USDJPY")] = desk.Quotes[Symbol.Parse("USDJPY")] with { Time = desk.Now.AddMinutes(-2) };
        desk.Step(desk.TryPlace(ticket with { Id = OrderId.Parse("o-0") }));
        Assert.Contains("execution.stale_conversion_rate", desk.Last<OrderDenied>().Refusals.Codes());

        desk.At(desk.Now).Step(desk.TryPlace(ticket));
        var rate = desk.Quotes[Symbol.Parse("USDJPY")];
        foreach (var symbol in new[] { "USDJPY", "EURUSD" })
        {
            desk.Quotes.Remove(Symbol.Parse(symbol));
        }

        var fill = new BrokerReport.Filled(ExecutionId.Parse("x-9"), new Price(141.83m), new Quantity(10_000m), desk.Now);
        Assert.Equal("execution.no_conversion_rate", desk.TryFill(ticket, fill).RefusalCode());
        desk.Quotes[rate.Symbol] = rate;
        Assert.Equal(10_000m, desk.Step(desk.TryFill(ticket, fill))["EURJPY"].Quantity.Value);
    }

    [Fact]
    public void Hedging_BuyAndSell_AreTwoPositionsAndAClosingOrderNamesIts()
    {
        var desk = new BooksScene(Hedged).Trade("o-1", "EURUSD", Side.Buy, 3_000m, 1.39m).Trade("o-2", "EURUSD", Side.Sell, 1_000m, 1.40m);
        var (bought, sold) = (PositionId.OpenedBy(OrderId.Parse("o-1")), PositionId.OpenedBy(OrderId.Parse("o-2")));
        Assert.Equal((3_000m, -1_000m), (desk.Account.Positions[bought].Quantity.Value, desk.Account.Positions[sold].Quantity.Value));
        Assert.Equal((2_000m, 2), (desk.Account.PositionIn(Desk.EurUsd).Value, desk.Account.PositionsIn(Desk.EurUsd).Count()));

        desk.Trade("o-3", "EURUSD", Side.Buy, 1_000m, 1.41m, closes: sold);

        Assert.Equal((bought, 99_990m), (Assert.Single(desk.Account.Positions).Key, desk.Cash));
    }

    [Fact]
    public void FirstInFirstOut_WhereTheAverageDiffers_RealisesTheOldestLots()
    {
        var (fifo, average) = (Traded(Fifo), Traded(new AccountTerms()));

        Assert.Equal(100_000m + (2_000m * 0.05m) + (1_000m * 0.03m), fifo.Cash);
        Assert.Equal([(1_000m, 1.40m), (2_000m, 1.42m)], fifo["EURUSD"].Lots!.Value.Select(l => (l.Quantity.Value, l.Price.Value)));
        Assert.Equal(100_000m + (3_000m * 0.03m), average.Cash);
        Assert.Null(average["EURUSD"].Lots);

        static BooksScene Traded(AccountTerms terms) => new BooksScene(terms)
            .Trade("o-1", "EURUSD", Side.Buy, 2_000m, 1.38m).Trade("o-2", "EURUSD", Side.Buy, 2_000m, 1.40m)
            .Trade("o-3", "EURUSD", Side.Buy, 2_000m, 1.42m).Trade("o-4", "EURUSD", Side.Sell, 3_000m, 1.43m);
    }

    [Fact]
    public void Trade_ThatCloses_KeepsHowFarPricesWentForAndAgainstItHowLongItWasHeldAndItsSlippage()
    {
        var desk = new BooksScene().Trade("o-1", "EURUSD", Side.Buy, 10_000m);
        foreach (var bid in new[] { 1.3850m, 1.3990m, 1.3950m })
        {
            desk.Quote("EURUSD", bid, bid + 0.0002m);
            var position = desk["EURUSD"];
            desk.Excursions[position.Id] = desk.Excursions.GetValueOrDefault(position.Id).After(position, desk.Quotes[Desk.EurUsd]);
        }

        desk.At(desk.Now.AddMinutes(90)).Trade("o-2", "EURUSD", Side.Sell, 10_000m, 1.3949m);

        var (fill, trade) = (desk.Last<OrderFilled>(), desk.Last<OrderFilled>().Trade!);
        Assert.Equal((0.0088m, 0.0052m), (trade.FavourableExcursion, trade.AdverseExcursion));
        Assert.Equal((TimeSpan.FromMinutes(90), new Price(1.3902m), 47m), (trade.HoldingTime, trade.EntryPrice, trade.Gross.Amount));
        Assert.Equal(0.0002m, fill.Slippage);
    }

    [Fact]
    public void Trade_OfAFlip_IsOfTheClosedPartOnly()
    {
        var desk = new BooksScene().Trade("o-1", "EURUSD", Side.Buy, 1_000m, 1.39m).Trade("o-2", "EURUSD", Side.Sell, 3_000m, 1.40m);

        Assert.Equal((Side.Buy, 1_000m, 10m), (desk.Last<OrderFilled>().Trade!.Side, desk.Last<OrderFilled>().Trade!.Quantity.Value, desk.Cash - 100_000m));
        Assert.Equal((-2_000m, new Price(1.40m)), (desk["EURUSD"].Quantity.Value, desk["EURUSD"].AveragePrice));
    }

    [Theory]
    [InlineData(2, 1, 2_000)]
    [InlineData(1, 4, 250)]
    public void Split_AndReverseSplit_ChangeTheSharesAndNotWhatTheyCost(int shares, int of, int after)
    {
        var desk = new BooksScene(Fifo).Trade("o-1", "XAUUSD", Side.Buy, 400m, 1_200m, null, 1_200m).Trade("o-2", "XAUUSD", Side.Buy, 600m, 1_300m, null, 1_300m);
        var cost = desk["XAUUSD"].Cost;

        var position = desk.Step(desk.TrySplit("XAUUSD", shares, of))["XAUUSD"];

        Assert.Equal((after, cost), (position.Quantity.Value, position.Cost));
        Assert.Equal((position.Quantity.Value, cost), (position.Lots!.Value.Sum(l => l.Quantity.Value), position.Lots!.Value.Sum(l => l.Cost)));
    }

    [Fact]
    public void ReverseSplit_WithFractions_PaysThemOutAndCancelsOrdersForTheOldShares()
    {
        var desk = new BooksScene().Trade("o-1", "XAUUSD", Side.Buy, 1m, 1_200m, null, 1_200m);
        desk.Step(desk.TryPlace(BooksScene.Ticket("o-2", "XAUUSD", Side.Buy, 1m)));

        desk.Step(desk.TrySplit("XAUUSD", 1, 3, cashPrice: 3_690m));

        Assert.Equal(0.33m, desk["XAUUSD"].Quantity.Value);
        Assert.Equal(0.3m, Math.Round(desk.Last<PositionSplitApplied>().PaidOut.Amount, 6));
        Assert.Equal("o-2", desk.Last<OrderCancelRequested>().OrderId.Value);
        Assert.Equal("account.split_ratio", desk.TrySplit("XAUUSD", 2, 2).RefusalCode());
    }

    [Fact]
    public void Exposure_OfPairsThatShareACurrency_SetsOffNetAndAddsGross()
    {
        var desk = new BooksScene().Quote("EURUSD", 1.39m, 1.39m).Quote("GBPUSD", 1.69m, 1.69m)
            .Trade("o-1", "EURUSD", Side.Buy, 10_000m).Trade("o-2", "GBPUSD", Side.Sell, 5_000m);

        var exposure = AccountExposure.ByCurrency(desk.Account, desk.Quotes)!.Value;

        Assert.Equal(["EUR", "GBP", "USD"], exposure.Select(c => c.Currency.Value));
        Assert.Equal((-5_450m, 22_350m), (exposure[2].Net, exposure[2].Gross));
        Assert.Equal((10_000m, 13_900m), (exposure[0].Net, exposure[0].NetValue));
    }

    [Theory]
    [InlineData(Liquidity.Taker, true, 3.5 + 1 + 2.78)]
    [InlineData(Liquidity.Taker, false, 3.5 + 2.78)]
    [InlineData(Liquidity.Maker, false, 3.5 - 1.39)]
    public void Commission_OfLotPercentOrderAndMaker_AddsUp(Liquidity liquidity, bool isFirst, double expected) => Assert.Equal(
        (decimal)expected,
        new CommissionModel(0.00002m, 0m, -0.00001m, 3.5m, null, 1m).Of(139_000m, new Quantity(100_000m), liquidity, isFirst));
}
