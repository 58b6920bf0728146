#if !ORLEANS
using Countersign.Embedded;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class ConcurrencyTests(RuntimeFixture fixture) : IClassFixture<RuntimeFixture>
{
    private IClusterClient Client => fixture.Cluster.Client;

    [Fact]
    public async Task ReadOnlyCalls_OfOneGrain_RunTogether()
    {
        var gate = Client.GetGrain<IGateGrain>("read-only");
        var first = gate.Read();
        var second = gate.Read();
        await gate.Open();

        Assert.Equal("1,2", string.Join(",", await Task.WhenAll(first, second)));
    }

    [Fact]
    public async Task WriteCall_DuringAReadOnlyCall_WaitsForIt()
    {
        var gate = Client.GetGrain<IGateGrain>("read-write");
        var read = gate.Read();
        var write = gate.Wait();

        Assert.Equal(1, await gate.Running());
        await gate.Open();
        Assert.Equal("1,1", string.Join(",", await Task.WhenAll(read, write)));
    }

    [Fact]
    public async Task ReentrantGrain_CalledTwice_RunsBothAtOnce()
    {
        var gate = Client.GetGrain<IReentrantGateGrain>("reentrant");
        var first = gate.Wait();
        var second = gate.Wait();
        await gate.Open();

        Assert.Equal("1,2", string.Join(",", await Task.WhenAll(first, second)));
    }

    [Fact]
    public async Task CallChain_ThatMayComeBack_EntersItsFirstGrain() =>
        Assert.Equal("chain-1", await Client.GetGrain<IRuntimeChainGrain>("chain-1").Through("chain-2", allow: true));

    [Fact]
    public async Task CallChain_ThatMayNotComeBack_TimesOut() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Client.GetGrain<IRuntimeChainGrain>("chain-3").Through("chain-4", allow: false));

    [Fact]
    public async Task StatelessWorker_CalledByMany_HasUpToItsLimitOfActivations()
    {
        var worker = Client.GetGrain<IRuntimeWorkerGrain>("workers");
        var activations = (await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => worker.Work(20)))).Distinct().Count();

        Assert.InRange(activations, 2, 3);
    }

    [Fact]
    public async Task Queue_WhenFull_RefusesWithAnOverloadAndWorksAgainLater()
    {
        var gate = Client.GetGrain<IGateGrain>("full");
        var calls = Enumerable.Range(0, 150).Select(_ => gate.Wait()).ToList();

        var refused = calls.Where(call => call.IsFaulted).ToList();
        await gate.Open();
        await Task.WhenAll(calls.Except(refused));

        Assert.InRange(refused.Count, 40, 50);
        var overload = await Assert.ThrowsAsync<GrainOverloadedException>(() => refused[0]);
        Assert.Equal("gate/full", overload.GrainId.ToString());
        Assert.Equal(1, await gate.Wait());
    }

    [Fact]
    public async Task CancelledCall_WhileTheGrainWaits_EndsForCallerAndGrain()
    {
        var gate = Client.GetGrain<IGateGrain>("cancelled");
        using var cancellation = new CancellationTokenSource();
        var call = gate.WaitCancellable(cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(call.IsCanceled);
        var next = gate.Wait();
        await gate.Open();
        Assert.Equal(1, await next);
    }

    [Fact]
    public async Task GenericGrain_OfTwoTypes_IsTwoGrains()
    {
        Assert.Equal(0, await Client.GetGrain<IRuntimeBoxGrain<int>>("box").Swap(5));
        Assert.Null(await Client.GetGrain<IRuntimeBoxGrain<string>>("box").Swap("five"));
        Assert.Equal(5, await Client.GetGrain<IRuntimeBoxGrain<int>>("box").Swap(6));
    }

    [Fact]
    public async Task Observer_CalledByAGrain_AnswersUntilItsReferenceIsDeleted()
    {
        var observer = new Observer();
        var reference = Client.CreateObjectReference<ITickObserver>(observer);
        var ticker = Client.GetGrain<ITickerGrain>("asks");

        Assert.Equal(42, await ticker.AskObserver(reference, 21));
        Client.DeleteObjectReference<ITickObserver>(reference);
        await Assert.ThrowsAsync<ClientNotAvailableException>(() => ticker.AskObserver(reference, 21));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Timer_OfAGrain_CallsTheObserver()
    {
        var observer = new Observer();
        var reference = Client.CreateObjectReference<ITickObserver>(observer);
        await Client.GetGrain<ITickerGrain>("ticks").StartTicking(reference, TimeSpan.FromMilliseconds(5), keepAlive: false);

        await observer.ThirdTick.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Extension_CalledThroughTheGrainsReference_KnowsItsGrain()
    {
        await using var cluster = new InProcessTestClusterBuilder(1)
            .ConfigureSilo((_, silo) => silo.AddGrainExtension<INoteExtension, NoteExtension>())
            .Build();
        await cluster.DeployAsync();

        var note = await cluster.Client.GetGrain<ICounterGrain>("noted").AsReference<INoteExtension>().Note("hello");

        Assert.Equal("counter/noted: hello", note);
    }

    [Fact]
    public async Task MissingExtension_WhenCalled_ThrowsAtTheCaller() =>
        await Assert.ThrowsAsync<GrainExtensionNotInstalledException>(
            () => Client.GetGrain<ICounterGrain>("not-noted").AsReference<INoteExtension>().Note("hello"));

    private sealed class Observer : ITickObserver
    {
        public TaskCompletionSource ThirdTick { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Ticked(int number)
        {
            if (number == 3)
            {
                ThirdTick.TrySetResult();
            }
        }

        public Task<int> Ask(int number) => Task.FromResult(number * 2);
    }
}
#endif
