using System.Diagnostics;
using Countersign.Embedded;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// One activation of a grain: a mailbox whose work runs one turn at a time. It is its own task scheduler, so that continuations of its
/// asynchronous methods come back to it. Whoever holds <see cref="_turn"/> runs the turn and owns all fields that aren't marked otherwise.
/// </summary>
internal sealed partial class Activation : TaskScheduler, IGrainContext, IWorkItemScheduler, IGrainExtensionBinder, ICallTarget, IThreadPoolWorkItem
{
    private const int TurnsPerSlice = 128;

    [ThreadStatic]
    private static int s_inlineDepth;

    private readonly IdSpan _key;
    private object? _instance;

    // Shared between threads: pushed by anyone, taken by the holder of the turn.
    private WorkNode? _inbox;
    private int _turn;
    private int _queuedRequests;

    private WorkNode? _ready;
    private RequestQueue? _waiting;
    private GrainRequest? _blocking;
    private Rarities? _rare;
    private ActivationState _state;
    private bool _pump;
    private bool _noCollection;
    private int _runningRequests;
    private int _usedInEpoch;

    public Activation(GrainClass grainClass, IdSpan key)
    {
        Class = grainClass;
        _key = key;
        _usedInEpoch = grainClass.Silo.Epoch;
    }

    public GrainClass Class { get; }

    public Silo Silo => Class.Silo;

    public CallRouter Router => Class.Router;

    public IGrainRuntime Runtime => Class.Silo.GrainRuntime;

    public GrainId GrainId => new(Class.GrainType, _key);

    public object? GrainInstance => Class.IsObserver ? ((WeakReference<IGrainObserver>)_instance!).TryGetTarget(out var observer) ? observer : null : _instance;

    public bool IsValid => _state != ActivationState.Gone;

    /// <summary>Requests that run or wait; read without holding the turn, so approximate.</summary>
    public int Load => _runningRequests + Volatile.Read(ref _queuedRequests) + (_turn != 0 ? 1 : 0);

    public override int MaximumConcurrencyLevel => 1;

    private ISimulationScheduler? Simulation => Class.Silo.Cluster.Simulation;

    public Task Accept(GrainRequest request)
    {
        request.Target = this;
        if (MayRunInline(request) && Interlocked.CompareExchange(ref _turn, 1, 0) == 0)
        {
            if (_state == ActivationState.Active && _inbox is null && _ready is null && _waiting is null or { IsEmpty: true } && MayStart(request))
            {
                RunInline(request);
                return request.AnswerTask ?? request.CalleeTask!;
            }

            ReleaseTurn();
        }

        // Calls that go beside others hardly wait, and may be what the others wait for.
        var limit = request.IsAlwaysInterleave ? Class.Silo.QueuedRequestsMax * 2L : Class.Silo.QueuedRequestsMax;
        if (Volatile.Read(ref _queuedRequests) >= limit)
        {
            return Refuse(request);
        }

        return Queue(request);
    }

    public void Requeue(GrainRequest request)
    {
        request.Target = this;
        request.Queued = true;
        Interlocked.Increment(ref _queuedRequests);
        Push(request);
    }

    /// <summary>Runs as many turns as fit into a slice; called by the thread pool, which holds the turn for this activation.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        var previous = RuntimeContext.Exchange(this);
        try
        {
            for (var turns = 0; turns < TurnsPerSlice && RunNext(); turns++)
            {
            }
        }
        finally
        {
            RuntimeContext.Exchange(previous);
        }

