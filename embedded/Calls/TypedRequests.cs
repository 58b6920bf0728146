using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call whose answer is a <typeparamref name="T"/>.</summary>
internal abstract class ResultRequest<T> : GrainRequest
{
    private TaskCompletionSource<T>? _answer;

    public override Task? AnswerTask => _answer?.Task;

    public override bool IsAnswered => _answer is { Task.IsCompleted: true };

    public override void PrepareAnswer() => _answer ??= new(AnswerOptions);

    public override void Answer(Response response)
    {
        if (response.Exception is { } exception)
        {
            AnswerException(exception);
            return;
        }

        try
        {
            _answer?.TrySetResult(ValueOf(response));
        }
        catch (Exception conversion)
        {
            _answer?.TrySetException(conversion);
        }
    }

    public override void AnswerException(Exception exception)
    {
        if (exception is OperationCanceledException cancellation)
        {
            _answer?.TrySetFromTask(Cancelled(cancellation));
            return;
        }

        _answer?.TrySetException(exception);
    }

    public override void AnswerFromCallee() => SettleFrom(CalleeTask!, _answer);

    public override Response ResponseFromTask(Task answer)
    {
        if (ReferenceEquals(answer, CalleeTask))
        {
            return ResponseFromCallee();
        }

        return answer.IsCompletedSuccessfully ? ResponseOf(((Task<T>)answer).Result) : Response.FromException(ExceptionOf(answer));
    }

    protected override void ForgetAnswer() => _answer = null;

    public override Task AnswerAsTask(Response response)
    {
        PrepareAnswer();
        Answer(response);
        return _answer!.Task;
    }

    /// <summary>A task that is cancelled by just this exception; only an asynchronous method makes one.</summary>
#pragma warning disable CS1998
    private static async Task<T> Cancelled(OperationCanceledException cancellation) => throw cancellation;
#pragma warning restore CS1998

    protected virtual Response ResponseOf(T value) => Response.FromResult(value);

    protected virtual T ValueOf(Response response) => response.GetResult<T>();

    protected abstract void SettleFrom(Task callee, TaskCompletionSource<T>? answer);
}

internal abstract class TaskRequest<T> : ResultRequest<T>
{
    public override void InvokeOn(object target) => CalleeTask = Call(target) ?? throw NullTask.Returned(this);

    public override Response ResponseFromCallee()
    {
        var task = (Task<T>)CalleeTask!;
        return task.IsCompletedSuccessfully ? Response.FromResult(task.Result) : Response.FromException(ExceptionOf(task));
    }

    protected abstract Task<T> Call(object target);

    protected override void SettleFrom(Task callee, TaskCompletionSource<T>? answer) => answer?.TrySetFromTask((Task<T>)callee);
}

internal abstract class ValueTaskRequest<T> : ResultRequest<T>
{
    private bool _hasValue;
    private T _value = default!;

    /// <summary>The answer without a task, when the method ended at once.</summary>
    public bool TryGetValue(out T value)
    {
        value = _value;
        return _hasValue;
    }

    public override void InvokeOn(object target)
    {
        var call = Call(target);
        if (call.IsCompletedSuccessfully)
        {
            _value = call.Result;
            _hasValue = true;
            CalleeTask = Task.CompletedTask;
            return;
        }

        CalleeTask = call.AsTask();
    }

    public override Response ResponseFromCallee()
    {
        if (_hasValue)
        {
            return Response.FromResult(_value);
        }

        var task = (Task<T>)CalleeTask!;
        return task.IsCompletedSuccessfully ? Response.FromResult(task.Result) : Response.FromException(ExceptionOf(task));
    }

    protected abstract ValueTask<T> Call(object target);

    protected override void SettleFrom(Task callee, TaskCompletionSource<T>? answer)
    {
        if (_hasValue)
        {
            answer?.TrySetResult(_value);
        }
        else
        {
            answer?.TrySetFromTask((Task<T>)callee);
        }
    }
}

/// <summary>A call that answers with nothing but its end.</summary>
internal abstract class VoidResultRequest : ResultRequest<object?>
{
    public override Response ResponseFromCallee() =>
        CalleeTask!.IsCompletedSuccessfully ? Response.Completed : Response.FromException(ExceptionOf(CalleeTask));

    protected override Response ResponseOf(object? value) => Response.Completed;

    protected override object? ValueOf(Response response) => null;

    protected override void SettleFrom(Task callee, TaskCompletionSource<object?>? answer)
    {
        if (callee.IsCompletedSuccessfully)
        {
            answer?.TrySetResult(null);
        }
        else if (callee.IsCanceled)
        {
            AnswerException(ExceptionOf(callee));
        }
        else
        {
            answer?.TrySetException(callee.Exception!.InnerExceptions);
        }
    }
}

internal abstract class TaskRequest : VoidResultRequest
{
    public override void InvokeOn(object target) => CalleeTask = Call(target) ?? throw NullTask.Returned(this);

    protected abstract Task Call(object target);
}

internal abstract class ValueTaskRequest : VoidResultRequest
{
    public override void InvokeOn(object target) => CalleeTask = Call(target).AsTask();

    protected abstract ValueTask Call(object target);
}

internal abstract class VoidRequest : VoidResultRequest
{
    public override void InvokeOn(object target)
    {
        Call(target);
        CalleeTask = Task.CompletedTask;
    }

    protected abstract void Call(object target);
}

internal static class NullTask
{
    public static InvalidOperationException Returned(GrainRequest request) => new($"{request.Method} returned null instead of a task.");
}
