using System.Reflection;

namespace Countersign.Tests.Api.Hosting;

/// <summary>An object of any interface whose every call goes to one function.</summary>
public class Substitute : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> answer = (_, _) => null;

    public static T For<T>(Func<MethodInfo, object?[], object?> answer) where T : class => (T)For(typeof(T), answer);

    public static object For(Type contract, Func<MethodInfo, object?[], object?> answer)
    {
        var proxy = Create(contract, typeof(Substitute));
        ((Substitute)proxy).answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => answer(targetMethod!, args ?? []);
}

/// <summary>Makes the task that a method returns.</summary>
internal static class Tasks
{
    public static object Completed(Type task, object? result)
    {
        if (task == typeof(Task))
        {
            return Task.CompletedTask;
        }

        return task.GetGenericTypeDefinition() == typeof(ValueTask<>)
            ? Activator.CreateInstance(task, result)!
            : typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(task.GetGenericArguments()[0]).Invoke(null, [result])!;
    }

    public static object Faulted(Type task, Exception e) => task == typeof(Task)
        ? Task.FromException(e)
        : typeof(Task).GetMethods().Single(m => m is { Name: nameof(Task.FromException), IsGenericMethod: true })
            .MakeGenericMethod(task.GetGenericArguments()[0]).Invoke(null, [e])!;
}
