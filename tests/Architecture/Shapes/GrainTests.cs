using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Shapes;

public sealed class GrainTests
{
    private const string Interface = """
        using Orleans; using Countersign.Grains.Tenants; using Countersign.Domain.Tenants;
        public interface IFine : IGrainWithStringKey { [AllowRoles(Roles.Analyst)] Task M(int x, CancellationToken token); }

        """;

    [Fact]
    public void GrainClasses_OfTheDesk_AreInternalAndSealedBehindOneInterface() =>
        Rule.Holds(GrainRule.CheckClasses(DeskAssemblies.Read(DeskAssemblies.Grains)));

    [Fact]
    public void GrainInterfaces_OfTheDesk_ArePublicWithStringKeysAndRoles() =>
        Rule.Holds(GrainRule.CheckInterfaces(DeskAssemblies.Read(DeskAssemblies.Grains)));

    [Theory]
    [InlineData("public sealed class Offender : Grain, IFine { public Task M(int x, CancellationToken t) => Task.CompletedTask; }", "is not internal")]
    [InlineData("internal class Offender : Grain, IFine { public Task M(int x, CancellationToken t) => Task.CompletedTask; }", "is not sealed")]
    [InlineData("internal sealed class Offender : Grain { }", "has 0 grain interfaces instead of one")]
    public void GrainClass_ShapedOtherwise_IsFound(string offender, string found) =>
        Assert.Equal([$"Offender {found}"], GrainRule.CheckClasses(Sample.Compile(Interface + offender)));

    [Theory]
    [InlineData("internal interface IOffender : IGrainWithStringKey { }", "IOffender is not public")]
    [InlineData("public interface IOffender : IGrainWithGuidKey { }", "IOffender has no string key")]
    [InlineData("public interface IOffender : IGrainWithStringKey { Task M(); }", "IOffender.M allows no role: it is denied to everybody")]
    [InlineData(
        "public interface IOffender : IGrainWithStringKey { [AllowRoles(Roles.Analyst)] Task M(CancellationToken token, int x); }",
        "IOffender.M has its cancellation token before another parameter")]
    public void GrainInterface_ShapedOtherwise_IsFound(string offender, string found) =>
        Assert.Equal([found], GrainRule.CheckInterfaces(Sample.Compile(Interface + offender)));
}
