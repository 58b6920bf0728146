using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class ReminderScheduleTests
{
    private static readonly DateTime Noon = new(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc);
    private readonly ReminderSchedule _schedule = new();

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(25, 30)]
    public void NextTick_AnyTime_FallsOnWholePeriodsFromTheStart(int minutesAfterStart, int expectedMinute)
    {
        var next = ReminderSchedule.NextTickAt(Entry("a", Noon), Noon.AddMinutes(minutesAfterStart));

        Assert.Equal(Noon.AddMinutes(expectedMinute), next);
    }

    [Fact]
    public void Due_BeforeAndAtTheTime_IsTakenOnceAtTheTime()
    {
        _schedule.Set(Entry("a", Noon), Noon.AddMinutes(-5));

        Assert.False(_schedule.TryTakeDue(Noon.AddTicks(-1), out _));
        Assert.True(_schedule.TryTakeDue(Noon, out var due));
        Assert.Equal("a", due.Entry.ReminderName);
        Assert.False(_schedule.TryTakeDue(Noon, out _));
    }

    [Fact]
    public void Following_AfterASlowDelivery_SkipsTheTicksThatPassed()
    {
        _schedule.Set(Entry("a", Noon), Noon);
        _schedule.TryTakeDue(Noon, out var due);

        _schedule.PlanFollowing(due!, Noon.AddMinutes(25));

        Assert.Equal(Noon.AddMinutes(30), _schedule.NextDue);
    }

    [Fact]
    public void Following_AfterItWasReplaced_LeavesTheNewPlan()
    {
        _schedule.Set(Entry("a", Noon), Noon);
        _schedule.TryTakeDue(Noon, out var due);
        _schedule.Set(Entry("a", Noon.AddHours(1)), Noon);

        _schedule.PlanFollowing(due!, Noon);

        Assert.Equal(Noon.AddHours(1), _schedule.NextDue);
    }

    [Fact]
    public void Adopt_OfAReadThatBeganBeforeALocalChange_KeepsTheChange()
    {
        _schedule.Set(Entry("removed", Noon), Noon);
        var version = _schedule.Version;
        _schedule.Remove(Grain, "removed");
        _schedule.Set(Entry("added", Noon.AddMinutes(1)), Noon);

        _schedule.Adopt([Entry("removed", Noon)], version, Noon);

        Assert.Equal(Noon.AddMinutes(1), _schedule.NextDue);
        Assert.False(_schedule.TryTakeDue(Noon, out _));
    }

    [Fact]
    public void Adopt_OfALaterRead_FollowsTheTable()
    {
        _schedule.Set(Entry("gone", Noon), Noon);

        _schedule.Adopt([Entry("new", Noon.AddMinutes(2))], _schedule.Version, Noon);

        Assert.Equal(Noon.AddMinutes(2), _schedule.NextDue);
    }

    private static GrainId Grain => GrainId.Create("watch", "t-1");

    private static ReminderEntry Entry(string name, DateTime start) =>
        new() { GrainId = Grain, ReminderName = name, StartAt = start, Period = TimeSpan.FromMinutes(10), ETag = name + start.Ticks };
}
