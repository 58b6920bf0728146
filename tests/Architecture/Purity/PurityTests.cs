using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Purity;

public sealed class PurityTests
{
    [Theory]
    [InlineData(DeskAssemblies.Domain)]
    [InlineData(DeskAssemblies.Grains)]
    public void RulesAndGrains_TheirCalls_ReadNoClockAndMakeNothingUp(string project) =>
        Rule.Holds(PurityRule.Check(DeskAssemblies.Read(project)));

    [Theory]
    [InlineData("object M() => DateTime.Now;", "System.DateTime::get_Now")]
    [InlineData("object M() => DateTime.UtcNow;", "System.DateTime::get_UtcNow")]
    [InlineData("object M() => DateTimeOffset.Now;", "System.DateTimeOffset::get_Now")]
    [InlineData("object M() => DateTimeOffset.UtcNow;", "System.DateTimeOffset::get_UtcNow")]
    [InlineData("object M() => Guid.NewGuid();", "System.Guid::NewGuid")]
    [InlineData("object M() => Random.Shared.Next();", "System.Random::get_Shared")]
    [InlineData("object M() => new Random().Next();", "System.Random::.ctor")]
    [InlineData("object M() => Environment.TickCount64;", "System.Environment::get_TickCount64")]
    [InlineData("object M() => System.Diagnostics.Stopwatch.GetTimestamp();", "System.Diagnostics.Stopwatch::GetTimestamp")]
    [InlineData("object M() => TimeProvider.System;", "System.TimeProvider::get_System")]
    [InlineData("void M() => Thread.Sleep(1);", "System.Threading.Thread::Sleep")]
    [InlineData("Task M() => Task.Delay(1);", "System.Threading.Tasks.Task::Delay")]
    [InlineData("async Task M() { await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None); }", "System.Threading.Tasks.Task::Delay")]
    [InlineData("Func<Guid> M() => () => Guid.NewGuid();", "System.Guid::NewGuid")]
    [InlineData("Func<Guid> M() => Guid.NewGuid;", "System.Guid::NewGuid")]
    public void Rule_ReadingAClockOrMakingSomethingUp_IsFound(string member, string call) =>
        Assert.Equal([$"Offender calls {call}"], PurityRule.Check(Sample.Compile($"public class Offender {{ {member} }}")));

    [Theory]
    [InlineData("Task M(TimeProvider time) => Task.Delay(TimeSpan.FromSeconds(1), time);")]
    [InlineData("object M(TimeProvider time) => time.GetUtcNow();")]
    [InlineData("object M() => new Random(7).Next();")]
    public void Rule_TakingTimeOrASeedFromOutside_IsAllowed(string member) =>
        Rule.Holds(PurityRule.Check(Sample.Compile($"public class Fine {{ {member} }}")));
}
