using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class FeedFailoverTests
{
    private static readonly DateTimeOffset Start = Utc("2026-02-03T10:00Z");

    private readonly FeedFailover failover = new(3, FailoverRules.Default);

    [Fact]
    public void First_WhoSpeaks_HasTheWordWhateverItsRank()
    {
        Assert.True(failover.Hear(2, Start, out var switched));
        Assert.Equal(new FeedSwitch(null, 2, Start), switched);
        Assert.Equal(2, failover.Active);
    }

    [Fact]
    public void Silence_OfTheBestFeed_GivesTheWordToTheNextOneThatSpeaks()
    {
        Assert.True(failover.Hear(0, Start, out _));
        Assert.False(failover.Hear(1, Start.AddSeconds(10), out var notYet));
        Assert.Null(notYet);
        Assert.True(failover.Hear(1, Start.AddSeconds(10.001), out var switched));
        Assert.Equal((0, 1), (switched!.From, switched.To));
        Assert.True(failover.Hear(1, Start.AddSeconds(11), out var again));
        Assert.Null(again);
    }

    [Fact]
    public void Better_FeedThatComesBack_HasTheWordOnlyAfterItWasHealthyForAWhile()
    {
        failover.Hear(0, Start, out _);
        failover.Hear(1, Start.AddSeconds(20), out _);
        var at = Start.AddSeconds(30);
        for (var i = 0; i < 30; i++)
        {
            Assert.False(failover.Hear(0, at.AddSeconds(i), out _));
            Assert.True(failover.Hear(1, at.AddSeconds(i), out _));
        }

        Assert.True(failover.Hear(0, at.AddSeconds(30), out var back));
        Assert.Equal((1, 0), (back!.From, back.To));
        Assert.False(failover.Hear(1, at.AddSeconds(30), out _));
    }

    [Fact]
    public void Better_FeedThatStutters_IsNotTrustedAgain()
    {
        failover.Hear(0, Start, out _);
        failover.Hear(1, Start.AddSeconds(20), out _);
        for (var i = 0; i < 100; i++)
        {
            var at = Start.AddSeconds(20 + i);
            Assert.True(failover.Hear(1, at, out _));
            if (i % 15 == 0)
            {
                Assert.False(failover.Hear(0, at, out _));
            }
        }

        Assert.Equal(1, failover.Active);
    }

    [Fact]
    public void Worse_FeedThatSpeaks_NeverTakesTheWordFromABetterOneThatSpeaksToo()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var at = Start.AddSeconds(i);
            Assert.Equal(i <= 30, failover.Hear(2, at, out _));
            Assert.Equal(i >= 30, failover.Hear(1, at, out _));
        }

        Assert.Equal(1, failover.Active);
        Assert.False(failover.IsSilent(Start.AddSeconds(1_000)));
        Assert.True(failover.IsSilent(Start.AddSeconds(1_020)));
    }
}
