using System.Diagnostics;

namespace Countersign.Tests.Benchmarks.Desk;

/// <summary>
/// Starts operations on a fixed schedule from a thread of its own, whether or not earlier ones have ended. It sleeps between them, so as not to
/// take one of the two processors from what is measured. An operation's time runs from when it was due, or from when the sleep before it ended
/// where that was later: oversleeping is the generator's fault, being held up by the operation before is not.
/// </summary>
internal static class Pacer
{
    public static Task RunAsync(int count, int perSecond, Action<int, long> start)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = ExecutionContext.Capture()!;
        var thread = new Thread(() => ExecutionContext.Run(context, _ => Run(count, perSecond, start, ended), null)) { IsBackground = true };
        thread.Start();
        return ended.Task;
    }

    private static void Run(int count, int perSecond, Action<int, long> start, TaskCompletionSource ended)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var woke = began;
            for (var i = 0; i < count; i++)
            {
                var due = began + (i * Stopwatch.Frequency / perSecond);
                while (Stopwatch.GetTimestamp() < due)
                {
                    Thread.Sleep(1);
                    woke = Stopwatch.GetTimestamp();
                }

                start(i, Math.Max(due, woke));
            }

            ended.SetResult();
        }
        catch (Exception e)
        {
            ended.SetException(e);
        }
    }
}
