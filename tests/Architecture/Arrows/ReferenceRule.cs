using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Arrows;

/// <summary>Which assemblies each project may use: the third column of the folder table in docs/architecture.md.</summary>
internal static class ReferenceRule
{
    // The grain API: in one build an assembly of ours implements it, in the other Microsoft.Orleans.
    private static bool IsGrainApi(string name) => name == DeskAssemblies.Embedded || name.StartsWith("Orleans", StringComparison.Ordinal);

    private static bool IsExtension(string name) =>
        name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && SharedFrameworks.IsAspNet(name);

    /// <summary>Whether a project may use an assembly.</summary>
    public static bool Allows(string project, string name) => SharedFrameworks.IsBaseLibrary(name) || project switch
    {
        DeskAssemblies.Domain => name == "MathNet.Numerics",
        DeskAssemblies.Embedded => IsExtension(name),
        DeskAssemblies.Grains => name == DeskAssemblies.Domain || IsGrainApi(name),
        DeskAssemblies.Contracts => false,
        DeskAssemblies.Api => name is DeskAssemblies.Domain or DeskAssemblies.Grains or DeskAssemblies.Contracts
            or "Microsoft.OpenApi" or "Microsoft.AspNetCore.OpenApi" or "QRCoder" or "Swashbuckle.AspNetCore.SwaggerUI" || IsGrainApi(name)
            || SharedFrameworks.IsAspNet(name),
        DeskAssemblies.Web => name is DeskAssemblies.Contracts || SharedFrameworks.IsAspNet(name),
        DeskAssemblies.Silo => !name.StartsWith("Countersign.Tests.", StringComparison.Ordinal),
        _ => throw new ArgumentOutOfRangeException(nameof(project), project, "No rule says what this project may use."),
    };

    /// <summary>The assemblies that a module uses and its project may not.</summary>
    public static IEnumerable<string> Check(string project, ModuleDefinition module) =>
        from reference in module.AssemblyReferences
        where !Allows(project, reference.Name)
        select $"{project} uses {reference.Name}";
}
