using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Execution;

public sealed class PaperFillTests
{
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(Side.Buy, 1.3902)]
    [InlineData(Side.Sell, 1.3900)]
    public void Decide_OfAMarketOrder_FillsWholeAtTheOtherSideOfTheQuote(Side side, double price)
    {
        var fill = Assert.IsType<BrokerReport.Filled>(Decide(Desk.Quote(), side));

        Assert.Equal((new Price((decimal)price), new Quantity(1_000m), Desk.Now), (fill.Price, fill.Quantity, fill.Time));
    }

    [Fact]
    public void Decide_ForOneOrderTwice_NamesTheSameExecution() =>
        Assert.Equal(Decide(Desk.Quote()), Decide(Desk.Quote()));

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Decide_OnAQuoteOlderThanTheLimit_Rejects(int age, bool fills)
    {
        var reply = Decide(Desk.Quote(time: Desk.Now.AddSeconds(-age)));

        Assert.Equal(fills, reply is BrokerReport.Filled);
        Assert.Equal(!fills, reply is BrokerReport.Rejected { Code: "venue.stale_price" });
    }

    [Theory]
    [InlineData(1.3903, 1.3902)]
    [InlineData(0, 1.3902)]
    [InlineData(-1, 1)]
    public void Decide_OnACrossedOrAbsurdQuote_Rejects(double bid, double ask) =>
        Assert.Equal(
            "venue.crossed_price", Assert.IsType<BrokerReport.Rejected>(Decide(Desk.Quote((decimal)bid, (decimal)ask))).Code);

    [Fact]
    public void Decide_WithoutAQuoteOfTheSymbol_Rejects()
    {
        Assert.Equal("venue.no_price", Assert.IsType<BrokerReport.Rejected>(Decide(null)).Code);
        Assert.Equal(
            "venue.no_price", Assert.IsType<BrokerReport.Rejected>(Decide(Desk.Quote() with { Symbol = Symbol.Parse("GBPUSD") })).Code);
    }

    private static BrokerReport Decide(Quote? quote, Side side = Side.Buy)
    {
        var order = Order.New(Desk.Market(1, side, 1_000m).Ticket, Desk.Now);
        return PaperFill.Decide(BrokerOrder.Of(Desk.AccountId, order), quote, Desk.Now, AgeMax);
    }
}
