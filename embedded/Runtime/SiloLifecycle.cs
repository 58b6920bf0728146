using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>The stages of a silo.</summary>
internal sealed class SiloLifecycle : ISiloLifecycle
{
    private readonly List<(int Stage, ILifecycleObserver Observer)> _observers = [];
    private readonly Stack<(int Stage, ILifecycleObserver Observer)> _started = new();

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var entry = (stage, observer);
        _observers.Add(entry);
        return new Subscription(() => _observers.Remove(entry));
    }

    public async Task StartAsync(CancellationToken token)
    {
        foreach (var entry in _observers.OrderBy(entry => entry.Stage).ToList())
        {
            await entry.Observer.OnStart(token);
            _started.Push(entry);
            HighestCompletedStage = entry.Stage;
        }
    }

    /// <summary>Stops, in descending order, what started in <paramref name="lowestStage"/> or later.</summary>
    public async Task StopAsync(int lowestStage, ILogger logger, CancellationToken token)
    {
        while (_started.TryPeek(out var entry) && entry.Stage >= lowestStage)
        {
            _started.Pop();
            try
            {
                await entry.Observer.OnStop(token);
            }
            catch (Exception exception)
            {
                logger.LogWarning(exception, "{Observer} failed to stop.", entry.Observer);
            }

            LowestStoppedStage = entry.Stage;
        }
    }

    private sealed class Subscription(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
