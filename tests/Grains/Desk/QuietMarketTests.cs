using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Xunit;

namespace Countersign.Tests.Grains.Desk;

public sealed class QuietMarketTests
{
    private static readonly DateTimeOffset Nine = new(2024, 3, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly FeedSession Live = new("live", Symbol.Parse("EURUSD"), new FeedDescription("venue", Simulated: false, Recorded: false));

    [Fact]
    public void Market_WhoseTimeIsOverWithoutATick_ClosesTheBar()
    {
        var market = new InstrumentMarket(Live.Symbol);
        var closed = new List<BarsClosed>();
        market.Take(new TickBatch(Live, [At(Nine)], null), DateTimeOffset.MaxValue, closed);

        market.AdvanceTo(Nine.AddMinutes(1), closed);

        var bar = Assert.Single(Assert.Single(closed).Bars);
        Assert.Equal((Timeframe.M1, Nine, 1L), (bar.Timeframe, bar.Start, bar.Ticks));
    }

    [Fact]
    public void Market_ThatIsSentItsHistory_IsNotLiveSoNothingOfItComesTooLate()
    {
        var market = new InstrumentMarket(Live.Symbol);
        market.Take(new TickBatch(Live, [At(Nine)], null, History: true), DateTimeOffset.MaxValue, []);

        Assert.False(market.IsLive);

        market.Take(new TickBatch(Live, [At(Nine.AddHours(6))], null), DateTimeOffset.MaxValue, []);

        Assert.True(market.IsLive);
        Assert.Equal(2, market.Quality.Accepted);
    }

    private static Tick At(DateTimeOffset time) => new(time, new Price(1.1m), new Price(1.1001m));
}
