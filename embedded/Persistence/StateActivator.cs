using System.Runtime.CompilerServices;

namespace Countersign.Embedded;

/// <summary>The state of a grain that has none stored yet: the type's parameterless constructor, or all fields at their default.</summary>
internal static class StateActivator
{
    public static T Create<T>()
    {
        var type = typeof(T);
        if (type.IsValueType)
        {
            return default!;
        }

        if (type.GetConstructor(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public
            | System.Reflection.BindingFlags.NonPublic, []) is not null)
        {
            return (T)Activator.CreateInstance(type, nonPublic: true)!;
        }

        var hasNoInstance = type == typeof(string) || type.IsArray || type.IsAbstract || type.IsInterface;
        return hasNoInstance ? default! : (T)RuntimeHelpers.GetUninitializedObject(type);
    }
}
