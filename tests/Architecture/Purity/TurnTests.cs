using Countersign.Tests.Architecture.Reading;
using Countersign.Tests.Architecture.Sources;
using Xunit;

namespace Countersign.Tests.Architecture.Purity;

public sealed class TurnTests
{
    [Fact]
    public void Grains_TheirCalls_StayInTheTurnAndDoNotBlock() => Rule.Holds(TurnRule.Check(DeskAssemblies.Read(DeskAssemblies.Grains)));

    [Fact]
    public void Grains_TheirSource_WaitsForNoAwaiter() =>
        Rule.Holds(Tracked.CSharp.Where(f => f.Path.StartsWith("grains/", StringComparison.Ordinal)).SelectMany(TurnRule.CheckSource));

    [Theory]
    [InlineData("async Task M() => await Task.CompletedTask.ConfigureAwait(false);", "System.Threading.Tasks.Task::ConfigureAwait")]
    [InlineData("async Task M() => await Task.FromResult(1).ConfigureAwait(false);", "System.Threading.Tasks.Task`1::ConfigureAwait")]
    [InlineData("async Task M() => await new ValueTask<int>(1).ConfigureAwait(false);", "System.Threading.Tasks.ValueTask`1::ConfigureAwait")]
    [InlineData("Task M() => Task.Run(() => { });", "System.Threading.Tasks.Task::Run")]
    [InlineData("void M(Task task) => task.Wait();", "System.Threading.Tasks.Task::Wait")]
    [InlineData("int M(Task<int> task) => task.Result;", "System.Threading.Tasks.Task`1::get_Result")]
    [InlineData("int M(ValueTask<int> task) => task.Result;", "System.Threading.Tasks.ValueTask`1::get_Result")]
    public void Grain_LeavingOrBlockingItsTurn_IsFound(string member, string call) => Assert.Equal(
        [$"Offender calls {call}"],
        TurnRule.Check(Sample.Compile($"public class Offender {{ {member.Replace("Task.CompletedTask", "Task.CompletedTask")} }}")));

    [Fact]
    public void Grain_WaitingForAnAwaiter_IsFound() => Assert.Equal(
        ["grains/Offender.cs:1 waits with GetAwaiter().GetResult()"],
        TurnRule.CheckSource(new TextFile("grains/Offender.cs", "class Offender { int M(Task<int> task) => task.GetAwaiter().GetResult(); }")));

    [Fact]
    public void Grain_Awaiting_IsAllowed()
    {
        const string Fine = "public class Fine { public async Task<int> M(Task<int> task) => await task; }";

        Rule.Holds(TurnRule.Check(Sample.Compile(Fine)));
        Rule.Holds(TurnRule.CheckSource(new TextFile("grains/Fine.cs", Fine)));
    }
}
