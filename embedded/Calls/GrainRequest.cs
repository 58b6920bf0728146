using System.Reflection;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>
/// One call: its arguments (in the derived class that is generated for the method), who called, and how the answer gets back.
/// One object serves as message, as invokable and as queue node, so that a call allocates little.
/// </summary>
internal abstract class GrainRequest : WorkNode, IRequest
{
    private ITargetHolder? _holder;

    public GrainMethod Method = null!;
    public Activation? Caller;
    public Activation? Target;
    public RequestContext.RequestProperties? Context;
    public GrainReference? Reference;

    /// <summary>The task of the called method, once it was called.</summary>
    public Task? CalleeTask;

    /// <summary>The task of the incoming filters around the method, when there are any.</summary>
    public Task<Response>? FilteredTask;

    public bool Queued;
    public bool TimerTick;

    // Links and data of the list of unanswered calls.
    public GrainRequest? PendingPrevious;
    public GrainRequest? PendingNext;
    public long SentAt;
    public long Deadline;
    public int PendingStripe = -1;
    public CancellationTokenRegistration Cancellation;

    public InvokeMethodOptions Options { get; set; }

    public bool IsReadOnly => (Options & InvokeMethodOptions.ReadOnly) != 0;

    public bool IsAlwaysInterleave => (Options & InvokeMethodOptions.AlwaysInterleave) != 0;

    public bool IsOneWay => (Options & InvokeMethodOptions.OneWay) != 0;

    public virtual bool IsCancellable => Method.CancellationTokenIndex >= 0;

    /// <summary>The router of whoever made the call; its time-out counts.</summary>
    public CallRouter Sender => Caller?.Router ?? Reference!.Shape.Router;

    /// <summary>What the caller awaits; null as long as nobody had to wait.</summary>
    public abstract Task? AnswerTask { get; }

    public abstract bool IsAnswered { get; }

    public void AddInvokeMethodOptions(InvokeMethodOptions options) => Options |= options;

    /// <summary>Makes a task for a caller that has to wait.</summary>
    public abstract void PrepareAnswer();

    /// <summary>Calls the method on <paramref name="target"/> and keeps its task in <see cref="CalleeTask"/>.</summary>
    public abstract void InvokeOn(object target);

    /// <summary>Passes the outcome of <see cref="CalleeTask"/> on to the caller.</summary>
    public abstract void AnswerFromCallee();

    public abstract void Answer(Response response);

    public abstract void AnswerException(Exception exception);

    /// <summary>The outcome of the completed <see cref="CalleeTask"/>.</summary>
    public abstract Response ResponseFromCallee();

    public abstract Task AnswerAsTask(Response response);

    /// <summary>The outcome of a completed task that <see cref="GrainReference.Dispatch"/> returned for this request.</summary>
    public abstract Response ResponseFromTask(Task answer);

    /// <summary>A copy that travels to the grain while this one waits for the filters to answer.</summary>
    public GrainRequest ForSending()
    {
        var copy = (GrainRequest)MemberwiseClone();
        copy.Next = null;
        copy.CalleeTask = null;
        copy.FilteredTask = null;
        copy.ForgetAnswer();
        return copy;
    }

    protected abstract void ForgetAnswer();

    public virtual int GetArgumentCount() => Method.Parameters.Length;

    public virtual object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    public virtual void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index));

    public object? GetTarget() => _holder?.GetTarget();

    public void SetTarget(ITargetHolder holder) => _holder = holder;

    public async ValueTask<Response> Invoke()
    {
        var target = GetTarget() ?? throw new InvalidOperationException("The request has no target.");
        return await InvokeOnAsync(target);
    }

    public async Task<Response> InvokeOnAsync(object target)
    {
        try
        {
            InvokeOn(target);
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }

        var callee = CalleeTask!;
        await callee.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return ResponseFromCallee();
    }

    public string GetMethodName() => Method.Name;

    public string GetInterfaceName() => Method.InterfaceName;

    public string GetActivityName() => $"{Method.InterfaceName}/{Method.Name}";

    public MethodInfo GetMethod() => Method.Method;

    public Type GetInterfaceType() => Method.InterfaceType;

    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    public CancellationToken GetCancellationToken() =>
        Method.CancellationTokenIndex >= 0 && GetArgument(Method.CancellationTokenIndex) is CancellationToken token ? token : default;

    public bool TryCancel() => false;

    public void Dispose()
    {
    }

    public override string ToString() => $"{Target?.GrainId.ToString() ?? "?"}.{Method.Name}";

    /// <summary>How the caller's task runs what waits for it.</summary>
    protected TaskCreationOptions AnswerOptions => Reference is { } reference ? reference.Shape.Router.AnswerOptions : TaskCreationOptions.None;

    protected static Exception ExceptionOf(Task task) =>
        task.IsCanceled ? CancellationOf(task) : task.Exception!.InnerExceptions[0];

    /// <summary>The exception that cancelled the task, which only awaiting it shows.</summary>
    private static OperationCanceledException CancellationOf(Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException cancellation)
        {
            return cancellation;
        }

        return new TaskCanceledException(task);
    }
}
