using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>The stages of one activation: started in ascending, stopped in descending order.</summary>
internal sealed class GrainLifecycle : IGrainLifecycle
{
    private readonly List<Subscription> _subscriptions = [];

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, stage, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task StartAsync(CancellationToken token)
    {
        foreach (var subscription in _subscriptions.OrderBy(subscription => subscription.Stage).ToList())
        {
            await subscription.Observer.OnStart(token);
            subscription.Started = true;
        }
    }

    public async Task StopAsync(ILogger logger, CancellationToken token)
    {
        foreach (var subscription in _subscriptions.OrderByDescending(subscription => subscription.Stage).Where(subscription => subscription.Started).ToList())
        {
            try
            {
                await subscription.Observer.OnStop(token);
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "{Observer} failed to stop.", subscription.Observer);
            }
        }
    }

    private sealed class Subscription(GrainLifecycle lifecycle, int stage, ILifecycleObserver observer) : IDisposable
    {
        public int Stage { get; } = stage;

        public ILifecycleObserver Observer { get; } = observer;

        public bool Started { get; set; }

        public void Dispose() => lifecycle._subscriptions.Remove(this);
    }
}
