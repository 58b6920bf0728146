using System.Text.Json;
using Countersign.Domain.Markets;
using Xunit;
using static Countersign.Tests.Domain.Markets.TickMaker;

namespace Countersign.Tests.Domain.Markets;

public sealed class TickGuardTests
{
    private static readonly Tick First = Tick("2014-05-06T10:00:00.500Z", 1.3000m, 1.3002m);

    [Theory]
    [InlineData("2014-05-06T10:00:00.499Z", 1.3000, 1.3002, TickDefect.OutOfOrder)]
    [InlineData("2014-05-06T10:00:00.500Z", 1.3000, 1.3002, TickDefect.Duplicate)]
    [InlineData("2014-05-06T10:00:01Z", 1.3003, 1.3002, TickDefect.Crossed)]
    [InlineData("2014-05-06T10:00:01Z", 0, 1.3002, TickDefect.NotPositive)]
    [InlineData("2014-05-06T10:00:01Z", 1.3, 0, TickDefect.NotPositive)]
    [InlineData("2014-05-06T10:00:01Z", -1.3, 1.3002, TickDefect.NotPositive)]
    [InlineData("2014-05-06T10:00:01Z", 1.7, 1.7002, TickDefect.Absurd)]
    [InlineData("2014-05-06T10:00:01Z", 0.9, 0.9002, TickDefect.Absurd)]
    [InlineData("2014-05-06T10:00:01Z", 130000, 130002, TickDefect.Absurd)]
    public void Check_OfADefectiveTick_NamesAndCountsTheDefect(string time, double bid, double ask, TickDefect expected)
    {
        var guard = new TickGuard();
        Assert.Null(guard.Check(First));

        Assert.Equal(expected, guard.Check(Tick(time, (decimal)bid, (decimal)ask), line: 7));

        Assert.Equal(1, guard.Quality.Count(expected));
        Assert.Equal(1, guard.Quality.Rejected);
        Assert.Equal(1, guard.Quality.Accepted);
        Assert.Equal(First.Time, guard.Quality.Last);
        var sample = Assert.Single(guard.Quality.Samples);
        Assert.Equal((expected, 7L), (sample.Defect, sample.Line!.Value));
        Assert.Null(guard.Check(Tick("2014-05-06T10:00:02Z", 1.3001m, 1.3003m)));
    }

    [Theory]
    [InlineData("2014-05-06T10:00:00.500Z", 1.3001, 1.3002)]
    [InlineData("2014-05-06T10:00:00.500Z", 1.3000, 1.3003)]
    [InlineData("2014-05-06T10:00:00.501Z", 1.3000, 1.3002)]
    [InlineData("2014-05-06T10:00:01Z", 1.3002, 1.3002)]
    [InlineData("2014-05-06T10:00:01Z", 1.5599, 1.5602)]
    public void Check_OfATickThatMerelyLooksOdd_AcceptsIt(string time, double bid, double ask)
    {
        var guard = new TickGuard();
        guard.Check(First);

        Assert.Null(guard.Check(Tick(time, (decimal)bid, (decimal)ask)));
        Assert.Equal(2, guard.Quality.Accepted);
        Assert.Equal(100.0, guard.Quality.Score);
    }

    [Fact]
    public void Check_OfTicksThatAlternateWithinOneInstant_KeepsThemAll()
    {
        var guard = new TickGuard();
        var other = First with { Bid = new Price(1.3001m) };

        Assert.Null(guard.Check(First));
        Assert.Null(guard.Check(other));
        Assert.Null(guard.Check(First));
        Assert.Equal(TickDefect.Duplicate, guard.Check(First));
    }

    [Fact]
    public void Check_AfterARealGap_FollowsOnceTheNewLevelIsConfirmed()
    {
        var guard = new TickGuard(new TickGuardLimits(0.2m, 3));
        guard.Check(First);

        Assert.Equal(TickDefect.Absurd, guard.Check(Tick("2014-05-06T10:00:01Z", 0.65m, 0.6502m)));
        Assert.Equal(TickDefect.Absurd, guard.Check(Tick("2014-05-06T10:00:02Z", 0.66m, 0.6602m)));
        Assert.Null(guard.Check(Tick("2014-05-06T10:00:03Z", 0.66m, 0.6602m)));
        Assert.Null(guard.Check(Tick("2014-05-06T10:00:04Z", 0.67m, 0.6702m)));
        Assert.Equal(TickDefect.Absurd, guard.Check(Tick("2014-05-06T10:00:05Z", 1.30m, 1.3002m)));
    }

