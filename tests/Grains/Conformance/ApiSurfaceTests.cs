#if !ORLEANS
using System.Reflection;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

/// <summary>
/// The embedded runtime shows nothing under a shared namespace that Microsoft Orleans 10.4 does not have.
/// The list beside this file is the part of Orleans' surface for the types that the embedded runtime exposes; after a type was
/// added there, <c>-explicit only</c> rewrites it from the full list.
/// </summary>
public sealed class ApiSurfaceTests
{
    private static readonly Assembly Embedded = Assembly.Load("Countersign.Embedded");

    private static readonly string CopyPath =
        Path.Combine(SharedFiles.RepositoryRoot, "tests", "Grains", "Conformance", "orleans-10.4-api.txt");

    [Fact]
    public void Embedded_EveryVisibleMember_IsInOrleans()
    {
        var lines = ApiSurface.Of(Embedded);
        Assert.NotEmpty(lines);

        var offending = ApiSurface.NotIn(Read(CopyPath), lines);

        Assert.True(
            offending.Count == 0,
            $"{offending.Count} lines of the embedded surface are not in Orleans 10.4:{Environment.NewLine}{string.Join(Environment.NewLine, offending)}");
    }

    [Fact]
    public void Embedded_VisibleTypeOutsideTheSharedNamespaces_IsUnderCountersign()
    {
        var strays = Embedded.GetExportedTypes()
            .Where(type => ApiSurface.Of([type]).Count == 0)
            .Select(type => type.FullName!)
            .Where(name => !name.StartsWith("Countersign.", StringComparison.Ordinal));

        Assert.Empty(strays);
    }

    [Fact]
    public void CopyOfTheList_BesideTheFullList_IsPartOfIt()
    {
        var full = Read(SharedFiles.Require("golden/orleans-10.4-api.txt"));

        Assert.ProperSubset(full, Read(CopyPath));
    }

    [Fact]
    public void CopyOfTheList_EveryLine_IsOfATypeThatEmbeddedExposes()
    {
        var exposed = ApiSurface.Of(Embedded).Select(ApiSurface.TypeOf).ToHashSet(StringComparer.Ordinal);

        Assert.Subset(exposed, Read(CopyPath).Select(ApiSurface.TypeOf).ToHashSet(StringComparer.Ordinal));
    }

    [Fact(Explicit = true)]
    public void CopyOfTheList_WhenRefreshed_HoldsTheTypesThatEmbeddedExposes()
    {
        var full = Read(SharedFiles.Require("golden/orleans-10.4-api.txt"));
        var exposed = ApiSurface.Of(Embedded).Select(ApiSurface.TypeOf).ToHashSet(StringComparer.Ordinal);
        var part = full.Where(line => exposed.Contains(ApiSurface.TypeOf(line))).Order(StringComparer.Ordinal).ToArray();

        File.WriteAllText(CopyPath, string.Join('\n', part) + "\n");

        Assert.Equal(part, File.ReadAllLines(CopyPath));
    }

    [Fact]
    public void Checker_TypeThatOrleansLacks_IsReportedWithItsMembers()
    {
        var offending = ApiSurface.NotIn(Read(CopyPath), ApiSurface.Of([typeof(Orleans.Invented.Offender)]));

        Assert.Equal(
            [
                "C Orleans.Invented.Offender ()",
                "E Orleans.Invented.Offender System.EventHandler Raised",
                "F Orleans.Invented.Offender System.Int32 Limit",
                "M Orleans.Invented.Offender System.Threading.Tasks.Task`1[T] Ask`1 (T, System.Collections.Generic.List`1[System.String])",
                "M Orleans.Invented.Offender System.Void Guarded ()",
                "P Orleans.Invented.Offender System.String Name get",
                "T Orleans.Invented.Offender",
            ],
            offending);
    }

    [Fact]
    public void Checker_PublishedLineMissing_IsReported()
    {
        var lines = ApiSurface.Of([typeof(Orleans.Invented.Offender)]);
        var published = lines.Where(line => !line.StartsWith("P ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(["P Orleans.Invented.Offender System.String Name get"], ApiSurface.NotIn(published, lines));
    }

    [Fact]
    public void Checker_TypeOutsideTheSharedNamespaces_IsNotListed() => Assert.Empty(ApiSurface.Of([typeof(ApiSurfaceTests)]));

    private static HashSet<string> Read(string path) => File.ReadLines(path).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal);
}
#endif
