#if !ORLEANS
using Orleans;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public interface IStressGrain : IGrainWithIntegerKey
{
    Task<int> Work(int kind, int depth);

    Task<(int Calls, int Overlaps)> Report();

    Task Leave();
}

/// <summary>Counts how often two of its turns ran at once. Which grain is called next depends only on the arguments, and goes upwards.</summary>
internal sealed class StressGrain : Grain, IStressGrain
{
    private int _calls;
    private int _inside;
    private int _overlaps;
    private int _inProgress;

    public async Task<int> Work(int kind, int depth)
    {
        _inProgress++;
        if (_inProgress != 1)
        {
            _overlaps++;
        }

        Touch();
        switch (kind % 4)
        {
            case 1:
                await Task.Yield();
                break;
            case 2:
                await Task.Factory.StartNew(Touch);
                break;
            default:
                break;
        }

        Touch();
        var result = 1;
        if (depth > 0)
        {
            var next = this.GetPrimaryKeyLong() + 1 + (kind % 3);
            var calls = kind % 5 == 0
                ? new[] { Next(next).Work(kind + 1, depth - 1), Next(next + 1).Work(kind + 2, depth - 1) }
                : [Next(next).Work(kind + 1, depth - 1)];
            result += (await Task.WhenAll(calls)).Sum();
        }

        Touch();
        _calls++;
        _inProgress--;
        return result;
    }

    public Task<(int Calls, int Overlaps)> Report() => Task.FromResult((_calls, _overlaps));

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IStressGrain Next(long key) => GrainFactory.GetGrain<IStressGrain>(key);

    private void Touch()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            Interlocked.Increment(ref _overlaps);
        }

        Thread.SpinWait(5);
        Volatile.Write(ref _inside, 0);
    }
}

public sealed class StressTests(RuntimeFixture fixture) : IClassFixture<RuntimeFixture>
{
    private const int Callers = 6;
    private const int CallsOfEach = 400;

    [Fact]
    public async Task ManyCallers_OfGrainsThatCallOneAnother_NeverRunTwoTurnsOfOneGrainAtOnce()
    {
        var client = fixture.Cluster.Client;
        var results = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var sum = 0;
            for (var call = 0; call < CallsOfEach; call++)
            {
                sum += await client.GetGrain<IStressGrain>((call + caller) % 7).Work(call + caller, 4);
            }

            return sum;
        })));
        var reports = await Task.WhenAll(Enumerable.Range(0, 40).Select(key => client.GetGrain<IStressGrain>(key).Report()));

        Assert.Equal(results.Sum(), reports.Sum(report => report.Calls));
        Assert.Equal(0, reports.Sum(report => report.Overlaps));
    }

    [Fact]
    public async Task Calls_WhileTheGrainKeepsLeaving_AllGetAnAnswer()
    {
        var client = fixture.Cluster.Client;
        var leaving = Task.Run(async () =>
        {
            for (var round = 0; round < 200; round++)
            {
                await client.GetGrain<IStressGrain>(1_000).Leave();
            }
        });
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
        {
            var sum = 0;
            for (var call = 0; call < 300; call++)
            {
                sum += await client.GetGrain<IStressGrain>(1_000).Work((call * 4) + (caller % 2), 0);
            }

            return sum;
        })));
        await leaving;

        Assert.Equal(4 * 300, results.Sum());
    }
}
#endif