    [Fact]
    public void Check_OfWildTicksThatDisagree_NeverFollowsThem()
    {
        var guard = new TickGuard(new TickGuardLimits(0.2m, 3));
        guard.Check(First);
        decimal[] wild = [10m, 100m, 10m, 100m, 10m, 10m];
        for (var i = 0; i < wild.Length; i++)
        {
            Assert.Equal(TickDefect.Absurd, guard.Check(new Tick(First.Time.AddSeconds(i + 1), new Price(wild[i]), new Price(wild[i]))));
        }

        Assert.Null(guard.Check(First with { Time = First.Time.AddSeconds(20) }));
        Assert.Equal(TickDefect.Absurd, guard.Check(new Tick(First.Time.AddSeconds(21), new Price(10m), new Price(10m))));
    }

    [Fact]
    public void Check_OfATickFromTheFuture_KeepsTheFeedUsable()
    {
        var guard = new TickGuard();
        var clock = First.Time.AddSeconds(1);

        Assert.Equal(TickDefect.FromTheFuture, guard.Check(First with { Time = First.Time.AddYears(20) }, clock));
        Assert.Null(guard.Check(First, clock));
    }

    [Fact]
    public void Check_OfATickWhoseBarIsClosed_CallsItOutOfOrder()
    {
        var guard = new TickGuard();
        guard.Check(First);
        guard.AdvanceTo(Utc("2014-05-06T10:01Z"));

        Assert.Equal(TickDefect.OutOfOrder, guard.Check(First with { Time = First.Time.AddSeconds(59) }));
        Assert.Null(guard.Check(First with { Time = Utc("2014-05-06T10:01Z") }));
    }

    [Fact]
    public void Quality_OfManyDefects_KeepsBoundedSamplesAndAHonestScore()
    {
        var guard = new TickGuard();
        guard.Check(First);
        for (var i = 0; i < 999; i++)
        {
            guard.CountMalformed(new string('x', 5_000), line: i);
        }

        var quality = guard.Quality;
        Assert.Equal(999, quality.Malformed);
        Assert.Equal(FeedQuality.SamplesMax, quality.Samples.Length);
        Assert.Equal(998L, quality.Samples[^1].Line);
        Assert.All(quality.Samples, sample => Assert.InRange(sample.Detail.Length, 1, FeedQuality.DetailLengthMax));
        Assert.Equal(0.1, quality.Score);
        Assert.Equal(100.0, FeedQuality.Unseen.Score);
        Assert.Equal(99.9, (FeedQuality.Unseen with { Accepted = 1_000_000, Crossed = 1 }).Score);
    }

    [Fact]
    public void Guard_RestoredThroughJson_JudgesAndCountsTheSame()
    {
        var whole = new TickGuard();
        var broken = new TickGuard();
        var random = new Random(4);
        foreach (var tick in Walk(seed: 4, "2014-05-06T10:00Z", 400))
        {
            var damaged = random.Next(6) switch
            {
                0 => tick with { Bid = tick.Ask + 1m },
                1 => tick with { Time = tick.Time.AddHours(-2) },
                2 => tick with { Bid = new Price(9m), Ask = new Price(9m) },
                _ => tick,
            };
            var json = JsonSerializer.Serialize(broken.Capture());
            broken = new TickGuard();
            broken.Restore(JsonSerializer.Deserialize<TickGuardState>(json)!);

            Assert.Equal(whole.Check(in damaged), broken.Check(in damaged));
        }

        Assert.True(whole.Quality.Rejected > 50);
        Assert.Equal(whole.Quality with { Samples = [] }, broken.Quality with { Samples = [] });
        Assert.Equal(whole.Quality.Samples, broken.Quality.Samples);
    }
}
