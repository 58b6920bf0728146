using Microsoft.Extensions.Logging;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>From the first request to the last: activation, idle time, deactivation.</summary>
internal sealed partial class Activation
{
    public Task Deactivated
    {
        get
        {
            if (_state == ActivationState.Gone)
            {
                return Task.CompletedTask;
            }

            var rare = Rare;
            Interlocked.CompareExchange(ref rare.Deactivated, new(Router.AnswerOptions), null);
            if (_state == ActivationState.Gone)
            {
                rare.Deactivated.TrySetResult();
            }

            return rare.Deactivated.Task;
        }
    }

    /// <summary>Observers have their instance from the start.</summary>
    public void AttachObserver(IGrainObserver observer)
    {
        _instance = new WeakReference<IGrainObserver>(observer);
        _state = ActivationState.Active;
    }

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default)
    {
        var context = requestContext is { Count: > 0 } ? new RequestContext.RequestProperties(requestContext) : null;
        Push(new ActionNode(
            static state =>
            {
                var (self, context) = ((Activation, RequestContext.RequestProperties?))state!;
                if (self._state == ActivationState.New)
                {
                    self.BeginActivation(context);
                }
            },
            (this, context),
            "activate"));
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (RuntimeContext.CurrentActivation == this)
        {
            Leave(deactivationReason);
            return;
        }

        Push(new ActionNode(
            static state =>
            {
                var (self, reason) = ((Activation, DeactivationReason))state!;
                self.Leave(reason);
            },
            (this, deactivationReason),
            "deactivate"));
    }

    /// <summary>Keeps the collector away for a time; zero lets it come again.</summary>
    public void DelayDeactivation(TimeSpan time)
    {
        var now = Silo.TimeProvider.GetUtcNow();
        Rare.KeepAliveUntil = time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue ? DateTimeOffset.MaxValue
            : time <= TimeSpan.Zero ? default
            : now + time;
        _noCollection = time > TimeSpan.Zero || time == Timeout.InfiniteTimeSpan;
    }

    public void NoteUse() => _usedInEpoch = Silo.Epoch;

    /// <summary>Looked at by the collector, from its own thread: a wrong answer costs an early or late collection, no correctness.</summary>
    public bool IsIdle(DateTimeOffset now)
    {
        if (_state != ActivationState.Active || Load > 0 || Class.CollectionAge == Timeout.InfiniteTimeSpan)
        {
            return false;
        }

        if (Class.IsObserver || (_noCollection && _rare is { } rare && rare.KeepAliveUntil > now))
        {
            return false;
        }

        // The look after the last use came at an unknown time after it, so it counts for nothing.
        return (Silo.Epoch - _usedInEpoch - 1) * Silo.Collection.CollectionQuantum >= Class.CollectionAge;
    }

    public bool IsOrphanedObserver => Class.IsObserver && GrainInstance is null;

    /// <summary>Drops the activation as a crash would: nothing more runs, nobody is told.</summary>
    public void Vanish()
    {
        _state = ActivationState.Gone;
        _waiting = null;
        _ready = null;
        _inbox = null;
        StopTimers();
    }

    private void BeginActivation(RequestContext.RequestProperties? context)
    {
        _state = ActivationState.Activating;
        Simulation?.Trace(this, "OnActivateAsync");
        ExecutionContext.Run(
            context?.Alone ?? CleanContext.Instance,
            static state => ((Activation)state!).RunAsTask(static self => _ = ((Activation)self!).ActivateAsync(), state),
            this);
    }

    private async Task ActivateAsync()
    {
        try
        {
            _instance = Class.CreateInstance(this);
            if (Class.ImplementsLifecycle)
            {
                ((ILifecycleParticipant<IGrainLifecycle>)_instance).Participate(ObservableLifecycle);
            }

            using var timeout = new ActivationTimeout(Silo);
            if (_rare?.Lifecycle is { } lifecycle)
            {
                await lifecycle.StartAsync(timeout.Token);
            }

            if (_instance is IGrainBase grain)
            {
                await grain.OnActivateAsync(timeout.Token);
            }
        }
        catch (Exception exception)
        {
            await FailActivationAsync(exception);
            return;
        }

        if (_state == ActivationState.Activating)
        {
            _state = ActivationState.Active;
            _usedInEpoch = Silo.Epoch;
            _pump = true;
        }
        else if (_runningRequests == 0)
        {
            // DeactivateOnIdle was called while the grain was being activated.
            BeginDeactivation();
        }
    }

    private async Task FailActivationAsync(Exception exception)
    {
        Silo.Logger.LogWarning(exception, "Activation of {Grain} failed.", GrainId);
        Router.Cluster.Remove(GrainId, this);
        var waiting = _waiting?.TakeAll() ?? [];
        _state = ActivationState.Gone;
        StopTimers();
        foreach (var request in waiting)
        {
            Interlocked.Decrement(ref _queuedRequests);
            Router.Cluster.Pending.Remove(request);
            _ = request.AnswerAsTask(Response.FromException(exception));
        }

        await DisposeAsync();
        _rare?.Deactivated?.TrySetResult();
    }

    private void Leave(DeactivationReason reason)
    {
        switch (_state)
        {
            case ActivationState.New:
                _state = ActivationState.Gone;
                Router.Cluster.Remove(GrainId, this);
                _rare?.Deactivated?.TrySetResult();
                break;
            case ActivationState.Activating:
                Rare.Reason = reason;
                _state = ActivationState.Leaving;
                break;
            case ActivationState.Active:
                Rare.Reason = reason;
                _state = ActivationState.Leaving;
                if (_runningRequests == 0)
                {
                    BeginDeactivation();
                }

                break;
            default:
                break;
        }
    }

    private void BeginDeactivation()
    {
        _state = ActivationState.Deactivating;
        Simulation?.Trace(this, "OnDeactivateAsync");
        ExecutionContext.Run(
            CleanContext.Instance,
            static state => ((Activation)state!).RunAsTask(static self => _ = ((Activation)self!).DeactivateAsync(), state),
            this);
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        using var timeout = new ActivationTimeout(Silo);
        try
        {
            if (_instance is IGrainBase grain)
            {
                await grain.OnDeactivateAsync(Rare.Reason, timeout.Token);
            }
        }
        catch (Exception exception)
        {
            Silo.Logger.LogWarning(exception, "OnDeactivateAsync of {Grain} failed.", GrainId);
        }

        if (_rare?.Lifecycle is { } lifecycle)
        {
            await lifecycle.StopAsync(Silo.Logger, timeout.Token);
        }

        await DisposeAsync();
        var waiting = _waiting?.TakeAll() ?? [];
        _state = ActivationState.Gone;
        Router.Cluster.Remove(GrainId, this);
        foreach (var request in waiting)
        {
            Interlocked.Decrement(ref _queuedRequests);
            Forward(request);
        }

        _rare?.Deactivated?.TrySetResult();
    }

    private async Task DisposeAsync()
    {
        try
        {
            if (_instance is not null && Silo.CustomActivator is { } activator)
            {
                await activator.DisposeInstance(this, _instance);
            }
            else if (_instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (_instance as IDisposable)?.Dispose();
            }

            if (_rare?.Scope is { } scope)
            {
                await scope.Scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            Silo.Logger.LogWarning(exception, "Disposing {Grain} failed.", GrainId);
        }
    }
}
