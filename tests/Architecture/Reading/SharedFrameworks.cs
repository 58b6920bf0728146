using Microsoft.AspNetCore.Builder;

namespace Countersign.Tests.Architecture.Reading;

/// <summary>Which assemblies come with .NET itself, told by where they lie rather than by how they are called.</summary>
internal static class SharedFrameworks
{
    public static readonly string BaseLibraryFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static readonly string AspNetFolder = Path.GetDirectoryName(typeof(WebApplication).Assembly.Location)!;

    public static bool IsBaseLibrary(string assembly) => File.Exists(Path.Combine(BaseLibraryFolder, assembly + ".dll"));

    public static bool IsAspNet(string assembly) => File.Exists(Path.Combine(AspNetFolder, assembly + ".dll"));
}
