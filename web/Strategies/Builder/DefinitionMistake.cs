using Countersign.Api.Contracts;
using Countersign.Web.Layout;

namespace Countersign.Web.Strategies.Builder;

/// <summary>Something that is wrong with a definition.</summary>
/// <param name="Path">Where, for example <c>definition.stop.pips</c>; null where it is no matter of one place.</param>
/// <param name="Text">What, and what would be right.</param>
public sealed record DefinitionMistake(string? Path, string Text)
{
    /// <summary>For a reader who sees no fields.</summary>
    public string Line => Path is null ? Text : $"{Path}: {Text}";

    /// <summary>Everything that a problem tells.</summary>
    public static IReadOnlyList<DefinitionMistake> Of(Problem? problem) => problem switch
    {
        null => [],
        { Refusals: null or { Count: 0 }, Errors: { Count: > 0 } errors } =>
            [.. errors.SelectMany(e => e.Value.Select(text => new DefinitionMistake(e.Key, text)))],
        _ => [.. problem.Lines().Select(line => new DefinitionMistake(null, line))],
    };
}
