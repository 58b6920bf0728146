namespace Countersign.Embedded.Simulation;

/// <summary>The simulated process crashed, as was asked: restart the cluster and look what is left.</summary>
public sealed class SimulatedCrashException : Exception
{
    internal SimulatedCrashException(long step)
        : base($"The simulated process crashed after step {step}.") => Step = step;

    public long Step { get; }
}

/// <summary>Nothing is ready and no timer is set, but what was waited for hasn't happened.</summary>
public sealed class SimulationStalledException : Exception
{
    internal SimulationStalledException(string message)
        : base(message)
    {
    }
}
