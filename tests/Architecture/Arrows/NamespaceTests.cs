using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Arrows;

public sealed class NamespaceTests
{
    public static TheoryData<string> OutsideTheRuntime => [.. DeskAssemblies.All.Where(a => a != DeskAssemblies.Embedded)];

    [Theory]
    [MemberData(nameof(OutsideTheRuntime))]
    public void Project_OutsideTheRuntimeAndItsHosting_DoesNotKnowWhichRuntimeItIs(string project) =>
        Rule.Holds(NamespaceRule.CheckRuntime(DeskAssemblies.Read(project)));

    [Theory]
    [InlineData("public class Offender { public Countersign.Embedded.Simulation.SimulatedCluster? Member; }")]
    [InlineData("public class Offender { public object Make() => new List<Countersign.Embedded.Simulation.SimulatedCluster>(); }")]
    [InlineData("public class Offender { public async Task<Type> Make() { await Task.Yield(); return typeof(Countersign.Embedded.Simulation.SimulatedCluster); } }")]
    public void Type_NamingTheEmbeddedRuntime_IsFound(string offender) =>
        Assert.Contains("Offender knows the embedded runtime", Assert.Single(NamespaceRule.CheckRuntime(Sample.Compile(offender))));

    [Fact]
    public void Hosting_NamingTheEmbeddedRuntime_IsAllowed() => Rule.Holds(NamespaceRule.CheckRuntime(Sample.Compile(
        "namespace Countersign.Silo.Hosting; public class Host { public Countersign.Embedded.Simulation.SimulatedCluster? Member; }")));

    [Fact]
    public void Api_ItsCode_AppliesNoRuleItself() => Rule.Holds(NamespaceRule.CheckApiDecidesNothing(DeskAssemblies.Read(DeskAssemblies.Api)));

    [Fact]
    public void Api_CallingADecider_IsFound() => Assert.Contains(
        "uses the rule Countersign.Domain.Accounts.AccountDecider",
        Assert.Single(NamespaceRule.CheckApiDecidesNothing(Sample.Compile(
            "public class Offender { public Type Rule() => typeof(Countersign.Domain.Accounts.AccountDecider); }"))));
}
