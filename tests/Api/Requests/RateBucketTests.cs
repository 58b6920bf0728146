using Countersign.Api.Requests;
using Xunit;

namespace Countersign.Tests.Api.Requests;

public sealed class RateBucketTests
{
    private static readonly RateRule TenAMinute = RateRule.PerMinute(10);

    private readonly SteadyTime time = new();

    [Fact]
    public void Take_WithinTheQuota_TellsWhatIsLeftAndWhenItIsWholeAgain()
    {
        var buckets = new RateBuckets<string>(time, 100);

        Assert.Equal(new RateStanding(TenAMinute, true, 9, TimeSpan.FromSeconds(6), TimeSpan.Zero), buckets.Take("a", TenAMinute));
        Assert.Equal(new RateStanding(TenAMinute, true, 8, TimeSpan.FromSeconds(12), TimeSpan.Zero), buckets.Take("a", TenAMinute));
    }

    [Fact]
    public void Take_OverTheQuota_IsRefusedUntilTheTimeThatItTells()
    {
        var buckets = new RateBuckets<string>(time, 100);
        Use(buckets, "a", 10);

        var refused = buckets.Take("a", TenAMinute);
        Assert.Equal((false, 0, TimeSpan.FromSeconds(6)), (refused.IsTaken, refused.Remaining, refused.RetryAfter));
        time.Pass(refused.RetryAfter - TimeSpan.FromTicks(1));
        Assert.False(buckets.Take("a", TenAMinute).IsTaken);
        time.Pass(TimeSpan.FromTicks(1));
        Assert.True(buckets.Take("a", TenAMinute).IsTaken);
        Assert.False(buckets.Take("a", TenAMinute).IsTaken);
    }

    [Fact]
    public void Take_AfterAWindowOfRest_HasTheWholeQuotaAndNoMore()
    {
        var buckets = new RateBuckets<string>(time, 100);
        Use(buckets, "a", 10);
        time.Pass(TimeSpan.FromHours(3));

        Assert.Equal(10, Enumerable.Range(0, 50).Count(_ => buckets.Take("a", TenAMinute).IsTaken));
    }

    [Fact]
    public void Take_AnotherKey_IsCountedApart()
    {
        var buckets = new RateBuckets<string>(time, 100);
        Use(buckets, "a", 10);

        Assert.False(buckets.Take("a", TenAMinute).IsTaken);
        Assert.True(buckets.Take("b", TenAMinute).IsTaken);
    }

    [Fact]
    public void Take_WithAChangedRule_GoesByTheNewOneAtOnce()
    {
        var buckets = new RateBuckets<string>(time, 100);
        Use(buckets, "a", 10);

        Assert.True(buckets.Take("a", RateRule.PerMinute(1_000)).IsTaken == false);
        time.Pass(TimeSpan.FromMilliseconds(60));
        Assert.True(buckets.Take("a", RateRule.PerMinute(1_000)).IsTaken);
    }

    [Fact]
    public void Take_MoreKeysThanAreKept_ForgetsThoseAtRestAndLumpsTheOthersTogether()
    {
        var buckets = new RateBuckets<int>(time, 100);
        for (var key = 0; key < 100; key++)
        {
            Assert.True(buckets.Take(key, TenAMinute).IsTaken);
        }

        Assert.Equal(10, Enumerable.Range(1_000, 500).Count(key => buckets.Take(key, TenAMinute).IsTaken));
        Assert.Equal(100, buckets.Partitions);
        time.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(50, Enumerable.Range(2_000, 50).Count(key => buckets.Take(key, TenAMinute).IsTaken));
        Assert.Equal(50, buckets.Partitions);
    }

    private static void Use(RateBuckets<string> buckets, string key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(buckets.Take(key, TenAMinute).IsTaken);
        }
    }
}
