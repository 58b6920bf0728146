using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class RiskGateTests
{
    private static readonly RiskLimits Limits = new(new Quantity(10_000m), 500m, 3, TimeSpan.FromSeconds(30));

    [Fact]
    public void Check_WithinEveryLimit_IsEmpty() => Assert.Empty(Check(Facts(), Side.Buy, 10_000m));

    [Fact]
    public void Check_BeyondEveryLimit_NamesThemAllWithFigureAndLimit()
    {
        var facts = Facts(position: 9_000m, realised: -400m, unrealised: -150m, open: 3, age: 31);

        var refusals = RiskGate.Check(Limits, facts, Intent(Side.Buy, 1_001m), Desk.Now);

        Assert.Equal(["risk.stale_price", "risk.max_position", "risk.max_daily_loss", "risk.max_open_ideas"], refusals.Codes());
        Assert.Contains("31 s", refusals[0].Message, StringComparison.Ordinal);
        Assert.Contains("30 s", refusals[0].Message, StringComparison.Ordinal);
        Assert.Contains("10001", refusals[1].Message, StringComparison.Ordinal);
        Assert.Contains("10000", refusals[1].Message, StringComparison.Ordinal);
        Assert.Contains("550 USD", refusals[2].Message, StringComparison.Ordinal);
        Assert.Contains("500 USD", refusals[2].Message, StringComparison.Ordinal);
        Assert.Contains("3 ideas", refusals[3].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9_000, Side.Buy, 1_000, true)]
    [InlineData(9_000, Side.Buy, 1_001, false)]
    [InlineData(-9_000, Side.Sell, 1_000, true)]
    [InlineData(-9_000, Side.Sell, 1_001, false)]
    [InlineData(9_000, Side.Sell, 19_000, true)]
    [InlineData(9_000, Side.Sell, 19_001, false)]
    public void Check_OfThePosition_LooksAtWhatItWouldBecome(int position, Side side, int quantity, bool passes) =>
        Assert.Equal(passes ? [] : ["risk.max_position"], Check(Facts(position: position), side, quantity));

    [Fact]
    public void Check_OfThePosition_CountsOrdersUnderWay()
    {
        Assert.Equal(["risk.max_position"], Check(Facts(position: 5_000m, buys: 4_000m), Side.Buy, 1_001m));
        Assert.Empty(Check(Facts(position: 5_000m, buys: 4_000m), Side.Buy, 1_000m));
        Assert.Empty(Check(Facts(position: 5_000m, sells: 5_000m), Side.Buy, 5_000m));
    }

    [Theory]
    [InlineData(-499, 0, true)]
    [InlineData(-500, 0, false)]
    [InlineData(-300, -200, false)]
    [InlineData(-600, 200, true)]
    public void Check_OfTheDailyLoss_AddsRealisedAndOpenResult(int realised, int unrealised, bool passes) =>
        Assert.Equal(passes ? [] : ["risk.max_daily_loss"], Check(Facts(realised: realised, unrealised: unrealised), Side.Buy, 1m));

    [Theory]
    [InlineData(20_000, Side.Sell, 5_000)]
    [InlineData(20_000, Side.Sell, 20_000)]
    [InlineData(-20_000, Side.Buy, 1)]
    public void Check_OfAnOrderThatOnlyReduces_LetsItPassPositionAndLoss(int position, Side side, int quantity) =>
        Assert.Empty(Check(Facts(position: position, realised: -10_000m), side, quantity));

    [Fact]
    public void Check_OfAnOrderThatReducesMoreThanIsLeft_IsNoReduction() =>
        Assert.Equal(["risk.max_daily_loss"], Check(Facts(position: 1_000m, realised: -500m, sells: 600m), Side.Sell, 401m));

    [Theory]
    [InlineData(TradingState.Halted, Side.Sell, false)]
    [InlineData(TradingState.Halted, Side.Buy, false)]
    [InlineData(TradingState.Reducing, Side.Sell, true)]
    [InlineData(TradingState.Reducing, Side.Buy, false)]
    [InlineData(TradingState.Active, Side.Buy, true)]
    public void Check_OfTheTradingState_LetsThroughWhatItAllows(TradingState state, Side side, bool passes) =>
        Assert.Equal(passes ? [] : ["risk.trading_halted"], Check(Facts(position: 1_000m, state: state), side, 500m));

    [Fact]
    public void Check_WithoutAQuoteOfTheSymbol_HasNoPrice()
    {
        Assert.Equal(["risk.no_price"], Check(Facts() with { Quote = null }, Side.Buy, 1m));
        Assert.Equal(
            ["risk.no_price"], Check(Facts() with { Quote = Desk.Quote() with { Symbol = Symbol.Parse("GBPUSD") } }, Side.Buy, 1m));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Check_OfTheQuotesAge_AllowsTheLimitItself(int age, bool passes) =>
        Assert.Equal(passes ? [] : ["risk.stale_price"], Check(Facts(age: age), Side.Buy, 1m));

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Check_OfOpenIdeas_CountsTheOthers(int open, bool passes) =>
        Assert.Equal(passes ? [] : ["risk.max_open_ideas"], Check(Facts(open: open), Side.Buy, 1m));

    private static string[] Check(RiskFacts facts, Side side, decimal quantity) =>
        RiskGate.Check(Limits, facts, Intent(side, quantity), Desk.Now).Codes();

    private static OrderIntent Intent(Side side, decimal quantity) => new(Desk.EurUsd, side, new Quantity(quantity));

    private static RiskFacts Facts(
        decimal position = 0m,
        decimal realised = 0m,
        decimal unrealised = 0m,
        int open = 0,
        int age = 0,
        decimal buys = 0m,
        decimal sells = 0m,
        TradingState state = TradingState.Active) => new(
        new AccountRiskFacts(
            Desk.AccountId, Desk.Usd, state, Limits, Desk.EurUsd, new Quantity(position), new Quantity(buys), new Quantity(sells), realised,
            unrealised, 100_000m),
        Desk.Quote(time: Desk.Now.AddSeconds(-age)),
        open);
}