        ReleaseTurn();
    }

    /// <summary>Runs one turn of a deterministic run; false when the activation has nothing more to do.</summary>
    public bool RunOneStep()
    {
        var previous = RuntimeContext.Exchange(this);
        var surroundings = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            RunNext();
        }
        finally
        {
            RuntimeContext.Exchange(previous);
            SynchronizationContext.SetSynchronizationContext(surroundings);
        }

        if (HasWork)
        {
            return true;
        }

        _turn = 0;
        return false;
    }

    public void QueueAction(Action action) => Push(new ActionNode(static state => ((Action)state!)(), action, "action"));

    public void QueueAction(Action<object> action, object state) => Push(new ActionNode(action!, state, "action"));

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    protected override void QueueTask(Task task) => Push(new TaskNode(task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        RuntimeContext.CurrentActivation == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private bool MayRunInline(GrainRequest request) =>
        !request.IsOneWay
        && s_inlineDepth < Class.Silo.InlineDepthMax
        && request.Method.Inline.MayRunInline
        && System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private Task Refuse(GrainRequest request)
    {
        var refusal = new GrainOverloadedException(GrainId, Volatile.Read(ref _queuedRequests));
        return request.AnswerAsTask(Response.FromException(refusal));
    }

    private Task Queue(GrainRequest request)
    {
        Task answer;
        if (request.IsOneWay)
        {
            answer = request.AnswerAsTask(Response.Completed);
        }
        else
        {
            request.PrepareAnswer();
            answer = request.AnswerTask!;
            request.Sender.Await(request);
        }

        request.Queued = true;
        Interlocked.Increment(ref _queuedRequests);
        Push(request);
        return answer;
    }

    private void Push(WorkNode node)
    {
        var head = _inbox;
        while (true)
        {
            node.Next = head;
            var seen = Interlocked.CompareExchange(ref _inbox, node, head);
            if (seen == head)
            {
                break;
            }

            head = seen;
        }

        if (Volatile.Read(ref _turn) == 0 && Interlocked.CompareExchange(ref _turn, 1, 0) == 0)
        {
            Schedule();
        }
    }

    /// <summary>Hands the turn over to the thread pool, or to the simulation.</summary>
    private void Schedule()
    {
        if (Simulation is { } simulation)
        {
            simulation.Ready(this);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private bool HasWork => _ready is not null || Volatile.Read(ref _inbox) is not null || (_pump && _waiting is { IsEmpty: false });

    private void ReleaseTurn()
    {
        if (HasWork)
        {
            Schedule();
            return;
        }

        Interlocked.Exchange(ref _turn, 0);
        if (Volatile.Read(ref _inbox) is not null && Interlocked.CompareExchange(ref _turn, 1, 0) == 0)
        {
            Schedule();
        }
    }

    private bool RunNext()
    {
        if (_pump)
        {
            _pump = false;
            StartWaiting();
            if (_pump)
            {
                return true;
            }
        }

        if (_ready is null && !TakeInbox())
        {
            return false;
        }

        var node = _ready!;
        _ready = node.Next;
        node.Next = null;
        switch (node)
        {
            case GrainRequest request:
                Admit(request);
                break;
            case TaskNode continuation:
                Simulation?.Trace(this, "continuation");
                TryExecuteTask(continuation.Task);
                break;
            case ActionNode action:
                Simulation?.Trace(this, action.Name);
                RunAsTask(static state => ((ActionNode)state!).Run(), action);
                break;
            default:
                throw new UnreachableException();
        }

        return true;
    }

    /// <summary>Takes what has come in and puts it in the order of arrival.</summary>
    private bool TakeInbox()
    {
        var node = Interlocked.Exchange(ref _inbox, null);
        while (node is not null)
        {
            var next = node.Next;
            node.Next = _ready;
            _ready = node;
            node = next;
        }

        return _ready is not null;
    }

    private void RunInline(GrainRequest request)
    {
        var previous = RuntimeContext.Exchange(this);
        var surroundings = SynchronizationContext.Current;
        if (surroundings is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }

        s_inlineDepth++;
        var gauge = request.Method.Inline;
        var began = gauge.Begin();
        try
        {
            RunInItsContext(request);
        }
        finally
        {
            gauge.End(began, Class.Silo.InlineTurnTicksMax);
            s_inlineDepth--;
            RuntimeContext.Exchange(previous);
            if (surroundings is not null)
            {
                SynchronizationContext.SetSynchronizationContext(surroundings);
            }
        }

        ReleaseTurn();
    }

    /// <summary>The request sees the caller's request context and no other asynchronous locals; what it sets stays with it.</summary>
    private void RunInItsContext(GrainRequest request)
    {
        var context = request.Context?.Alone ?? CleanContext.Instance;
        if (ReferenceEquals(ExecutionContext.Capture(), context))
        {
            RunAsTask(StartRequest, request);
        }
        else
        {
            ExecutionContext.Run(context, static state => ((GrainRequest)state!).Target!.RunAsTask(StartRequest, state!), request);
        }
    }

    private static readonly Action<object?> StartRequest = static state =>
    {
        var request = (GrainRequest)state!;
        request.Target!.Start(request);
    };

    /// <summary>Code that runs in a task of this scheduler has its continuations, and the tasks that it starts, come back here.</summary>
    private void RunAsTask(Action<object?> action, object state) =>
        new Task(action, state, CancellationToken.None, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);
}
