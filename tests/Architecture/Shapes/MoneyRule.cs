using Mono.Cecil;

namespace Countersign.Tests.Architecture.Shapes;

/// <summary>The types of money hold decimals, turn into doubles at one named seam only, and do not multiply with each other.</summary>
internal static class MoneyRule
{
    public const string Seam = "ToDouble";

    public static IEnumerable<string> Check(TypeDefinition type)
    {
        foreach (var method in type.Methods)
        {
            if (method.Name is "op_Multiply" or "op_Division" && method.Parameters.All(p => p.ParameterType.FullName == type.FullName)
                && method.ReturnType.FullName == type.FullName)
            {
                yield return $"{type.Name} combined with {type.Name} by {method.Name} is no {type.Name}";
            }

            if (method.Name is "op_Implicit" or "op_Explicit")
            {
                yield return $"{type.Name} converts to or from {Other(method, type)} without saying so";
            }

            if (method.Name != Seam && (method.ReturnType.FullName is "System.Double" or "System.Single"))
            {
                yield return $"{type.Name}.{method.Name} leaves decimals beside the seam {Seam}";
            }

            if (method.Parameters.Any(p => p.ParameterType.FullName is "System.Double" or "System.Single"))
            {
                yield return $"{type.Name}.{method.Name} takes binary floating point";
            }
        }

        foreach (var field in type.Fields.Where(f => f.FieldType.FullName is "System.Double" or "System.Single"))
        {
            yield return $"{type.Name} holds binary floating point in {field.Name}";
        }
    }

    private static string Other(MethodDefinition method, TypeDefinition type) =>
        method.ReturnType.FullName == type.FullName ? method.Parameters[0].ParameterType.Name : method.ReturnType.Name;
}
