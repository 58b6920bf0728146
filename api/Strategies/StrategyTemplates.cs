using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Api.Contracts.Strategies;

namespace Countersign.Api.Strategies;

/// <summary>The example strategies to begin from. They are in the assembly, so that the API has them wherever it runs.</summary>
internal static class StrategyTemplates
{
    private static readonly (string Id, string Kind)[] Known =
    [
        ("trend-following", "trend"),
        ("mean-reversion", "meanReversion"),
        ("london-breakout", "breakout"),
        ("momentum", "momentum"),
        ("scalping", "scalping"),
        ("pairs", "pairs"),
    ];

    public static ImmutableArray<StrategyTemplate> All { get; } = [.. Known.Select(template => Read(template.Id, template.Kind))];

    private static StrategyTemplate Read(string id, string kind)
    {
        using var stream = typeof(StrategyTemplates).Assembly.GetManifestResourceStream($"strategy-template.{id}.json")
            ?? throw new InvalidOperationException($"The assembly lacks the template {id}.");
        using var document = JsonDocument.Parse(stream);
        var definition = document.RootElement.Clone();
        return new StrategyTemplate(
            id, kind, definition.GetProperty("name").GetString()!, definition.GetProperty("description").GetString()!, definition);
    }
}
