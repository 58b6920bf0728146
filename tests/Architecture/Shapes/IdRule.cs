using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Shapes;

/// <summary>Ids are small immutable values that are read from text in one place.</summary>
internal static class IdRule
{
    public static IEnumerable<string> Check(ModuleDefinition module)
    {
        foreach (var type in TypeUse.All(module).Where(t => t.IsPublic && t.Name.EndsWith("Id", StringComparison.Ordinal) && t.Name.Length > 2))
        {
            if (!type.IsValueType || type.Methods.All(m => m.Name != "PrintMembers") || !IsReadOnly(type))
            {
                yield return $"{type.Name} is not a readonly record struct";
            }

            if (!type.Methods.Any(m => m.IsPublic && m.IsStatic && m.Name == "Parse"))
            {
                yield return $"{type.Name} has no Parse";
            }
        }
    }

    private static bool IsReadOnly(TypeDefinition type) =>
        type.CustomAttributes.Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsReadOnlyAttribute");
}
