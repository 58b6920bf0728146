using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>The names of grain classes and interfaces, by the same rules as Orleans.</summary>
internal static class GrainNames
{
    private const string GrainSuffix = "grain";

    private static readonly ConcurrentDictionary<Type, GrainInterfaceType> InterfaceTypes = new();

    public static string InterfaceName(Type interfaceType) => InterfaceTypeOf(interfaceType).ToString();

    public static GrainInterfaceType InterfaceTypeOf(Type interfaceType) =>
        InterfaceTypes.GetOrAdd(interfaceType, static type => GrainInterfaceType.Create(
            type.GetCustomAttribute<AliasAttribute>() is { } alias && !type.IsGenericType ? alias.Alias : FullName(type)));

    public static GrainType GrainTypeOf(Type grainClass)
    {
        var definition = grainClass.IsConstructedGenericType ? grainClass.GetGenericTypeDefinition() : grainClass;
        var name = definition.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, definition).ToString() ?? DefaultName(definition);
        return GrainType.Create(grainClass.IsConstructedGenericType
            ? $"{name}[[{string.Join("],[", grainClass.GetGenericArguments().Select(FullName))}]]"
            : name);
    }

    private static string DefaultName(Type definition)
    {
        var name = definition.Name.ToLowerInvariant();
        var arity = name.IndexOf('`');
        var (stem, suffix) = arity < 0 ? (name, "") : (name[..arity], name[arity..]);
        if (stem.EndsWith(GrainSuffix, StringComparison.Ordinal) && stem.Length > GrainSuffix.Length)
        {
            stem = stem[..^GrainSuffix.Length];
        }

        return stem + suffix;
    }

    private static string FullName(Type type)
    {
        if (!type.IsConstructedGenericType)
        {
            return type.FullName ?? type.Name;
        }

        return $"{type.GetGenericTypeDefinition().FullName}[[{string.Join("],[", type.GetGenericArguments().Select(FullName))}]]";
    }
}
