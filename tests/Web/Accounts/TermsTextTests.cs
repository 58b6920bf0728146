using Countersign.Api.Contracts.Accounts;
using Countersign.Web.Accounts;

namespace Countersign.Tests.Web.Accounts;

public sealed class TermsTextTests
{
    private static readonly AccountTerms Whole = new()
    {
        Mode = "hedging",
        CostMethod = "firstInFirstOut",
        Commission = new CommissionTerms { Rate = 0.00002m, MakerRate = -0.00001m, Minimum = 1m, PerLot = 2.5m, LotUnits = 100_000m, PerOrder = 0.1m },
        Margin = new MarginTerms
        {
            Tiers = [new LeverageTier { UpTo = 1_000_000m, Leverage = 30m }, new LeverageTier { Leverage = 20m }],
            CallLevel = 100m, StopOutLevel = 50m, RestoreLevel = 110m,
            Symbols =
            [
                new SymbolTiers { Symbol = "BTCUSD", Tiers = [new LeverageTier { Leverage = 2m }] },
                new SymbolTiers { Symbol = "XAUUSD", Tiers = [new LeverageTier { UpTo = 500_000m, Leverage = 20m }, new LeverageTier { Leverage = 10m }] },
            ],
        },
        Swaps =
        [
            new SwapTerms { Symbol = "EURUSD", Long = -0.00006m, Short = 0.00002m, Unit = "perUnit" },
            new SwapTerms { Symbol = "BTCUSD", Long = -0.2m, Short = 0m, Unit = "annualRate" },
        ],
        Interest = new InterestTerms { CreditRate = 0.02m, DebitRate = 0.05m },
    };

    [Fact]
    public void Terms_ShownAndReadAgain_AreTheSame()
    {
        var read = TermsText.Of(Whole).Read(out var mistakes);
        Assert.Empty(mistakes);
        Assert.Equivalent(Whole, read, strict: true);
    }

    [Fact]
    public void Terms_LeftEmpty_AskForNothing()
    {
        var read = new TermsText().Read(out _)!;
        Assert.True(read is { Mode: "netting", Commission: null, Margin: null, Swaps: null, Interest: null });
    }

    [Theory]
    [InlineData("1000000 thirty", "The leverage, 'thirty', is no number.")]
    [InlineData("1 2 3", "'1 2 3' is not a notional and a leverage.")]
    public void Tiers_ThatAreNone_AreNamed(string tiers, string mistake)
    {
        var form = new TermsText { Tiers = tiers };
        Assert.Null(form.Read(out var mistakes));
        Assert.Equal(mistake, Assert.Single(mistakes));
    }

    [Fact]
    public void TiersOfInstruments_WrittenWithoutOthers_AreReadInTheirOrder()
    {
        var form = new TermsText { SymbolTiers = "btcusd 100000 5\nXAUUSD  20\nbtcusd 2" };
        var margin = form.Read(out _)!.Margin!;
        Assert.Equal(["BTCUSD", "XAUUSD"], margin.Symbols!.Select(s => s.Symbol));
        Assert.Equal(
            [new LeverageTier { UpTo = 100_000m, Leverage = 5m }, new LeverageTier { Leverage = 2m }], margin.Symbols![0].Tiers!);
    }

    [Theory]
    [InlineData("BTCUSD", "'BTCUSD' is not a symbol and its leverage.")]
    [InlineData("BTCUSD two", "The leverage, 'two', is no number.")]
    [InlineData("BTCUSD 1 2 3", "'1 2 3' is not a notional and a leverage.")]
    public void TiersOfInstruments_ThatAreNone_AreNamed(string tiers, string mistake)
    {
        var form = new TermsText { SymbolTiers = tiers };
        Assert.Null(form.Read(out var mistakes));
        Assert.Equal(mistake, Assert.Single(mistakes));
    }
}
