using Microsoft.Extensions.Logging;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>Which request may start when, and what happens at its end.</summary>
internal sealed partial class Activation
{
    /// <summary>The requests in progress; for diagnosis, from any thread.</summary>
    public IReadOnlyList<GrainRequest> RunningRequests
    {
        get
        {
            var others = _rare?.OtherRunning;
            List<GrainRequest> running = [];
            if (_blocking is { } blocking)
            {
                running.Add(blocking);
            }

            if (others is not null)
            {
                lock (others)
                {
                    running.AddRange(others);
                }
            }

            return running;
        }
    }

    public void EnterReentrantSection(Guid id)
    {
        var sections = Rare.ReentrantSections ??= [];
        sections[id] = sections.GetValueOrDefault(id) + 1;
        _pump = true;
    }

    public void LeaveReentrantSection(Guid id)
    {
        if (_rare?.ReentrantSections is { } sections && sections.TryGetValue(id, out var depth))
        {
            if (depth <= 1)
            {
                sections.Remove(id);
            }
            else
            {
                sections[id] = depth - 1;
            }
        }
    }

    private bool MayStart(GrainRequest request) =>
        _blocking is not { } blocking
        || request.IsAlwaysInterleave
        || (request.IsReadOnly && blocking.IsReadOnly)
        || Class.MayInterleave(request)
        || (_rare?.ReentrantSections is { Count: > 0 } sections && request.Context is { } context && sections.ContainsKey(context.ReentrancyId));

    /// <summary>A request has arrived in a turn: starts it, or puts it where it waits.</summary>
    private void Admit(GrainRequest request)
    {
        switch (_state)
        {
            case ActivationState.Gone:
                Interlocked.Decrement(ref _queuedRequests);
                Forward(request);
                return;
            case ActivationState.Active when _waiting is null or { IsEmpty: true } && MayStart(request):
                StartQueued(request);
                return;
            case ActivationState.New:
                Wait(request);
                BeginActivation(request.Context);
                return;
            case ActivationState.Active:
                Wait(request);
                _pump = true;
                return;
            default:
                Wait(request);
                return;
        }
    }

    private void Wait(GrainRequest request) => (_waiting ??= new()).Append(request);

    private void StartWaiting()
    {
        if (_state != ActivationState.Active || _waiting is null)
        {
            return;
        }

        var node = _waiting.First;
        while (node is not null && _state == ActivationState.Active)
        {
            var next = node.Next;
            if (MayStart(node.Value))
            {
                _waiting.Remove(node);
                StartQueued(node.Value);

                // In a deterministic run the start of each request is a step of its own.
                if (Simulation is not null && next is not null)
                {
                    _pump = true;
                    return;
                }
            }

            node = next;
        }
    }

    private void StartQueued(GrainRequest request)
    {
        Interlocked.Decrement(ref _queuedRequests);
        request.Queued = false;
        if (request.IsAnswered && !request.IsOneWay && !request.TimerTick)
        {
            // The caller gave up before the call began.
            Router.Cluster.Pending.Remove(request);
            _pump = true;
            return;
        }

        Simulation?.Trace(this, request.Method.Name);
        RunInItsContext(request);
    }

    /// <summary>Calls the grain. Runs in the turn, within a task of this scheduler.</summary>
    private void Start(GrainRequest request)
    {
        Track(request);
        try
        {
            var target = TargetOf(request);
            if (Silo.HasIncomingFilters || (Class.ImplementsFilter && !request.TimerTick))
            {
                request.FilteredTask = IncomingCall.RunAsync(this, request, target);
            }
            else
            {
                request.InvokeOn(target);
            }
        }
        catch (Exception exception)
        {
            request.FilteredTask = Task.FromResult(Response.FromException(exception));
        }

        if ((request.FilteredTask ?? request.CalleeTask!).IsCompleted)
        {
            Finish(request);
            return;
        }

        // Nobody waits for a one-way call or a timer's tick, and a tick has no sender.
        if (request.AnswerTask is null && !request.IsOneWay)
        {
            request.PrepareAnswer();
            request.Sender.Await(request);
        }

        _ = FinishLater(request);
    }

    private async Task FinishLater(GrainRequest request)
    {
        await (request.FilteredTask ?? request.CalleeTask!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Finish(request);
    }

    private void Finish(GrainRequest request)
    {
        Untrack(request);
        if (!request.TimerTick)
        {
            _usedInEpoch = Silo.Epoch;
        }

        if (request.FilteredTask is not null || request.CalleeTask!.IsFaulted)
        {
            LeaveIfStateIsStale(request.FilteredTask is { } answer ? answer.Result.Exception : request.CalleeTask!.Exception!.InnerException);
        }

        if (request.IsOneWay)
        {
            LogLostException(request);
        }
        else if (request.FilteredTask is { } filtered)
        {
            Router.Cluster.Pending.Remove(request);
            request.AnswerAsTask(filtered.Result);
        }
        else if (request.AnswerTask is not null)
        {
            Router.Cluster.Pending.Remove(request);
            request.AnswerFromCallee();
        }

        if (_waiting is { IsEmpty: false })
        {
            _pump = true;
        }

        if (_state == ActivationState.Leaving && _runningRequests == 0)
        {
            BeginDeactivation();
        }
    }

    /// <summary>An activation that was refused a write has old state: it makes room for one that reads the new state.</summary>
    private void LeaveIfStateIsStale(Exception? exception)
    {
        if (exception is Storage.InconsistentStateException { IsSourceActivation: true } stale)
        {
            stale.IsSourceActivation = false;
            Leave(new(DeactivationReasonCode.ApplicationError, stale, $"Activation {this} has stale state."));
        }
    }

    private void Track(GrainRequest request)
    {
        _runningRequests++;
        if (_blocking is null && !request.IsAlwaysInterleave)
        {
            _blocking = request;
            return;
        }

        var others = Rare.OtherRunning ??= [];
        lock (others)
        {
            others.Add(request);
        }
    }

    private void Untrack(GrainRequest request)
    {
        _runningRequests--;
        var others = _rare?.OtherRunning;
        if (_blocking != request)
        {
            lock (others!)
            {
                others.Remove(request);
            }

            return;
        }

        _blocking = null;
        if (others is { Count: > 0 })
        {
            lock (others)
            {
                // Another request that went along with this one now holds back those that may not go along with it.
                var index = others.FindIndex(other => !other.IsAlwaysInterleave);
                if (index >= 0)
                {
                    _blocking = others[index];
                    others.RemoveAt(index);
                }
            }
        }
    }

    private object TargetOf(GrainRequest request)
    {
        if (request.Method.IsExtension)
        {
            return GetComponent(request.Method.InterfaceType)
                ?? throw new GrainExtensionNotInstalledException($"No extension {request.Method.InterfaceType} is installed on {GrainId}.");
        }

        return GrainInstance ?? throw new ClientNotAvailableException(GrainId);
    }

    private void Forward(GrainRequest request)
    {
        if (request.TimerTick)
        {
            return;
        }

        try
        {
            Router.Cluster.Locate(GrainId, Class.GrainType, request.Caller).Requeue(request);
        }
        catch (Exception exception)
        {
            Router.Cluster.Pending.Remove(request);
            request.AnswerException(exception);
        }
    }

    private void LogLostException(GrainRequest request)
    {
        var exception = request.FilteredTask is { } filtered ? filtered.Result.Exception : request.CalleeTask!.Exception?.InnerException;
        if (exception is not null)
        {
            Silo.Logger.LogWarning(exception, "One-way call {Call} failed.", request);
        }
    }
}
