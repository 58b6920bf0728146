using Countersign.Tests.Architecture.Reading;
using Countersign.Tests.Architecture.Sources;
using Xunit;

namespace Countersign.Tests.Architecture.Arrows;

public sealed class ProjectFileTests
{
    [Fact]
    public void ProjectFiles_TheirReferences_FollowTheArrows() =>
        Rule.Holds(Projects().SelectMany(p => ProjectFileRule.CheckArrows(p.Path, p.Text)));

    [Theory]
    [InlineData("domain/Domain.csproj", """<ProjectReference Include="../grains/Grains.csproj" />""", "the project Grains")]
    [InlineData("domain/Domain.csproj", """<PackageReference Include="Dapper" />""", "the package Dapper")]
    [InlineData("web/Web.csproj", """<ProjectReference Include="../domain/Domain.csproj" />""", "the project Domain")]
    [InlineData("api/Api.csproj", """<ProjectReference Include="../silo/Silo.csproj" />""", "the project Silo")]
    [InlineData("api/contracts/Contracts.csproj", """<PackageReference Include="Dapper" />""", "the package Dapper")]
    [InlineData("silo/Silo.csproj", """<ProjectReference Include="../tests/Fixtures/Fixtures.csproj" />""", "the project Fixtures")]
    public void ProjectFile_ReferringAgainstTheArrows_IsFound(string path, string reference, string found) =>
        Assert.Equal([$"{path} references {found}"], ProjectFileRule.CheckArrows(path, $"<Project><ItemGroup>{reference}</ItemGroup></Project>"));

    [Fact]
    public void Packages_InEveryProject_ArePinnedCentrallyAndLocked() =>
        Rule.Holds(Projects().SelectMany(p => ProjectFileRule.CheckPinning(p.Path, p.Text, HasLockFile(p))));

    [Theory]
    [InlineData("""<PackageReference Include="Dapper" Version="2.1.86" />""", true, "a version of its own")]
    [InlineData("""<PackageReference Include="Dapper" VersionOverride="2.1.86" />""", true, "a version of its own")]
    [InlineData("""<PackageReference Include="Dapper"><Version>2.1.86</Version></PackageReference>""", true, "a version of its own")]
    [InlineData("""<PackageReference Include="Dapper" />""", false, "no packages.lock.json")]
    public void Package_PinnedOutsideTheCentralFileOrNotLocked_IsFound(string reference, bool hasLockFile, string found) =>
        Assert.Contains(
            found, Assert.Single(ProjectFileRule.CheckPinning("x/X.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>", hasLockFile)));

    [Fact]
    public void CentralVersions_InTheirFile_AreExact() =>
        Rule.Holds(ProjectFileRule.CheckCentralVersions(Tracked.Read("Directory.Packages.props").Text));

    [Theory]
    [InlineData("[1.0,2.0)")]
    [InlineData("1.*")]
    [InlineData("")]
    public void CentralVersion_ThatIsARange_IsFound(string version) => Assert.Contains(
        "Dapper is pinned to",
        Assert.Single(ProjectFileRule.CheckCentralVersions(
            $"""
            <Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
            <ItemGroup><PackageVersion Include="Dapper" Version="{version}" /></ItemGroup></Project>
            """)));

    [Fact]
    public void CentralVersions_NotManagedCentrally_IsFound() =>
        Assert.Equal(["package versions are not managed centrally"], ProjectFileRule.CheckCentralVersions("<Project />"));

    private static IEnumerable<TextFile> Projects() => Tracked.Paths.Where(p => p.EndsWith(".csproj", StringComparison.Ordinal)).Select(Tracked.Read);

    private static bool HasLockFile(TextFile project) => Tracked.Paths.Contains(project.Folder + "/packages.lock.json");
}
