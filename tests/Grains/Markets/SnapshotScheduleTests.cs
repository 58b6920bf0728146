using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Xunit;

namespace Countersign.Tests.Grains.Markets;

public sealed class SnapshotScheduleTests(CalendarCluster cluster) : IClassFixture<CalendarCluster>
{
    [Fact]
    public async Task Snapshot_AskedForByEveryProcess_IsTakenOnceAPeriodAndFoundByATenant()
    {
        var stop = TestContext.Current.CancellationToken;
        CalendarCluster.Act(Roles.Desk);
        var schedule = cluster.Grains.GetGrain<ISnapshotScheduleGrain>(GrainKeys.SnapshotSchedule);
        var market = await schedule.TakeAsync(SnapshotKind.Market, stop);
        var calendar = await schedule.TakeAsync(SnapshotKind.Calendar, stop);
        var again = await schedule.TakeAsync(SnapshotKind.Calendar, stop);

        Assert.Null(market); // no symbol has a quote
        Assert.Null(again);
        CalendarCluster.Act(Roles.Analyst, "t-reader");
        var snapshots = cluster.Grains.GetGrain<ISnapshotGrain>(GrainKeys.Snapshots(TenantId.Parse("t-reader")));
        Assert.Equal("""{"releases":[]}""", (await snapshots.GetAsync(calendar!.Value, stop))?.Content);
        Assert.Equal([calendar.Value], (await snapshots.ListAsync(new SnapshotFilter(), new PageRequest(10, null), stop)).Items.Select(r => r.Id));
    }
}
