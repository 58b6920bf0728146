using Countersign.Api.Contracts.Backtests;
using static Countersign.Api.OpenApi.Examples.Story;
using Body = Countersign.Api.Contracts.Backtests;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Backtests and what came of them.</summary>
internal static class BacktestExamples
{
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static BacktestSummary Summary { get; } = new(
        6_216, 148, 0, 148, 147, 58, 100_000m, 99_824.741832m, -175.258168m, 2.41, -0.18, -0.18, 1.9, -0.08, -0.11, -0.07, 0.97, 39.5, 98.2, 0.46, 310.4m,
        212.0, null, null);

    private static BacktestListItem Item { get; } = new(
        BacktestId, "EMA cross", StrategyId, 2, "single", "done", "normal", [Symbol], "H1", From, To, Morning, Morning.AddSeconds(1),
        Morning.AddSeconds(3), Summary, null);

    public static IEnumerable<object> All =>
    [
        Summary,
        Item,
        new Body.Backtest(
            BacktestId, "EMA cross", StrategyId, 2, "single", "done", "normal", null, 1, 6_216, 6_216, 1, "user:" + PersonId, Morning,
            Morning.AddSeconds(1), Morning.AddSeconds(3), [Symbol], "H1", null, From, To, null, ["histdata"], 100_000m, 0.00002m, 1, Summary, Hash, null, null),
        new StartBacktestRequest
        {
            StrategyId = StrategyId, From = "2025-01-01T00:00:00Z", To = "2026-01-01T00:00:00Z", StartCash = 100_000m, Symbols = [Symbol],
            CommissionRate = 0.00002m, Seed = 1,
        },
        new BacktestComparison(
            [Item, Item with { Id = "b-90c2d1", StrategyVersion = 1 }], [new ComparedMetric("finalValue", [99_824.741832m, 97_728.377482m], 0)]),
        new BacktestResult(
            BacktestId, Hash, Hash, [Symbol], Summary, Json("""{"sharpe":-0.08}"""), Json("""{"byMonth":[]}"""),
            [
                new BacktestTrade(
                    Symbol, "buy", 10_000m, From.AddDays(2), 1.03010m, From.AddDays(4), 1.03450m, 44m, 43.6m, "signal", 0.0061m, 0.0012m),
            ],
            [new BacktestFill(From.AddDays(2), Symbol, "buy", 10_000m, 1.03010m, 0.2m, 10_000m, "signal")],
            new BacktestEquity([From, To], [100_000, 99_824.741832], [false, true])),
    ];
}
