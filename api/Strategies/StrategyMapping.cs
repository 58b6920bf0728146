using System.Text.Json;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
using Countersign.Grains.Strategies;
using Body = Countersign.Api.Contracts.Strategies;

namespace Countersign.Api.Strategies;

internal static class StrategyMapping
{
    public const string ApproveEverything = "approveEverything";
    public const string AutoUnder = "autoUnder";
    public const string Governed = "governed";

    public static Body.StrategySummary ToBody(this StrategyRow row) => new(
        row.Id.Value, row.Name, row.Version, Choice.Camel(row.Status), row.Account?.Value,
        [.. row.Symbols.Select(s => s.Value)], row.Timeframe);

    public static Body.Strategy ToBody(this Strategy strategy)
    {
        var definition = strategy.Definition;
        return new Body.Strategy(
            strategy.Id.Value, definition.Name, strategy.Version, Choice.Name(strategy.Status), strategy.Account?.Value,
            [.. definition.Symbols.Select(s => s.Value)], definition.Timeframe.ToString(), AutonomyMapping.NameOf(strategy.Autonomy),
            (strategy.Autonomy as Autonomy.AutoUnder)?.Max.Value, strategy.Autonomy.ToBody(),
            JsonElement.Parse(StrategyJson.Write(definition)),
            strategy.Retirement is { } end ? new Body.StrategyRetirement(end.Reason, end.By.ToString(), end.At) : null);
    }

    public static Body.StrategyVersionSummary ToBody(this StrategyVersionRow row) => new(row.Number, row.By.ToString(), row.At, row.Hash);

    public static Body.StrategyVersion ToBody(this StrategyVersion version) => new(
        version.Number, version.By.ToString(), version.At, version.Hash(), JsonElement.Parse(StrategyJson.Write(version.Definition)));

    public static Body.StrategyComparison ToBody(this StrategyComparison comparison) =>
        new(comparison.From, comparison.To, [.. comparison.Changes.Select(ToBody)]);

    private static Body.StrategyChange ToBody(StrategyChange change) => new(
        change.Path, Choice.Name(change.Kind), Json(change.Before), Json(change.After), change.Sentence);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
