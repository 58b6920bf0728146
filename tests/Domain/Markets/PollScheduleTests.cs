using Countersign.Domain.Markets;
using Xunit;

namespace Countersign.Tests.Domain.Markets;

public sealed class PollScheduleTests
{
    private static readonly PollSchedule Schedule = new(TimeSpan.FromMinutes(30));

    [Theory]
    [InlineData(0, null, 0.5, 1800)]
    [InlineData(0, 7200, 0.5, 1800)]
    [InlineData(1, null, 0.0, 15)]
    [InlineData(2, null, 0.0, 30)]
    [InlineData(3, null, 0.5, 90)]
    [InlineData(8, null, 0.0, 1800)]
    [InlineData(1_000_000, null, 0.0, 1800)]
    [InlineData(1, 120, 0.0, 120)]
    [InlineData(1, -5, 0.0, 15)]
    [InlineData(1, 10_000_000, 0.0, 86_400)]
    public void Wait_AfterFailures_DoublesToAnHourAndKeepsToWhatTheSourceAsks(int failures, int? retryAfter, double random, int seconds)
    {
        TimeSpan? asked = retryAfter is { } after ? TimeSpan.FromSeconds(after) : null;

        Assert.Equal(seconds, Schedule.Next(failures, asked, random).TotalSeconds, 3);
    }

    [Fact]
    public void Wait_WhateverIsDrawn_LiesInTheUpperHalf()
    {
        for (var failures = 1; failures < 12; failures++)
        {
            var least = Schedule.Next(failures, null, 0);
            Assert.InRange(Schedule.Next(failures, null, 0.999), least, 2 * least);
            Assert.True(Schedule.Next(failures, null, 0.999) <= PollSchedule.BackoffMax);
        }
    }
}
