namespace Countersign.Embedded.Simulation;

/// <summary>
/// Decides, from a seed, what becomes of each operation on simulated storage: it succeeds, fails before or after it took effect,
/// or the process dies before or after it took effect. Same seed, same sequence of operations: same outcomes.
/// </summary>
public sealed class SimulatedFaults
{
    private readonly Random _random;
    private readonly TimeProvider _clock;

    /// <param name="seed">Where the decisions come from.</param>
    /// <param name="clock">The simulation's clock, on which operations take their time.</param>
    public SimulatedFaults(int seed, TimeProvider clock)
    {
        _random = new Random(seed);
        _clock = clock;
    }

    /// <summary>The share of operations that fail, 0 to 1. Half of them have taken effect all the same.</summary>
    public double FailureRate { get; set; }

    /// <summary>The share of operations in which the process dies, 0 to 1. Half of them have taken effect.</summary>
    public double CrashRate { get; set; }

    /// <summary>Operations take up to this long. Zero: they complete at once.</summary>
    public TimeSpan LatencyMax { get; set; }

    /// <summary>Ends the simulated process. The operation in which it dies never completes.</summary>
    public Action? Crash { get; set; }

    /// <summary>Operations so far that did not simply succeed.</summary>
    public int Injected { get; private set; }

    internal async Task<T> Run<T>(string operation, Func<Task<T>> effect)
    {
        // All decisions are drawn before anything is awaited: other operations must not come between them.
        var latency = LatencyMax > TimeSpan.Zero ? LatencyMax * _random.NextDouble() : TimeSpan.Zero;
        var crash = _random.NextDouble() < CrashRate;
        var failure = _random.NextDouble() < FailureRate;
        var afterEffect = _random.Next(2) == 1;
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, _clock);
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
            Crash?.Invoke();
            return await new TaskCompletionSource<T>().Task;
        }

        throw new IOException($"Simulated failure {(afterEffect ? "after" : "before")} {operation} took effect.");
    }
}
