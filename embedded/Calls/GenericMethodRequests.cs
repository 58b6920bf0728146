using System.Reflection;

namespace Orleans.Runtime;

// Generic methods are called by reflection: their request types can't be generated ahead, and grains hardly have any.

internal sealed class ReflectedTaskRequest(MethodInfo method, object?[] arguments) : TaskRequest
{
    public override object? GetArgument(int index) => arguments[index];

    public override void SetArgument(int index, object value) => arguments[index] = value;

    protected override Task Call(object target) => (Task)ReflectedCall.Invoke(method, target, arguments)!;
}

internal sealed class ReflectedTaskRequest<T>(MethodInfo method, object?[] arguments) : TaskRequest<T>
{
    public override object? GetArgument(int index) => arguments[index];

    public override void SetArgument(int index, object value) => arguments[index] = value;

    protected override Task<T> Call(object target) => (Task<T>)ReflectedCall.Invoke(method, target, arguments)!;
}

internal sealed class ReflectedValueTaskRequest(MethodInfo method, object?[] arguments) : ValueTaskRequest
{
    public override object? GetArgument(int index) => arguments[index];

    public override void SetArgument(int index, object value) => arguments[index] = value;

    protected override ValueTask Call(object target) => (ValueTask)ReflectedCall.Invoke(method, target, arguments)!;
}

internal sealed class ReflectedValueTaskRequest<T>(MethodInfo method, object?[] arguments) : ValueTaskRequest<T>
{
    public override object? GetArgument(int index) => arguments[index];

    public override void SetArgument(int index, object value) => arguments[index] = value;

    protected override ValueTask<T> Call(object target) => (ValueTask<T>)ReflectedCall.Invoke(method, target, arguments)!;
}

internal sealed class ReflectedVoidRequest(MethodInfo method, object?[] arguments) : VoidRequest
{
    public override object? GetArgument(int index) => arguments[index];

    public override void SetArgument(int index, object value) => arguments[index] = value;

    protected override void Call(object target) => ReflectedCall.Invoke(method, target, arguments);
}

internal static class ReflectedCall
{
    public static object? Invoke(MethodInfo method, object target, object?[] arguments) =>
        method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>Calls a closed generic method; returns its Task, boxed ValueTask, or null for void.</summary>
    public static object? Send(GrainReference reference, GrainMethod open, Type[] typeArguments, object?[] arguments)
    {
        var closed = open.Close(typeArguments);
        var method = closed.Method;
        var result = method.ReturnType;
        if (result == typeof(Task))
        {
            return reference.SendTask(new ReflectedTaskRequest(method, arguments), closed);
        }

        if (result == typeof(ValueTask))
        {
            return reference.SendValueTask(new ReflectedValueTaskRequest(method, arguments), closed);
        }

        if (result == typeof(void))
        {
            reference.SendVoid(new ReflectedVoidRequest(method, arguments), closed);
            return null;
        }

        var name = result.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(SendTask) : nameof(SendValueTask);
        return typeof(ReflectedCall).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(result.GetGenericArguments()[0])
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [reference, closed, method, arguments], null);
    }

    private static object SendTask<T>(GrainReference reference, GrainMethod closed, MethodInfo method, object?[] arguments) =>
        reference.SendTask<T>(new ReflectedTaskRequest<T>(method, arguments), closed);

    private static object SendValueTask<T>(GrainReference reference, GrainMethod closed, MethodInfo method, object?[] arguments) =>
        reference.SendValueTask(new ReflectedValueTaskRequest<T>(method, arguments), closed);
}
