using System.Collections.Immutable;
using Countersign.Silo.Backtests;
using Xunit;

namespace Countersign.Tests.Grains.Backtests;

public sealed class ParallelWorkersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_OfManyItems_KeepsTheirOrder(int count)
    {
        using var workers = new ParallelWorkers(count);

        Assert.Equal(Enumerable.Range(0, 500).Select(i => i * 2), workers.Run([.. Enumerable.Range(0, 500)], (i, _) => i * 2, Stop));
    }

    [Fact]
    public void Run_OfNothing_IsNothing()
    {
        using var workers = new ParallelWorkers(2);

        Assert.Empty(workers.Run(ImmutableArray<int>.Empty, (i, _) => i, Stop));
    }

    [Fact]
    public void Run_ThatFails_TellsTheFirstItemsErrorAndGivesItsThreadsBack()
    {
        using var workers = new ParallelWorkers(4);
        using var both = new Barrier(2);

        var error = Assert.Throws<InvalidOperationException>(() => workers.Run<int, int>(
            [0, 1],
            (i, _) =>
            {
                both.SignalAndWait(Stop);
                throw new InvalidOperationException(i == 0 ? "first" : "second");
            },
            Stop));

        Assert.Equal("first", error.Message);

        // Only with a helper can two items be in the middle at one time.
        Assert.Equal([0, 1], workers.Run([0, 1], (i, _) => both.SignalAndWait(TimeSpan.FromSeconds(30), Stop) ? i : -1, Stop));
    }

    [Fact]
    public void Run_WhoseHelpersAreAllTaken_GoesOnAlone()
    {
        using var workers = new ParallelWorkers(2);

        var inner = workers.Run([0, 1], (outer, token) => workers.Run([0, 1, 2], (i, _) => (outer * 10) + i, token).Sum(), Stop);

        Assert.Equal([3, 33], inner);
    }

    [Fact]
    public void Run_ToldToStop_Stops()
    {
        using var workers = new ParallelWorkers(2);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var begun = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => workers.Run([.. Enumerable.Range(0, 1_000)], (i, _) =>
        {
            if (Interlocked.Increment(ref begun) == 3)
            {
                stop.Cancel();
            }

            return i;
        }, stop.Token));
        Assert.True(begun < 1_000, "the rest is not begun");
    }
}
