namespace Countersign.Embedded.Simulation;

/// <summary>
/// Decides, from a seed, what becomes of each operation on simulated storage: it succeeds, fails before or after it took effect,
/// or the process dies before or after it took effect. Same seed, same sequence of operations: same outcomes.
/// </summary>
/// <param name="seed">Where the decisions come from.</param>
/// <param name="clock">The simulation's clock, on which operations take their time.</param>
public sealed class SimulatedFaults(int seed, TimeProvider clock)
{
    private readonly SimulationRandom _random = new(unchecked((ulong)seed));

    /// <summary>The share of operations that fail, 0 to 1. Half of them have taken effect all the same.</summary>
    public double FailureRate { get; set; }

    /// <summary>The share of operations in which the process dies, 0 to 1. Half of them have taken effect.</summary>
    public double CrashRate { get; set; }

    /// <summary>Operations take up to this long, in virtual time. Zero: they complete at once.</summary>
    public TimeSpan LatencyMax { get; set; }

    /// <summary>Operations so far that failed or in which the process died.</summary>
    public int Injected { get; private set; }

    /// <summary>Ends the simulated process, as <see cref="SimulatedCluster.RequestCrash"/> does; null: it never dies.</summary>
    public Action? Crash { get; set; }

    internal async Task<T> Run<T>(string operation, Func<Task<T>> effect)
    {
        // All decisions are drawn before anything is awaited: other operations must not come between them.
        var latency = LatencyMax * _random.NextDouble();
        var crash = _random.NextDouble() < CrashRate && Crash is not null;
        var failure = _random.NextDouble() < FailureRate;
        var afterEffect = _random.Next(2) == 1;
        if (latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, clock);
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
            Crash!();
            return await new TaskCompletionSource<T>().Task;
        }

        throw new IOException($"Simulated failure {(afterEffect ? "after" : "before")} {operation} took effect.");
    }
}
