using Countersign.Embedded;
using Countersign.Embedded.Simulation;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class Tally
{
    public int Count { get; set; }
}

public interface ITallyGrain : IGrainWithStringKey
{
    Task<int> Add(int count, bool write = true);

    Task<int> Read();

    Task<int> WriteManyAtOnce(int times);

    Task Clear();

    Task<bool> Exists();

    Task Deactivate();

    Task<string> Activation();
}

internal sealed class TallyGrain([PersistentState("tally", "store")] IPersistentState<Tally> state) : Grain, ITallyGrain
{
    public async Task<int> Add(int count, bool write = true)
    {
        state.State.Count += count;
        if (write)
        {
            await state.WriteStateAsync();
        }

        return state.State.Count;
    }

    public Task<int> Read() => Task.FromResult(state.State.Count);

    public async Task<int> WriteManyAtOnce(int times)
    {
        await Task.WhenAll(Enumerable.Range(0, times).Select(_ => Add(1)));
        return state.State.Count;
    }

    public Task Clear() => state.ClearStateAsync();

    public Task<bool> Exists() => Task.FromResult(state.RecordExists);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());
}

public interface IOrphanGrain : IGrainWithStringKey
{
    Task Touch();
}

internal sealed class OrphanGrain([PersistentState("s", "nowhere")] IPersistentState<Tally> state) : Grain, IOrphanGrain
{
    public Task Touch() => state.WriteStateAsync();
}

public interface IClassicGrain : IGrainWithStringKey
{
    Task<int> Add(int count);

    Task Deactivate();
}

internal sealed class ClassicGrain : Grain<Tally>, IClassicGrain
{
    public async Task<int> Add(int count)
    {
        State.Count += count;
        await WriteStateAsync();
        return State.Count;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class PersistenceTests : IAsyncDisposable
{
    private readonly MemoryGrainStore _rows = new();
    private InProcessTestCluster? _cluster;

    private ITallyGrain Tally => _cluster!.Client.GetGrain<ITallyGrain>("t");

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task State_AfterDeactivation_IsWhatWasWrittenLast()
    {
        await Start(_rows);
        await Tally.Add(2);
        await Tally.Add(40, write: false);
        await Tally.Deactivate();

        Assert.Equal(2, await Tally.Read());
        Assert.True(await Tally.Exists());
    }

    [Fact]
    public async Task State_AfterClear_IsNew()
    {
        await Start(_rows);
        await Tally.Add(2);
        await Tally.Clear();

        Assert.False(await Tally.Exists());
        Assert.Equal(0, await Tally.Read());
        Assert.Equal(1, await Tally.Add(1));
    }

    [Fact]
    public async Task Write_WithAStaleETag_ThrowsAndDeactivates()
    {
        await Start(_rows);
        await Tally.Add(1);
        var before = await Tally.Activation();
        var other = new GrainState<Tally>(new Tally { Count = 50 }, "*");
        await _rows.WriteStateAsync("tally", Tally.GetGrainId(), other);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Tally.Add(1));

        Assert.Equal(50, await Tally.Read());
        Assert.NotEqual(before, await Tally.Activation());
    }

    [Fact]
    public async Task Writes_StartedAtOnce_AllSucceed()
    {
        await Start(_rows);

        Assert.Equal(20, await Tally.WriteManyAtOnce(20));
        await Tally.Deactivate();
        Assert.Equal(20, await Tally.Read());
    }

    [Fact]
    public async Task Provider_ThatIsNotRegistered_IsNamedInTheError()
    {
        await Start(_rows);

        var failure = await Assert.ThrowsAsync<BadProviderConfigException>(() => _cluster!.Client.GetGrain<IOrphanGrain>("o").Touch());

        Assert.Contains("\"nowhere\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClassicGrain_WithTheDefaultStorage_KeepsItsState()
    {
        await Start(_rows);
        var grain = _cluster!.Client.GetGrain<IClassicGrain>("c");
        await grain.Add(3);
        await grain.Deactivate();

        Assert.Equal(4, await grain.Add(1));
    }

    [Fact]
    public async Task Store_ThatFails_IsReportedAsAnOrleansException()
    {
        var faults = new SimulatedFaults(1, TimeProvider.System);
        await Start(new SimulatedGrainStorage(faults));
        await Tally.Read();
        faults.FailureRate = 1;

        var failure = await Assert.ThrowsAsync<OrleansException>(() => Tally.Add(1));

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Equal(1, faults.Injected);
    }

    [Fact]
    public async Task SimulatedFaults_WithTheSameSeed_InjectTheSame()
    {
        Assert.Equal(await Outcomes(7), await Outcomes(7));
        Assert.NotEqual(await Outcomes(7), await Outcomes(8));
    }

    private static async Task<string> Outcomes(int seed)
    {
        var storage = new SimulatedGrainStorage(new SimulatedFaults(seed, TimeProvider.System) { FailureRate = 0.3 });
        var state = new GrainState<Tally>(new Tally());
        var outcomes = new List<string>();
        for (var n = 0; n < 40; n++)
        {
            try
            {
                await storage.WriteStateAsync("s", GrainId.Create("g", "k"), state);
                outcomes.Add("ok");
            }
            catch (Exception failure)
            {
                outcomes.Add(failure.GetType().Name);
            }
        }

        return string.Join(' ', outcomes);
    }

    private async Task Start(IGrainStorage storage)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo
            .AddMemoryGrainStorageAsDefault()
            .ConfigureServices(services => services.AddGrainStorage("store", (_, _) => storage)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }
}
