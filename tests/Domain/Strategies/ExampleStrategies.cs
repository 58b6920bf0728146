using Countersign.Domain.Strategies;
using Countersign.Tests.Fixtures;

namespace Countersign.Tests.Domain.Strategies;

/// <summary>The strategies that ship with the desk.</summary>
internal static class ExampleStrategies
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(SharedFiles.RepositoryRoot, "examples", "strategies", name + ".json"));

    public static StrategyDefinition Read(string name) => Parse(Text(name));

    public static StrategyDefinition Parse(string json) => StrategyJson.Parse(json) switch
    {
        StrategyParseResult.Valid valid => valid.Definition,
        StrategyParseResult.Invalid invalid => throw new Xunit.Sdk.XunitException(string.Join("\n", invalid.Errors)),
        var other => throw new Xunit.Sdk.XunitException($"{other}"),
    };
}
