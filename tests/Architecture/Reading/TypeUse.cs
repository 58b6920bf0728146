using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Countersign.Tests.Architecture.Reading;

/// <summary>What a compiled type calls and mentions.</summary>
internal static class TypeUse
{
    /// <summary>The types of a module that people wrote, each without those nested in it.</summary>
    public static IEnumerable<TypeDefinition> TopLevel(ModuleDefinition module) => module.Types.Where(t => !t.Name.StartsWith('<'));

    /// <summary>A type with all that is nested in it, also what the compiler made: lambdas and asynchronous methods are there.</summary>
    public static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    /// <summary>Every call in a type's methods, with the method that makes it.</summary>
    public static IEnumerable<(MethodDefinition In, MethodReference Called)> Calls(TypeDefinition type) =>
        from part in WithNested(type)
        from method in part.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.Operand is MethodReference
        select (method, (MethodReference)instruction.Operand);

    /// <summary>Every type that a type mentions: bases, members, attributes, bodies, generic arguments.</summary>
    public static IEnumerable<TypeReference> Mentions(TypeDefinition type) => WithNested(type).SelectMany(Direct).SelectMany(Flatten);

    private static IEnumerable<TypeReference> Direct(TypeDefinition type)
    {
        IEnumerable<TypeReference?> head = [type.BaseType, .. type.Interfaces.Select(i => i.InterfaceType), .. Attributes(type)];
        var fields = type.Fields.Select(f => f.FieldType);
        var methods = type.Methods.SelectMany(m => (IEnumerable<TypeReference>)
            [m.ReturnType, .. m.Parameters.Select(p => p.ParameterType), .. Attributes(m), .. m.HasBody ? Body(m.Body) : []]);
        return head.OfType<TypeReference>().Concat(fields).Concat(methods);
    }

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.Select(a => a.AttributeType);

    private static IEnumerable<TypeReference> Body(MethodBody body)
    {
        foreach (var variable in body.Variables)
        {
            yield return variable.VariableType;
        }

        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    yield return type;
                    break;
                case FieldReference field:
                    yield return field.DeclaringType;
                    yield return field.FieldType;
                    break;
                case MethodReference method:
                    yield return method.DeclaringType;
                    yield return method.ReturnType;
                    foreach (var argument in (method as GenericInstanceMethod)?.GenericArguments ?? [])
                    {
                        yield return argument;
                    }

                    break;
            }
        }
    }

    private static IEnumerable<TypeReference> Flatten(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Flatten).Prepend(generic.ElementType),
        TypeSpecification specification => Flatten(specification.ElementType),
        _ => [type],
    };

    /// <summary>The namespace of a type, also of one that is nested.</summary>
    public static string NamespaceOf(TypeReference type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;

    /// <summary>Whether a type descends from the named one.</summary>
    public static bool DescendsFrom(TypeDefinition type, string fullName)
    {
        for (var above = type.BaseType; above is not null; above = above.Resolve()?.BaseType)
        {
            if (above.FullName == fullName)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every type of a module, nested ones too.</summary>
    public static IEnumerable<TypeDefinition> All(ModuleDefinition module) => module.GetAllTypes();
}
