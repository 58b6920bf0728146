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
        market.Take(new TickBatch(Live, [At(Nine)], null), Nine, DateTimeOffset.MaxValue, closed);

        market.AdvanceTo(Nine.AddMinutes(1), closed);

        var bar = Assert.Single(Assert.Single(closed).Bars);
        Assert.Equal((Timeframe.M1, Nine, 1L), (bar.Timeframe, bar.Start, bar.Ticks));
    }

    [Fact]
    public void Market_ThatIsSentItsHistory_IsNotLiveSoNothingOfItComesTooLate()
    {
        var market = new InstrumentMarket(Live.Symbol);
        market.Take(new TickBatch(Live, [At(Nine)], null, History: true), Nine, DateTimeOffset.MaxValue, []);

        Assert.False(market.IsLive);

        market.Take(new TickBatch(Live, [At(Nine.AddHours(6))], null), Nine, DateTimeOffset.MaxValue, []);

        Assert.True(market.IsLive);
        Assert.Equal(2, market.Quality.Accepted);
    }

    [Fact]
    public void Market_ThatFallsSilentWhileOpen_TellsSoOnceAndWithItsBars()
    {
        var market = new InstrumentMarket(Live.Symbol);
        market.Take(new TickBatch(Live, [At(Nine)], null), Nine, DateTimeOffset.MaxValue, []);
        Assert.Null(market.JudgeHealth(Nine.AddSeconds(30)));

        var changed = market.JudgeHealth(Nine.AddSeconds(31))!;
        Assert.Equal((FeedCondition.Good, FeedCondition.Stale, "venue"), (changed.Before, changed.Health.Condition, changed.Feed.Name));
        Assert.Null(market.JudgeHealth(Nine.AddSeconds(32)));
        var closed = new List<BarsClosed>();
        market.AdvanceTo(Nine.AddMinutes(1), closed);
        Assert.Equal(FeedCondition.Stale, Assert.Single(closed).Health);

        market.Take(new TickBatch(Live, [At(Nine.AddMinutes(2))], null), Nine.AddMinutes(2), DateTimeOffset.MaxValue, []);
        Assert.Equal(FeedCondition.Good, market.JudgeHealth(Nine.AddMinutes(2))!.Health.Condition);
    }

    [Fact]
    public void Recording_HoweverOld_HasNoCondition()
    {
        var market = new InstrumentMarket(Live.Symbol);
        market.Take(
            new TickBatch(Live with { Feed = new FeedDescription("replay", Simulated: false, Recorded: true) }, [At(Nine)], null), Nine,
            DateTimeOffset.MaxValue, []);

        Assert.Null(market.JudgeHealth(Nine.AddHours(1)));
        Assert.Null(market.Health);
    }

    private static Tick At(DateTimeOffset time) => new(time, new Price(1.1m), new Price(1.1001m));
}
