using Microsoft.Extensions.Hosting;

namespace Countersign.Api.Requests;

/// <summary>Puts a piece of work behind what waits already, twenty times a second, and tells the gauge when its turn came.</summary>
internal sealed class LoadProbe(LoadGauge gauge, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private ITimer? timer;
    private int isWaiting;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => Probe(), null, Period, Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public void Dispose() => timer?.Dispose();

    // One at a time: a queue that stands is not made longer by those who measure it.
    private void Probe()
    {
        if (Interlocked.Exchange(ref isWaiting, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Probe.Arrive(state.Start), (Probe: this, Start: time.GetTimestamp()), preferLocal: false);
        }
    }

    private void Arrive(long start)
    {
        Volatile.Write(ref isWaiting, 0);
        gauge.Observe(time.GetElapsedTime(start));
    }
}
