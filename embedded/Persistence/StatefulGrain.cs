using Orleans.Core;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans;

/// <summary>A grain with one state, named "state", in the storage named by <see cref="StorageProviderAttribute"/> or the default one.</summary>
public class Grain<TGrainState> : Grain
{
    private IStorage<TGrainState>? _storage;

    protected Grain()
    {
        GrainContext.ObservableLifecycle.Subscribe(GetType().FullName!, GrainLifecycleStage.SetupState, Load);
    }

    /// <summary>For tests that build a grain without a runtime.</summary>
    protected Grain(IStorage<TGrainState> storage)
    {
        _storage = storage;
    }

    protected TGrainState State
    {
        get => _storage!.State;
        set => _storage!.State = value;
    }

    protected virtual Task ClearStateAsync() => _storage!.ClearStateAsync();

    protected virtual Task WriteStateAsync() => _storage!.WriteStateAsync();

    protected virtual Task ReadStateAsync() => _storage!.ReadStateAsync();

    private Task Load(CancellationToken cancellationToken)
    {
        var store = GrainStorageHelpers.GetGrainStorage(GetType(), GrainContext.ActivationServices);
        _storage = new Countersign.Embedded.StoredState<TGrainState>("state", GrainContext, store);
        return cancellationToken.IsCancellationRequested ? Task.CompletedTask : ReadStateAsync();
    }
}
