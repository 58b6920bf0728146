namespace Countersign.Embedded;

/// <summary>Takes the place of the thread pool in a deterministic run.</summary>
internal interface ISimulationScheduler
{
    /// <summary>The activation has work; it is chosen again until <see cref="Orleans.Runtime.Activation.RunOneStep"/> says that it has none.</summary>
    void Ready(Orleans.Runtime.Activation activation);

    /// <summary>A request or a named piece of work starts.</summary>
    void Trace(Orleans.Runtime.Activation activation, string what);
}
