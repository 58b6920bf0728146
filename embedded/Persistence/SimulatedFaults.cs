namespace Countersign.Embedded.Simulation;

/// <summary>
/// Decides, from a seed, what becomes of each operation on simulated storage: it succeeds, fails before or after it took effect,
/// or the process dies before or after it took effect. Same seed, same sequence of operations: same outcomes.
/// </summary>
public sealed class SimulatedFaults(int seed)
{
    private readonly SimulationRandom _random = new(unchecked((ulong)seed));
    private SimulatedCluster? _cluster;

    /// <summary>The share of operations that fail, 0 to 1. Half of them have taken effect all the same.</summary>
    public double FailureRate { get; set; }

    /// <summary>The share of operations in which the process dies, 0 to 1. Half of them have taken effect.</summary>
    public double CrashRate { get; set; }

    /// <summary>Operations take up to this long, in virtual time. Zero: they complete at once.</summary>
    public TimeSpan LatencyMax { get; set; }

    /// <summary>Operations so far that failed or in which the process died.</summary>
    public int Injected { get; private set; }

    /// <summary>From now on operations take time on the cluster's clock and may crash it. Before, they can only succeed or fail.</summary>
    public void AttachTo(SimulatedCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        _cluster = cluster;
    }

    internal async Task<T> Run<T>(string operation, Func<Task<T>> effect)
    {
        // All decisions are drawn before anything is awaited: other operations must not come between them.
        var latency = LatencyMax * _random.NextDouble();
        var crash = _random.NextDouble() < CrashRate && _cluster is not null;
        var failure = _random.NextDouble() < FailureRate;
        var afterEffect = _random.Next(2) == 1;
        if (latency > TimeSpan.Zero && _cluster is not null)
        {
            await Task.Delay(latency, _cluster.TimeProvider);
        }

        if (!crash && !failure)
        {
            return await effect();
        }

        Injected++;
        if (afterEffect)
        {
            await effect();
        }

        if (crash)
        {
            _cluster!.RequestCrash();
            return await new TaskCompletionSource<T>().Task;
        }

        throw new IOException($"Simulated failure {(afterEffect ? "after" : "before")} {operation} took effect.");
    }
}
