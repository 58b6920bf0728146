using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Arrows;

/// <summary>Arrows that the list of references cannot show, because an assembly holds what is allowed and what is not.</summary>
internal static class NamespaceRule
{
    /// <summary>Types that know which grain runtime it is. Only <c>embedded/</c> and <c>silo/Hosting</c> may.</summary>
    public static IEnumerable<string> CheckRuntime(ModuleDefinition module) =>
        from type in TypeUse.TopLevel(module)
        where !Within(type.Namespace, "Countersign.Silo.Hosting")
        from mentioned in TypeUse.Mentions(type).Where(t => Within(TypeUse.NamespaceOf(t), "Countersign.Embedded")).Select(t => t.FullName).Distinct()
        select $"{type.FullName} knows the embedded runtime: {mentioned}";

    /// <summary>Where the API decides itself instead of asking a grain.</summary>
    public static IEnumerable<string> CheckApiDecidesNothing(ModuleDefinition module) =>
        from type in TypeUse.TopLevel(module)
        from mentioned in TypeUse.Mentions(type).Where(IsRule).Select(t => t.FullName).Distinct()
        select $"{type.FullName} uses the rule {mentioned}: a grain applies it";

    private static bool IsRule(TypeReference type) =>
        Within(TypeUse.NamespaceOf(type), "Countersign.Domain")
        && (type.Name.EndsWith("Decider", StringComparison.Ordinal) || type.Name.EndsWith("Gate", StringComparison.Ordinal)
            || type.Name.EndsWith("StateMachine", StringComparison.Ordinal) || type.Name.EndsWith("Evaluator", StringComparison.Ordinal));

    private static bool Within(string ns, string outer) => ns == outer || ns.StartsWith(outer + ".", StringComparison.Ordinal);
}
