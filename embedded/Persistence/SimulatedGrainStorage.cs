using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Countersign.Embedded.Simulation;

/// <summary>
/// Grain storage with injected faults. It stands outside the simulated process: keep the object and register it again, and what was
/// written before a crash is there.
/// </summary>
public sealed class SimulatedGrainStorage(SimulatedFaults faults) : IGrainStorage
{
    private readonly MemoryGrainStore _rows = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run("a read", grainState, copy => _rows.ReadStateAsync(stateName, grainId, copy), isWrite: false);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run("a write", grainState, copy => _rows.WriteStateAsync(stateName, grainId, copy), isWrite: true);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run("a clear", grainState, copy => _rows.ClearStateAsync(stateName, grainId, copy), isWrite: false);

    // The grain learns the new ETag only if the operation is seen to succeed: an acknowledgement can be lost.
    private async Task Run<T>(string operation, IGrainState<T> grainState, Func<IGrainState<T>, Task> effect, bool isWrite)
    {
        var copy = new GrainState<T>(StateCopier.Copy(grainState.State), grainState.ETag) { RecordExists = grainState.RecordExists };
        await faults.Run(operation, async () =>
        {
            await effect(copy);
            return true;
        });
        grainState.State = isWrite ? grainState.State : copy.State;
        grainState.ETag = copy.ETag;
        grainState.RecordExists = copy.RecordExists;
    }
}
