using Countersign.Api.Contracts.Risk;
using Countersign.Api.Contracts.Strategies;
using static Countersign.Api.OpenApi.Examples.Story;
using Body = Countersign.Api.Contracts.Strategies;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Strategies and their versions.</summary>
internal static class StrategyExamples
{
    public static Autonomy Autonomy { get; } = new("assisted", 0.7, 20_000m, 2, 5m, null, [new AutonomyHours("08:00", "17:00", "Europe/London", ["monday", "tuesday"])]);

    public static AutonomyRequest AutonomyRequest { get; } = new()
    {
        Mode = "assisted", ConfidenceMin = 0.7, QuantityMax = 20_000m, OpenTradesMax = 2, DrawdownPercentMax = 5m,
        Hours = [new AutonomyHoursRequest { From = "08:00", To = "17:00", Zone = "Europe/London", Days = ["monday", "tuesday"] }],
    };

    public static IEnumerable<object> All =>
    [
        new StrategySummary(StrategyId, "EMA cross", 2, "active", AccountId, [Symbol], "H1"),
        new Body.Strategy(StrategyId, "EMA cross", 2, "active", AccountId, [Symbol], "H1", "assisted", 20_000m, Autonomy, Definition),
        new CreateStrategyRequest { Id = StrategyId, Definition = Definition },
        new ActivateStrategyRequest { AccountId = AccountId, Autonomy = "autoUnder", AutoQuantityMax = 20_000m },
        new StrategyTemplate("ema-cross", "trend", "EMA cross", "Long while EMA(20) is above EMA(50), short while below.", Definition),
        new ReviseStrategyRequest { Restore = 1 },
        new RetireStrategyRequest { Reason = "Its edge is gone." },
        new StrategyVersionSummary(2, "user:" + PersonId, Morning, Hash),
        new StrategyVersion(2, "user:" + PersonId, Morning, Hash, Definition),
        new StrategyComparison(1, 2, [new StrategyChange("$.maxOpen", "changed", Json("1"), Json("2"), "maxOpen changes from 1 to 2.")]),
        new SetStrategyAutonomyRequest { Autonomy = AutonomyRequest, Reason = "It proved itself for three months." },
    ];
}
