using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Sources;

public sealed class DocumentTests
{
    private static readonly HashSet<string> Few = ["docs/api.md", "docs/decisions/0001-one.md", "domain/Domain.csproj", "web/Web.csproj"];

    [Fact]
    public void Documents_TheirLinks_LeadToFiles() => Rule.Holds(
        Tracked.All.Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal)).SelectMany(f => DocumentRule.CheckLinks(f, Tracked.Paths)));

    [Theory]
    [InlineData("docs/a.md", "[b](b.md)", "docs/a.md links to b.md, which is not there")]
    [InlineData("README.md", "[b](docs/b.md#part)", "README.md links to docs/b.md#part, which is not there")]
    [InlineData("docs/decisions/0002-two.md", "[b](../b.md)", "docs/decisions/0002-two.md links to ../b.md, which is not there")]
    public void Document_LinkingToNothing_IsFound(string path, string text, string found) =>
        Assert.Equal([found], DocumentRule.CheckLinks(new TextFile(path, text), Few));

    [Theory]
    [InlineData("README.md", "[b](docs/api.md) [c](docs/decisions) [d](https://example.com/x) [e](#here)")]
    [InlineData("docs/decisions/0002-two.md", "[b](0001-one.md) [c](../api.md#errors)")]
    public void Document_LinkingToFiles_IsFine(string path, string text) => Rule.Holds(DocumentRule.CheckLinks(new TextFile(path, text), Few));

    [Fact]
    public void Image_ItsRestore_HasEveryProjectAndItsLockFile() =>
        Rule.Holds(DocumentRule.CheckImage(Tracked.Read("deploy/Dockerfile"), Tracked.Paths));

    [Fact]
    public void Image_LackingAProject_IsFound() => Assert.Equal(
        ["deploy/Dockerfile does not copy web/Web.csproj and its lock file before it restores"],
        DocumentRule.CheckImage(new TextFile("deploy/Dockerfile", "COPY domain/Domain.csproj domain/packages.lock.json domain/\n"), Few));
}
