using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Shapes;

/// <summary>How grains look: internal sealed classes behind public interfaces with string keys, every method with its roles.</summary>
internal static class GrainRule
{
    private const string Roles = "Countersign.Grains.Tenants.AllowRolesAttribute";
    private const string Token = "System.Threading.CancellationToken";

    public static IEnumerable<string> CheckClasses(ModuleDefinition module)
    {
        foreach (var grain in TypeUse.All(module).Where(t => t.IsClass && TypeUse.DescendsFrom(t, "Orleans.Grain")))
        {
            if (!grain.IsNotPublic)
            {
                yield return $"{grain.FullName} is not internal";
            }

            if (!grain.IsSealed)
            {
                yield return $"{grain.FullName} is not sealed";
            }

            var own = grain.Interfaces.Count(i => i.InterfaceType.Resolve() is { } type && IsGrainInterface(type));
            if (own != 1)
            {
                yield return $"{grain.FullName} has {own} grain interfaces instead of one";
            }
        }
    }

    public static IEnumerable<string> CheckInterfaces(ModuleDefinition module)
    {
        foreach (var type in TypeUse.All(module).Where(IsGrainInterface))
        {
            if (!type.IsPublic)
            {
                yield return $"{type.FullName} is not public";
            }

            if (type.Interfaces.All(i => i.InterfaceType.FullName != "Orleans.IGrainWithStringKey"))
            {
                yield return $"{type.FullName} has no string key";
            }

            foreach (var problem in type.Methods.SelectMany(CheckMethod))
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> CheckMethod(MethodDefinition method)
    {
        var name = $"{method.DeclaringType.FullName}.{method.Name}";
        if (method.CustomAttributes.All(a => a.AttributeType.FullName != Roles))
        {
            yield return $"{name} allows no role: it is denied to everybody";
        }

        if (method.Parameters.SkipLast(1).Any(p => p.ParameterType.FullName == Token))
        {
            yield return $"{name} has its cancellation token before another parameter";
        }
    }

    private static bool IsGrainInterface(TypeDefinition type) =>
        type.IsInterface && !type.Namespace.StartsWith("Orleans", StringComparison.Ordinal)
        && type.Interfaces.Any(i => i.InterfaceType.FullName.StartsWith("Orleans.IGrain", StringComparison.Ordinal));
}
