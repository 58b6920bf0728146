using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Sources;

public sealed class FileTests
{
    [Fact]
    public void TrackedFiles_Found_AreTheWholeRepository()
    {
        Assert.Contains("domain/Markets/Price.cs", Tracked.Paths);
        Assert.Contains(".ci/run", Tracked.Paths);
        Assert.DoesNotContain(Tracked.Paths, p => p.Contains("/bin/") || p.Contains("/obj/"));
    }

    [Fact]
    public void SourceFiles_TheirLength_IsAtMost600Lines() => Rule.Holds(Tracked.All
        .Where(f => f.Name.EndsWith(".cs", StringComparison.Ordinal) || f.Name.EndsWith(".razor", StringComparison.Ordinal)).SelectMany(FileRule.CheckLength));

    [Fact]
    public void SourceFile_Of601Lines_IsFound()
    {
        Assert.Equal(
            ["domain/Long.cs has 601 lines; 600 are the most"], FileRule.CheckLength(new TextFile("domain/Long.cs", new string('\n', 601))));
        Rule.Holds(FileRule.CheckLength(new TextFile("domain/Long.cs", new string('\n', 600))));
    }

    [Fact]
    public void SourceFiles_TheirNames_AreThoseOfTheirTypes() => Rule.Holds(Tracked.CSharp.SelectMany(FileRule.CheckName));

    [Theory]
    [InlineData("Tools.cs", "class Price { }", false)]
    [InlineData("Orders.cs", "class Price { }", false)]
    [InlineData("Helper.cs", "class Price { } class Quantity { }", false)]
    [InlineData("Price.cs", "class Price { } class Quantity { }", true)]
    [InlineData("OrderEvents.cs", "abstract record OrderEvent; sealed record OrderFilled : OrderEvent;", true)]
    [InlineData("OrderRefusals.cs", "abstract record OrderRefusal { }", true)]
    [InlineData("OrderLife.cs", "partial class Order { }", true)]
    [InlineData("OrderLife.cs", "class Order { }", false)]
    [InlineData("OrderBook.cs", "interface IOrderBook { } record BookLine;", true)]
    [InlineData("Lifecycle.cs", "interface ILifecycleStart { } interface ILifecycleStop { } class Stage { }", true)]
    [InlineData("Page.Form.cs", "partial class Page { }", true)]
    [InlineData("Desk.razor.cs", "partial class Desk { }", true)]
    [InlineData("AssemblySettings.cs", "[assembly: System.CLSCompliant(false)]", true)]
    public void SourceFile_ByItsNameAndTypes_IsFoundOrNot(string name, string source, bool isFine) =>
        Assert.Equal(isFine, !FileRule.CheckName(new TextFile("domain/" + name, source)).Any());

    [Fact]
    public void NameExceptions_Listed_AllExist() => Rule.Holds(FileRule.NameExceptions.Keys.Where(p => !Tracked.Paths.Contains(p)));

    [Fact]
    public void Namespaces_OfOurProjects_FollowTheFolders() => Rule.Holds(Tracked.CSharp.SelectMany(FileRule.CheckNamespace));

    [Fact]
    public void Namespace_OtherThanItsFolder_IsFound() => Assert.Equal(
        ["domain/Risk/Gate.cs is in the namespace Countersign.Domain.Accounts; its folder says Countersign.Domain.Risk"],
        FileRule.CheckNamespace(new TextFile("domain/Risk/Gate.cs", "namespace Countersign.Domain.Accounts; class Gate { }")));

    [Fact]
    public void Folders_OfTheRepository_AreCapabilities() => Rule.Holds(FolderRule.Check(Tracked.Paths));

    [Theory]
    [InlineData("domain/Helpers/Maths.cs", "domain/Helpers says what its files are made of; a capability says what they are for")]
    [InlineData("tests/Domain/Utils/Maths.cs", "tests/Domain/Utils says what its files are made of; a capability says what they are for")]
    [InlineData("domain/Accounts/Events/Opened.cs", "domain/Accounts/Events says what its files are made of; a capability says what they are for")]
    [InlineData("web/shared/Button.razor", "web/shared says what its files are made of; a capability says what they are for")]
    [InlineData("grains/Trading/TradeGrain.cs", "grains/Trading is neither a capability nor one of the other folders of grains")]
    [InlineData("api/contracts/Requests/Order.cs", "api/contracts/Requests is neither a capability nor one of the other folders of api/contracts")]
    public void Folder_NamedOtherwise_IsFound(string path, string found) => Assert.Equal([found], FolderRule.Check([path]));

    [Fact]
    public void TrackedFiles_TheirText_NamesNoMachineAndNoRegistry() => Rule.Holds(Tracked.All.SelectMany(FileRule.CheckPlaces));

    // In pieces, so that this file is not found itself.
    [Theory]
    [InlineData("see ", "/ho" + "me/ann", "/desk")]
    [InlineData("cd ", "/wo" + "rk/desk", "/src")]
    [InlineData("in ", @"C:\Us" + @"ers\", "ann")]
    [InlineData("https://api.", "nuget" + ".org", "/v3/index.json")]
    [InlineData("https://", "registry" + ".npm", "")]
    public void TrackedFile_NamingAMachineOrARegistry_IsFound(string before, string place, string after) => Assert.Equal(
        [$"docs/a.md:2 names {place}"], FileRule.CheckPlaces(new TextFile("docs/a.md", $"one line\n{before}{place}{after}")));
}
