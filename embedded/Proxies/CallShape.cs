using System.Reflection;

namespace Orleans.Runtime;

/// <summary>How a method of a given return type is sent, and the class that its requests derive from.</summary>
internal sealed record CallShape(Type RequestBase, MethodInfo Send)
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Null when the method's return type is none that a grain method may have.</summary>
    public static CallShape? Of(MethodInfo method)
    {
        var result = method.ReturnType;
        if (result == typeof(void))
        {
            return new(typeof(VoidRequest), SendMethod(nameof(GrainReference.SendVoid), generic: false));
        }

        if (result == typeof(Task))
        {
            return new(typeof(TaskRequest), SendMethod(nameof(GrainReference.SendTask), generic: false));
        }

        if (result == typeof(ValueTask))
        {
            return new(typeof(ValueTaskRequest), SendMethod(nameof(GrainReference.SendValueTask), generic: false));
        }

        if (!result.IsGenericType)
        {
            return null;
        }

        var definition = result.GetGenericTypeDefinition();
        var argument = result.GetGenericArguments()[0];
        if (definition == typeof(Task<>))
        {
            return new(typeof(TaskRequest<>).MakeGenericType(argument), SendMethod(nameof(GrainReference.SendTask), generic: true).MakeGenericMethod(argument));
        }

        return definition == typeof(ValueTask<>)
            ? new(typeof(ValueTaskRequest<>).MakeGenericType(argument), SendMethod(nameof(GrainReference.SendValueTask), generic: true).MakeGenericMethod(argument))
            : null;
    }

    private static MethodInfo SendMethod(string name, bool generic) =>
        typeof(GrainReference).GetMethods(Internal).Single(method => method.Name == name && method.IsGenericMethodDefinition == generic);
}
