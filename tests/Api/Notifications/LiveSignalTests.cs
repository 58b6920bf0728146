using Countersign.Api.Notifications;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

public sealed class LiveSignalTests
{
    [Fact]
    public async Task Wait_AfterManyRaises_EndsOnceAtOnce()
    {
        var signal = new LiveSignal();
        signal.Raise();
        signal.Raise();

        Assert.True(signal.WaitAsync().IsCompletedSuccessfully);
        var second = signal.WaitAsync();
        Assert.False(second.IsCompleted);
        signal.Raise();
        await second;
    }

    [Fact]
    public async Task Wait_WhileOthersRaise_MissesNothing()
    {
        const int Raisers = 4;
        const int Each = 20_000;
        var signal = new LiveSignal();
        var (put, taken) = (0, 0);
        var raising = Enumerable.Range(0, Raisers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                Interlocked.Increment(ref put);
                signal.Raise();
            }
        })).ToArray();

        // Where a wake is lost the last of them is never seen, and this never ends.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (taken < Raisers * Each)
        {
            await signal.WaitAsync().AsTask().WaitAsync(patience.Token);
            taken = Volatile.Read(ref put);
        }

        await Task.WhenAll(raising);
        Assert.Equal(Raisers * Each, taken);
    }
}
