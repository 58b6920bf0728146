using System.Text.Json;
using Countersign.Api.Contracts.Backtests;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>A study: one search, of which every other kind has its shape.</summary>
internal static class StudyExamples
{
    private static readonly StudyFigures Figures = new(
        101_240.5m, 1.24, 1.24, 2.1, 0.6, 0.8, 0.7, 1.1, 1.2, 44.0, 9.7, 1.8, 61.0, 12.5, 128);

    private static readonly IReadOnlyDictionary<string, JsonElement> Values = new Dictionary<string, JsonElement> { ["fast"] = Json("20") };

    private static readonly StudyTrial Best = new(3, Values, "feasible", 0.6, Figures, null);

    public static IEnumerable<object> All =>
    [
        new BacktestStudy(
            BacktestId, "optimisation", Hash, BacktestExamples.Summary,
            new StudyOptimisation(
                "sharpe", [new StudyParameter("fast", ["$.rules[0].when"], [Json("10"), Json("20")])], 4, 0, 0, 0, "plateau", true, Best,
                Figures with { Sharpe = -0.08 }, [Best], [new StudyPlateauPoint(3, Values, 0.6, 0.55, 0.4, 2, 2)], null),
            null, null, null, null),
    ];
}
