using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call on its way through the caller's filters.</summary>
internal sealed class OutgoingCall : GrainCall, IOutgoingGrainCallContext
{
    private readonly IOutgoingGrainCallFilter[] _filters;
    private readonly GrainReference _reference;

    private OutgoingCall(IOutgoingGrainCallFilter[] filters, GrainReference reference, GrainRequest request)
        : base(request)
    {
        _filters = filters;
        _reference = reference;
    }

    public override object Grain => _reference;

    public override GrainId TargetId => _reference.GrainId;

    public IGrainContext? SourceContext => GrainRequest.Caller;

    /// <summary>The task is of the type that the called method returns.</summary>
    public static Task SendAsync(IOutgoingGrainCallFilter[] filters, GrainReference reference, GrainRequest request)
    {
        // What the filters answer goes to a request of its own, so that the one that travels can be sent more than once.
        request.PrepareAnswer();
        var answer = request.AnswerTask!;
        _ = new OutgoingCall(filters, reference, request).RunAsync();
        return answer;
    }

    protected override Task InvokeFilter(int index) => _filters[index].Invoke(this);

    protected override int FilterCount => _filters.Length;

    protected override async Task<Response> InvokeTarget()
    {
        var travelling = GrainRequest.ForSending();
        travelling.Context = RequestContext.Current;
        var task = _reference.Dispatch(travelling);
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return travelling.ResponseFromTask(task);
    }

    private async Task RunAsync()
    {
        try
        {
            await Invoke();
            GrainRequest.Answer(Response ?? Response.Completed);
        }
        catch (Exception exception)
        {
            GrainRequest.AnswerException(exception);
        }
    }
}

/// <summary>What incoming and outgoing calls have in common.</summary>
internal abstract class GrainCall(GrainRequest request) : IGrainCallContext
{
    private int _next;

    public GrainRequest GrainRequest { get; } = request;

    public IInvokable Request => GrainRequest;

    public abstract object Grain { get; }

    public abstract GrainId TargetId { get; }

    public GrainId? SourceId => GrainRequest.Caller?.GrainId ?? GrainRequest.Sender.ClientId;

    public GrainInterfaceType InterfaceType => GrainNames.InterfaceTypeOf(GrainRequest.Method.InterfaceType);

    public string InterfaceName => GrainRequest.Method.InterfaceName;

    public string MethodName => GrainRequest.Method.Name;

    public MethodInfo InterfaceMethod => GrainRequest.Method.Method;

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response?.Result;
        set => Response = Response.FromResult(value);
    }

    protected abstract int FilterCount { get; }

    public async Task Invoke()
    {
        var position = _next;
        try
        {
            if (position < FilterCount)
            {
                _next = position + 1;
                await InvokeFilter(position);
                return;
            }

            Response = await InvokeTarget();
            if (Response.Exception is { } exception)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
            }
        }
        finally
        {
            // A filter may invoke what comes after it once more, for example to retry.
            _next = position;
        }
    }

    protected abstract Task InvokeFilter(int index);

    protected abstract Task<Response> InvokeTarget();
}
