using System.Reflection;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>
/// Writes what an assembly shows to other assemblies under the namespaces that Orleans uses, one line a member, types as
/// <see cref="Type.ToString"/> gives them:
/// <c>T type</c>, <c>B type base</c>, <c>I type interface</c>, <c>C type (parameters)</c>,
/// <c>M type return name`arity (parameters)</c>, <c>P type property-type name get set</c>, <c>F type field-type name</c>,
/// <c>E type handler name</c>.
/// </summary>
internal static class ApiSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly) => Of(assembly.GetTypes());

    public static IReadOnlyList<string> Of(IEnumerable<Type> types) =>
        [.. types.Where(IsShared).Where(IsVisible).SelectMany(Lines).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The lines that the published list does not have, in order.</summary>
    public static IReadOnlyList<string> NotIn(IReadOnlySet<string> published, IEnumerable<string> lines) =>
        [.. lines.Where(line => !published.Contains(line)).Order(StringComparer.Ordinal)];

    /// <summary>The type that a line of the list belongs to.</summary>
    public static string TypeOf(string line)
    {
        var start = line.IndexOf(' ', StringComparison.Ordinal) + 1;
        var end = line.IndexOf(' ', start);
        return end < 0 ? line[start..] : line[start..end];
    }

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"T {type}";
        if (type.BaseType is { } parent && IsOrleans(parent) && IsVisible(parent))
        {
            yield return $"B {type} {parent}";
        }

        foreach (var contract in type.GetInterfaces().Where(IsOrleans).Where(IsVisible))
        {
            yield return $"I {type} {contract}";
        }

        foreach (var member in type.GetMembers(Declared).Select(Line).OfType<string>())
        {
            yield return member;
        }
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) =>
            $"C {member.DeclaringType} {Parameters(constructor)}",
        MethodInfo method when IsVisible(method) && !IsAccessor(method) =>
            $"M {member.DeclaringType} {method.ReturnType} {method.Name}{Arity(method)} {Parameters(method)}",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsVisible) =>
            $"P {member.DeclaringType} {property.PropertyType} {property.Name}{Accessor(property.GetMethod, " get")}{Accessor(property.SetMethod, " set")}",
        FieldInfo field when IsVisible(field) && !field.IsSpecialName =>
            $"F {member.DeclaringType} {field.FieldType} {field.Name}",
        EventInfo happening when happening.AddMethod is { } add && IsVisible(add) =>
            $"E {member.DeclaringType} {happening.EventHandlerType} {happening.Name}",
        _ => null,
    };

    private static string Parameters(MethodBase method) =>
        $"({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.ToString()))})";

    private static string Arity(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"`{method.GetGenericArguments().Length}" : "";

    private static string Accessor(MethodInfo? accessor, string text) => accessor is not null && IsVisible(accessor) ? text : "";

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(Type type) =>
        type.IsNested
            ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
            : type.IsPublic;

    private static bool IsOrleans(Type type) => IsUnder(type, "Orleans");

    // Orleans hangs UseOrleans and the like on the namespaces of Microsoft.Extensions.
    private static bool IsShared(Type type) => IsOrleans(type) || IsUnder(type, "Microsoft") || IsUnder(type, "System");

    private static bool IsUnder(Type type, string root) =>
        type.Namespace is { } space && (space == root || space.StartsWith(root + ".", StringComparison.Ordinal));
}
