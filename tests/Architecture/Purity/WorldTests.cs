using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Purity;

public sealed class WorldTests
{
    [Theory]
    [InlineData(DeskAssemblies.Domain)]
    [InlineData(DeskAssemblies.Grains)]
    public void RulesAndGrains_WhatTheyUse_StaysInTheProcess(string project) => Rule.Holds(WorldRule.Check(DeskAssemblies.Read(project)));

    [Theory]
    [InlineData("string M() => System.IO.File.ReadAllText(\"a\");", "System.IO.File")]
    [InlineData("async Task<string> M() => await System.IO.File.ReadAllTextAsync(\"a\");", "System.IO.File")]
    [InlineData("System.Net.Http.HttpClient? client;", "System.Net.Http.HttpClient")]
    [InlineData("void M() => Console.WriteLine();", "System.Console")]
    [InlineData("string? M() => Environment.GetEnvironmentVariable(\"A\");", "System.Environment")]
    [InlineData("System.Data.IDbConnection? connection;", "System.Data.IDbConnection")]
    public void Rule_ReachingOutside_IsFound(string member, string type) =>
        Assert.Equal([$"Offender reaches outside with {type}"], WorldRule.Check(Sample.Compile($"public class Offender {{ {member} }}")));

    [Fact]
    public void Rule_ReadingTextInMemory_IsAllowed() =>
        Rule.Holds(WorldRule.Check(Sample.Compile("public class Fine { string? M(System.IO.TextReader text) => text.ReadLine(); }")));
}
