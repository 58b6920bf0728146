using Orleans;
using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace Countersign.Embedded;

/// <summary>
/// A grain's state and its link to the store. Operations run one after another in the order that they were asked for;
/// a write that still waits its turn serves everyone who asks for a write meanwhile.
/// </summary>
internal class StoredState<TState>(string stateName, IGrainContext context, IGrainStorage storage) : IStorage<TState>
{
    private readonly GrainState<TState> _grainState = new(StateActivator.Create<TState>());
    private Task _last = Task.CompletedTask;
    private Task? _waitingWrite;
    private bool _loaded;

    public TState State
    {
        get => _grainState.State!;
        set => _grainState.State = value;
    }

    public string? Etag => _grainState.ETag;

    public bool RecordExists =>
        _loaded ? _grainState.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        Enqueue("ReadStateAsync", static (self, token) => self.ReadAsync(token), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken)
    {
        if (_waitingWrite is { } waiting && !cancellationToken.CanBeCanceled)
        {
            return waiting;
        }

        var queued = !_last.IsCompleted;
        var write = Enqueue("WriteStateAsync", static (self, token) => self.WriteAsync(token), cancellationToken);
        _waitingWrite = queued && !cancellationToken.CanBeCanceled ? write : null;
        return write;
    }

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        Enqueue("ClearStateAsync", static (self, token) => self.ClearAsync(token), cancellationToken);

    private Task Enqueue(string operation, Func<StoredState<TState>, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var task = RunAfter(_last, operation, run, cancellationToken);
        _last = task;
        _waitingWrite = null;
        return task;
    }

    private async Task RunAfter(
        Task predecessor, string operation, Func<StoredState<TState>, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        if (!predecessor.IsCompleted)
        {
            await predecessor.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _waitingWrite = null;
        }

        try
        {
            await run(this, cancellationToken);
        }
        catch (Exception failure) when (failure is not OrleansException
            && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new OrleansException(
                $"Error from storage provider {storage.GetType().Name}.{stateName} during {operation} for grain {context.GrainId}: {failure.Message}",
                failure);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(stateName, context.GrainId, _grainState, cancellationToken);
        _loaded = true;
    }

    private Task WriteAsync(CancellationToken cancellationToken) =>
        storage.WriteStateAsync(stateName, context.GrainId, _grainState, cancellationToken);

    private Task ClearAsync(CancellationToken cancellationToken) =>
        storage.ClearStateAsync(stateName, context.GrainId, _grainState, cancellationToken);
}

/// <summary>The state behind a constructor parameter: read when the activation sets its state up.</summary>
internal sealed class PersistentState<TState> : StoredState<TState>, IPersistentState<TState>, ILifecycleObserver
{
    public PersistentState(string stateName, IGrainContext context, IGrainStorage storage)
        : base(stateName, context, storage)
    {
        context.ObservableLifecycle.Subscribe(stateName, GrainLifecycleStage.SetupState, this);
    }

    public Task OnStart(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.CompletedTask : ReadStateAsync(cancellationToken);

    public Task OnStop(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
