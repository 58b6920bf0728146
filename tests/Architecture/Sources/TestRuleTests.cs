using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Sources;

public sealed class TestRuleTests
{
    [Fact]
    public void Tests_OfTheDesk_SayWhatTheyAssertAndDoNotSleep() => Rule.Holds(
        Tracked.CSharp.Where(f => f.Path.StartsWith("tests/", StringComparison.Ordinal) && !f.Path.Contains("/Benchmarks/")).SelectMany(TestRule.Check));

    [Theory]
    [InlineData("[Fact] public void Works() { }", "tests/T.cs:1 Works does not say subject and expectation: Subject_Situation_Expectation")]
    [InlineData("[Fact(Skip = \"later\")] public void A_B_C() { }", "tests/T.cs:1 A_B_C is switched off")]
    [InlineData("[Fact] public void A_B_C() => Thread.Sleep(5);", "tests/T.cs:1 sleeps by the system's clock: Thread.Sleep")]
    [InlineData("[Theory] public async Task A_B_C() => await Task.Delay(5, token);", "tests/T.cs:1 sleeps by the system's clock: Task.Delay")]
    public void Test_WrittenOtherwise_IsFound(string method, string found) =>
        Assert.Equal([found], TestRule.Check(new TextFile("tests/T.cs", $"class T {{ {method} }}")));

    [Theory]
    [InlineData("[Fact] public void A_B_C() { }")]
    [InlineData("[Fact] public Task A_B_C() => Task.Delay(5, cluster.TimeProvider);")]
    [InlineData("public void Help() { }")]
    public void Test_WrittenWell_IsFine(string method) => Rule.Holds(TestRule.Check(new TextFile("tests/T.cs", $"class T {{ {method} }}")));
}
