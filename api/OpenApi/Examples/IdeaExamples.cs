using Countersign.Api.Contracts;
using Countersign.Api.Contracts.TradeIdeas;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>What machines propose and people countersign.</summary>
internal static class IdeaExamples
{
    private static readonly IdeaMoment Then = new(
        Morning, NewestQuote, 1.17211m, 0.00007m, 0.00411m, 0.00589m, 0m, 11_721.1m, 100_240.5m, "active", []);

    private static readonly IdeaMoment Now = Then with
    {
        At = Morning.AddMinutes(2), Price = 1.17226m, ToStop = 0.00426m, ToTarget = 0.00574m,
        Gate = [new RefusalReason("risk.max_position", "The position would be 120000; the limit is 100000.")],
    };

    private static readonly IdeaChanges Changes = new(Morning.AddHours(1), Then, Now, 0.00015m, 0.00082m, 0.0002m, false, Now.Gate);

    public static IEnumerable<object> All =>
    [
        new TradeIdeaSummary(IdeaId, StrategyId, AccountId, Symbol, "buy", 10_000m, 0.72, "needsApproval", Morning, Morning.AddHours(1), null),
        new TradeIdea(
            IdeaId, StrategyId, 2, AccountId, Symbol, "open", "buy", 10_000m, 1.168m, 1.178m, 0.72, ["EMA(20) is above EMA(50).", "The spread is 0.7 pips."],
            "needsApproval", Morning, Morning.AddHours(1), "The strategy asks for approval.", null, null, null, null, null, null, [], null, null,
            new IdeaSnapshot(
                NewestQuote, LastBar, "H1", new Dictionary<string, double?> { ["ema(20)"] = 1.1713, ["ema(50)"] = 1.1698 },
                new Dictionary<string, double?> { ["ema(20)"] = 1.1709, ["ema(50)"] = 1.1697 }),
            null, null, new IdeaStrength(1, 1.43, [new RuleContribution("$.rules[0]", "Fast over slow", 1, true, 0.72)])),
        new ApprovalPreview("needsApproval", Changes, new FirstApproval("user:u-77b0de", "Fine with me.", Morning.AddMinutes(1))),
        new ApproveIdeaRequest { Note = "Trend and calendar agree." },
        new RejectIdeaRequest { Reason = "Payrolls are due within the hour." },
    ];
}
