using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Random series of fills; the books must hold after each of them.</summary>
public sealed class LedgerProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20140506UL, 17UL);

    private static readonly Arbitrary<Fill[]> Fills = Arb.From(
        (from side in Gen.Elements(Side.Buy, Side.Sell)
         from quantity in Gen.Choose(1, 300_000)
         from pips in Gen.Choose(50_000, 250_000)
         select new Fill(side, quantity, pips / 100_000m)).NonEmptyListOf().Select(l => l.ToArray()),
        fills => fills.Length < 2 ? [] : [fills[..^1], fills[1..]]);

    [Fact]
    public void Ledger_AfterAnyFills_SumsToZeroToTheLastDigit() => Prop.ForAll(Fills, fills =>
    {
        foreach (var currency in new[] { Desk.Usd, Desk.Eur })
        {
            var ledger = Run(fills, Desk.Opened(commission: new CommissionModel(0.00002m, 0.01m), currency: currency)).Ledger;
            Assert.All(ledger.Balances, balance => Assert.Equal(0m, ledger.Sum(balance.Currency)));
            Assert.Equal(fills.Length + 1, ledger.Entries);
        }
    }).Check(Runs);

    [Fact]
    public void Position_AfterAnyFills_IsTheirSum() => Prop.ForAll(Fills, fills =>
        Assert.Equal(fills.Sum(f => f.Signed), Run(fills, Desk.Opened()).PositionIn(Desk.EurUsd).Value)).Check(Runs);

    [Fact]
    public void Equity_AfterAnyFills_IsWhatWasPaidInAndOutPlusTheMarketValue() => Prop.ForAll(Fills, fills =>
    {
        var account = Run(fills, Desk.Opened(commission: CommissionModel.Default));
        var quotes = Desk.Facts(Desk.Quote(1.3900m, 1.3902m)).Quotes;
        var mark = account.PositionIn(Desk.EurUsd).Value >= 0m ? 1.3900m : 1.3902m;

        var paid = fills.Sum(f => f.Signed * f.Price);
        var commission = fills.Sum(f => f.Quantity * f.Price * 0.00002m);

        Assert.Equal(100_000m - paid - commission + (fills.Sum(f => f.Signed) * mark), account.Equity(quotes).Amount);
        Assert.Equal(account.Ledger.Cash + account.Unrealised(quotes).Amount, account.Equity(quotes).Amount);
    }).Check(Runs);

    [Fact]
    public void AveragePrice_AfterAnyFills_LiesWithinTheirPrices() => Prop.ForAll(Fills, fills =>
    {
        if (Run(fills, Desk.Opened()).Positions.GetValueOrDefault(PositionId.Of(Desk.EurUsd)) is { AveragePrice: { } average })
        {
            Assert.InRange(average.Value, fills.Min(f => f.Price) - 1e-9m, fills.Max(f => f.Price) + 1e-9m);
        }
    }).Check(Runs);

    private static Account Run(Fill[] fills, Account account)
    {
        for (var i = 0; i < fills.Length; i++)
        {
            account = account.Trade(i + 1, fills[i].Side, fills[i].Quantity, fills[i].Price);
        }

        return account;
    }

    private sealed record Fill(Side Side, decimal Quantity, decimal Price)
    {
        public decimal Signed => Side.Sign() * Quantity;
    }
}
