using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

public sealed class FinancingTests
{
    private static readonly AccountTerms Swapped = new(Swaps: [Swap("EURUSD", -0.00005m, 0.00002m), Swap("EURJPY", -0.01m, 0.005m)]);

    [Fact]
    public void Rollover_AtTheClose_BooksTheSwapOfTheSideThatIsHeld()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(6)).Roll();

        var e = desk.Last<PositionRolledOver>();
        Assert.Equal((new DateOnly(2014, 5, 6), 1, new DateOnly(2014, 5, 9)), (e.Day, e.Nights, e.ValueDate));
        Assert.Equal((new Money(-0.5m, Desk.Usd), 99_999.5m), (e.Amount, desk.Cash));
        Assert.Equal(0.2m, Short().At(Close(6)).Roll().Last<PositionRolledOver>().Amount.Amount);

        static BooksScene Short() => new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Sell, 10_000m);
    }

    [Fact]
    public void Rollover_AMomentBeforeTheClose_IsNotDue() =>
        Assert.Empty(new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(6).AddTicks(-1)).Roll()
            .Events.OfType<PositionRolledOver>());

    [Fact]
    public void Rollover_InWinterTime_IsAnHourLaterInUtc()
    {
        var desk = new BooksScene(Swapped).At(new(2014, 12, 2, 12, 0, 0, TimeSpan.Zero)).Trade("o-1", "EURUSD", Side.Buy, 10_000m);

        Assert.Empty(desk.At(new(2014, 12, 2, 21, 30, 0, TimeSpan.Zero)).Roll().Events.OfType<PositionRolledOver>());
        Assert.Single(desk.At(new(2014, 12, 2, 22, 0, 0, TimeSpan.Zero)).Roll().Events.OfType<PositionRolledOver>());
    }

    [Fact]
    public void Rollover_AskedForManyTimes_IsBookedOnce()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(6)).Roll().Roll().At(Close(6).AddHours(5)).Roll();

        Assert.Single(desk.Events.OfType<PositionRolledOver>());
    }

    [Fact]
    public void Rollover_AfterAWeekOfDowntime_BooksEveryDayOnceAndWednesdayThreefold()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(13)).Roll();

        Assert.Equal(
            [(6, 1), (7, 3), (8, 1), (9, 1), (12, 1), (13, 1)], desk.Events.OfType<PositionRolledOver>().Select(e => (e.Day.Day, e.Nights)));
        Assert.Equal(100_000m - (8 * 0.5m), desk.Cash);
    }

    [Fact]
    public void Rollover_OfAPositionClosedAfterTheCloseButBeforeAnybodyRolled_IsBookedWithTheFill()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m, 1.39m).At(Close(6).AddMinutes(5))
            .Trade("o-2", "EURUSD", Side.Sell, 10_000m, 1.39m).Roll();

        Assert.Equal(-0.5m, Assert.Single(desk.Events.OfType<PositionRolledOver>()).Amount.Amount);
        Assert.Equal(99_999.5m, desk.Cash);
    }

    [Fact]
    public void Rollover_OfAPositionAddedToAfterTheClose_IsOfWhatWasHeldThen()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(6).AddMinutes(5))
            .Trade("o-2", "EURUSD", Side.Buy, 90_000m).Roll();

        Assert.Equal(10_000m, Assert.Single(desk.Events.OfType<PositionRolledOver>()).Quantity.Value);
    }

    [Fact]
    public void Rollover_OfAPositionOpenedAfterTheClose_IsNotOfTheDayBefore() =>
        Assert.Empty(new BooksScene(Swapped).At(Close(6)).Trade("o-1", "EURUSD", Side.Buy, 10_000m).Roll().Events.OfType<PositionRolledOver>());

    [Fact]
    public void Rollover_InAnotherCurrency_IsConvertedAtARateOnRecordAndBalancesInBoth()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURJPY", Side.Buy, 10_000m).At(Close(6)).Roll();

        var e = desk.Last<PositionRolledOver>();
        Assert.Equal((-100m, "1/USDJPY", Close(6)), (e.Swap.Amount, e.Entry.Rate!.Path, e.Entry.Rate.Time));
        Assert.Equal(Ledger.Round(-100m / 102.00m), e.Amount.Amount, 12);
        Assert.Equal((0m, 0m), (desk.Account.Ledger.Sum(Desk.Usd), desk.Account.Ledger.Sum(Currency.Parse("JPY"))));
    }

    [Fact]
    public void Rollover_WithoutARate_StaysDueUntilThereIsOne()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURJPY", Side.Buy, 10_000m).At(Close(6));
        desk.Quotes.Clear();

        Assert.Empty(desk.Roll().Events.OfType<PositionRolledOver>());
        Assert.Single(desk.Quote("USDJPY", 102m, 102.02m).Roll().Events.OfType<PositionRolledOver>());
    }

    [Fact]
    public void Rollover_ByAnAnnualRate_IsOfWhatThePositionCost()
    {
        var terms = new AccountTerms(Swaps: [new SwapTerms(Desk.EurUsd, -0.036m, 0m, SwapUnit.AnnualRate)]);
        var desk = new BooksScene(terms).Trade("o-1", "EURUSD", Side.Buy, 10_000m, 1.40m).At(Close(7)).Roll();

        Assert.Equal([-1.4m, -4.2m], desk.Events.OfType<PositionRolledOver>().Select(e => e.Amount.Amount));
    }

    [Fact]
    public void Terms_SetWhileAPositionIsOpen_FinanceItFromThatDayOn()
    {
        var desk = new BooksScene().Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(8).AddHours(-1));
        desk.Step(AccountDecider.Decide(
            desk.Account, new SetAccountTerms(Desk.Command(), Desk.Manager, Swapped, CommissionModel.None, "Swaps from now on."), desk.Facts, desk.Now));

        Assert.Equal([8], desk.At(Close(8)).Roll().Events.OfType<PositionRolledOver>().Select(e => e.Day.Day));
    }

    [Fact]
    public void Terms_ReplacedAfterTheClose_AreNotOfTheDayBefore()
    {
        var desk = new BooksScene(Swapped).Trade("o-1", "EURUSD", Side.Buy, 10_000m).At(Close(6).AddHours(1));
        desk.Step(AccountDecider.Decide(
            desk.Account, new SetAccountTerms(Desk.Command(), Desk.Manager, new AccountTerms(), CommissionModel.None, "No swaps."), desk.Facts, desk.Now));

        Assert.Single(desk.At(Close(9)).Roll().Events.OfType<PositionRolledOver>());
    }

    [Fact]
    public void Interest_OfSeveralDays_IsBookedOnceWithTheCashThatWasThere()
    {
        var desk = new BooksScene(new AccountTerms(Interest: new InterestTerms(0.0365m, 0.1m))).At(Close(9)).Roll().Roll();

        var e = Assert.Single(desk.Events.OfType<InterestBooked>());
        Assert.Equal((6, 9, 40m), (e.From.Day, e.To.Day, e.Amount.Amount));
        Assert.Equal(100_040m, desk.Cash);
    }

    [Fact]
    public void Interest_BeforeADeposit_IsOfTheCashWithoutIt()
    {
        var desk = new BooksScene(new AccountTerms(Interest: new InterestTerms(0.0365m, 0.1m))).At(Close(6).AddHours(2)).Deposit(900_000m).Roll();

        Assert.Equal(10m, Assert.Single(desk.Events.OfType<InterestBooked>()).Amount.Amount);
    }

    [Fact]
    public void Interest_OfADebt_CostsItsOwnRate()
    {
        var desk = new BooksScene(new AccountTerms(Interest: new InterestTerms(0m, 0.365m)));
        desk.Step(AccountDecider.Decide(
            desk.Account, new AdjustBalance(Desk.Command(), Desk.Manager, new Money(-101_000m, Desk.Usd), "Correction."), desk.Now));

        Assert.Equal(-1m, desk.At(Close(6)).Roll().Last<InterestBooked>().Amount.Amount);
    }

    private static SwapTerms Swap(string symbol, decimal ifLong, decimal ifShort) => new(Symbol.Parse(symbol), ifLong, ifShort);

    private static DateTimeOffset Close(int dayOfMay) => FxDay.On(new DateOnly(2014, 5, dayOfMay)).End;
}
