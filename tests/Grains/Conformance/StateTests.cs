using Orleans.Storage;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

[Collection(ConformanceCollection.Name)]
public sealed class StateTests(ConformanceCluster cluster)
{
    [Fact]
    public async Task State_NeverWritten_IsFreshAndHasNoRecord() =>
        Assert.Equal(new StateView(0, null, Exists: false, HasETag: false), await cluster.Fresh<IStateGrain>().View());

    [Fact]
    public async Task Write_ThenANewActivation_ReadsItBeforeOnActivate()
    {
        var grain = cluster.Fresh<IStateGrain>(out var key);
        await grain.Set(3, "three");
        await grain.Write();
        await LeaveMemory(grain, key);

        Assert.Equal(new StateView(3, "three", Exists: true, HasETag: true), await grain.SeenOnActivation());
    }

    [Fact]
    public async Task Set_WithoutAWrite_IsLostWithTheActivation()
    {
        var grain = cluster.Fresh<IStateGrain>(out var key);
        await grain.Set(3, "three");
        await LeaveMemory(grain, key);

        Assert.Equal(new StateView(0, null, Exists: false, HasETag: false), await grain.View());
    }

    [Fact]
    public async Task Write_OfTheFirstRecord_SetsExistsAndETag()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Set(1, null);

        await grain.Write();

        Assert.Equal(new StateView(1, null, Exists: true, HasETag: true), await grain.View());
    }

    [Fact]
    public async Task Write_Again_ChangesTheETag()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Write();
        var first = await grain.ETag();

        await grain.Write();

        Assert.NotEqual(first, await grain.ETag());
    }

    [Fact]
    public async Task Write_WithACancellationToken_Writes()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Set(5, null);

        await grain.WriteWithToken(TestContext.Current.CancellationToken);

        Assert.True((await grain.View()).Exists);
    }

    [Fact]
    public async Task Read_AfterAnUnwrittenChange_BringsTheRecordBack()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Set(1, "kept");
        await grain.Write();
        await grain.Set(2, "dropped");

        await grain.Read();

        Assert.Equal(new StateView(1, "kept", Exists: true, HasETag: true), await grain.View());
    }

    [Fact]
    public async Task Clear_OfARecord_LeavesAFreshState()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Set(1, "gone");
        await grain.Write();

        await grain.Clear();

        var view = await grain.View();
        Assert.Equal((0, null, false), (view.Count, view.Label, view.Exists));
    }

    [Fact]
    public async Task Clear_ThenWrite_MakesANewRecord()
    {
        var grain = cluster.Fresh<IStateGrain>(out var key);
        await grain.Set(1, "first");
        await grain.Write();
        await grain.Clear();
        await grain.Set(2, "second");
        await grain.Write();
        await LeaveMemory(grain, key);

        Assert.Equal(new StateView(2, "second", Exists: true, HasETag: true), await grain.View());
    }

    [Fact]
    public async Task Clear_ThenANewActivation_FindsNoRecord()
    {
        var grain = cluster.Fresh<IStateGrain>(out var key);
        await grain.Set(1, "gone");
        await grain.Write();
        await grain.Clear();
        await LeaveMemory(grain, key);

        var view = await grain.View();
        Assert.Equal((0, null, false), (view.Count, view.Label, view.Exists));
    }

    [Fact]
    public async Task NamedProviders_OfOneGrain_KeepTheirStatesApart()
    {
        var grain = cluster.Fresh<IStateGrain>(out var key);
        await grain.Set(1, null);
        await grain.Write();
        await grain.SetOther(2);
        await grain.WriteOther();
        await LeaveMemory(grain, key);

        Assert.Equal(1, (await grain.View()).Count);
        Assert.Equal(2, (await grain.ViewOther()).Count);
    }

    [Fact]
    public async Task Write_OfOneProvider_LeavesTheOtherUnwritten()
    {
        var grain = cluster.Fresh<IStateGrain>();

        await grain.Write();

        Assert.True((await grain.View()).Exists);
        Assert.False((await grain.ViewOther()).Exists);
    }

    [Fact]
    public async Task Write_WithAnOldETag_IsRefused()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Write();
        await grain.WriteBehindItsBack(9);

        await Assert.ThrowsAnyAsync<InconsistentStateException>(grain.Write);
    }

    [Fact]
    public async Task Write_Refused_EndsTheActivationAndTheNextReadsTheRecord()
    {
        var grain = cluster.Fresh<IStateGrain>(out var key);
        await grain.Write();
        await grain.WriteBehindItsBack(9);
        await Assert.ThrowsAnyAsync<InconsistentStateException>(grain.Write);

        Assert.Equal(["deactivate ApplicationError"], await Reports.WaitFor(key, 1));
        Assert.Equal(9, (await grain.View()).Count);
    }

    [Fact]
    public async Task Write_AfterReadingTheNewETag_IsAccepted()
    {
        var grain = cluster.Fresh<IStateGrain>();
        await grain.Write();
        await grain.WriteBehindItsBack(9);

        await grain.Read();
        await grain.Set(10, null);
        await grain.Write();

        Assert.Equal(10, (await grain.View()).Count);
    }

    [Fact]
    public async Task GrainOfT_Written_SurvivesTheActivation()
    {
        var grain = cluster.Fresh<IOldStyleStateGrain>(out var key);
        Assert.Equal(1, await grain.Add());
        await grain.Deactivate();
        await Reports.WaitFor(key, 1);

        Assert.Equal(2, await grain.Add());
    }

    [Fact]
    public async Task State_OfAnUnknownProvider_FailsTheCall()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(cluster.Fresh<IForeignStorageGrain>().Ask);

        Assert.Contains("nowhere", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task LeaveMemory(IStateGrain grain, string key)
    {
        await grain.Deactivate();
        await Reports.WaitFor(key, 1);
    }
}
