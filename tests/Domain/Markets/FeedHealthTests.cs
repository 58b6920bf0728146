using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class FeedHealthTests
{
    private static readonly DateTimeOffset Start = Utc("2026-02-03T10:00Z");

    private readonly FeedHealthMeter meter = new();

    [Fact]
    public void Feed_ThatSaidNothing_HasNoCondition()
    {
        Assert.Null(meter.Judge(Start, isOpen: true));
        Assert.Null(meter.Health);
    }

    [Fact]
    public void Silence_OfAnOpenMarket_IsStaleUntilATickComes()
    {
        meter.Count(Start, 1, 0);
        Assert.Null(meter.Judge(Start.AddSeconds(30), isOpen: true));
        var stale = meter.Judge(Start.AddSeconds(31), isOpen: true);
        Assert.Equal((FeedCondition.Stale, Start.AddSeconds(31)), (stale!.Condition, stale.Since));
        Assert.Contains("30 s", stale.Reason, StringComparison.Ordinal);
        Assert.Null(meter.Judge(Start.AddSeconds(40), isOpen: true));
        Assert.Null(meter.Judge(Start.AddSeconds(40), isOpen: false));

        meter.Count(Start.AddSeconds(41), 0, 1);
        Assert.Null(meter.Judge(Start.AddSeconds(41), isOpen: true));
        meter.Count(Start.AddSeconds(42), 1, 0);
        Assert.Equal(new FeedHealth(FeedCondition.Good, Start.AddSeconds(42), null), meter.Judge(Start.AddSeconds(42), isOpen: true));
    }

    [Fact]
    public void Silence_OfAClosedMarket_IsNothing()
    {
        meter.Count(Start, 1, 0);
        Assert.Null(meter.Judge(Start.AddDays(2), isOpen: false));
    }

    [Fact]
    public void Unfit_Ticks_DegradeItAndAMinuteOfGoodOnesIsNotEnough()
    {
        var at = Start;
        for (var i = 0; i < 60; i++)
        {
            at = Start.AddSeconds(i);
            meter.Count(at, 9, i >= 30 ? 1 : 0);
            var changed = meter.Judge(at, isOpen: true);
            if (changed is not null)
            {
                Assert.Equal(FeedCondition.Degraded, changed.Condition);
                Assert.InRange(i, 34, 55);
            }
        }

        Assert.Equal(FeedCondition.Degraded, meter.Health!.Condition);
        FeedHealth? better = null;
        var seconds = 0;
        while (better is null && seconds < 600)
        {
            at = at.AddSeconds(1);
            seconds++;
            meter.Count(at, 9, 0);
            better = meter.Judge(at, isOpen: true);
        }

        Assert.Equal(FeedCondition.Good, better!.Condition);
        Assert.InRange(seconds, 60, 180);
    }

    [Fact]
    public void FewUnfit_Ticks_OfAQuietFeed_AreNotTooMany()
    {
        meter.Count(Start, 6, 4);
        Assert.Null(meter.Judge(Start, isOpen: true));
    }
}
