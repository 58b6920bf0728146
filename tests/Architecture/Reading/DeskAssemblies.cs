using System.Collections.Concurrent;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Reading;

/// <summary>The desk's assemblies as they were built, read without loading them.</summary>
internal static class DeskAssemblies
{
    public const string Domain = "Countersign.Domain";
    public const string Embedded = "Countersign.Embedded";
    public const string Grains = "Countersign.Grains";
    public const string Contracts = "Countersign.Api.Contracts";
    public const string Api = "Countersign.Api";
    public const string Web = "Countersign.Web";
    public const string Silo = "countersign";

    public static readonly string[] All = [Domain, Embedded, Grains, Contracts, Api, Web, Silo];

    private static readonly ConcurrentDictionary<string, ModuleDefinition> Modules = new();

    public static ModuleDefinition Read(string name) =>
        Modules.GetOrAdd(name, n => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, n + ".dll"), WithNeighbours()));

    /// <summary>Parameters that find what an assembly references beside this test and in the shared frameworks.</summary>
    public static ReaderParameters WithNeighbours()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(SharedFrameworks.BaseLibraryFolder);
        resolver.AddSearchDirectory(SharedFrameworks.AspNetFolder);
        return new ReaderParameters { AssemblyResolver = resolver };
    }
}
