using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Purity;

/// <summary>
/// Rules and grains do not reach out of the process: no file, network, console, process or environment. The base class library has them all, so
/// the list of references does not show it; readers and writers in memory are fine.
/// </summary>
internal static class WorldRule
{
    private static readonly HashSet<string> Types =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.FileSystemWatcher",
        "System.IO.RandomAccess", "System.Console", "System.Environment", "System.Diagnostics.Process", "System.AppDomain", "System.AppContext",
    ];

    private static readonly string[] Namespaces = ["System.Net", "System.Data", "System.IO.Pipes", "System.IO.MemoryMappedFiles", "Microsoft.Win32"];

    public static IEnumerable<string> Check(ModuleDefinition module) =>
        from type in TypeUse.TopLevel(module)
        from name in TypeUse.Mentions(type).Where(IsOutside).Select(t => t.FullName).Distinct()
        select $"{type.FullName} reaches outside with {name}";

    private static bool IsOutside(TypeReference type) =>
        Types.Contains(type.FullName)
        || Namespaces.Any(n => type.Namespace == n || type.Namespace.StartsWith(n + ".", StringComparison.Ordinal));
}
