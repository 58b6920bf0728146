using System.Text.Json;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Grains.Audit;
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
            JsonElement.Parse(StrategyJson.Write(definition)));
    }
}
