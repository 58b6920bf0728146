using Countersign.Api.Contracts.Audit;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>The record of what was decided.</summary>
internal static class AuditExamples
{
    public static IEnumerable<object> All =>
    [
        new Decision($"idea.{IdeaId}@1", "raised", IdeaId, Symbol, Morning, "strategy:" + StrategyId, "Buy 10000 EURUSD, confidence 0.72."),
        new DecisionReplay(
            $"idea.{IdeaId}@1", "raised", true, Json("""{"side":"buy","confidence":0.72}"""), Json("""{"side":"buy","confidence":0.72}"""),
            Json("""{"ema(20)":1.1713,"ema(50)":1.1698}"""), []),
        new AuditVerification(false, 214, 18_240, [new AuditDefect("idea." + IdeaId, 2, "The hash of the event before it differs.")]),
        new SnapshotTaken("snap-3c9e", "market", Morning),
        new Snapshot("snap-3c9e", "market", Json("""{"symbol":"EURUSD","bid":1.17204,"ask":1.17211}""")),
    ];
}
