using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>What reading a strategy's JSON gives: the definition, or everything that is wrong with it.</summary>
public abstract record StrategyParseResult
{
    private StrategyParseResult()
    {
    }

    public sealed record Valid(StrategyDefinition Definition) : StrategyParseResult;

    /// <summary>At least one error, in the order of the text; 100 at most.</summary>
    public sealed record Invalid(ImmutableArray<StrategyError> Errors) : StrategyParseResult;
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.entry.long.all[1].above[0]</c>.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Hint">What would be right.</param>
public sealed record StrategyError(string Path, string Message, string Hint)
{
    public override string ToString() => $"{Path}: {Message} {Hint}";
}
