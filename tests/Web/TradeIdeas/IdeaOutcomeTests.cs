using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Contracts.TradeIdeas;
using Countersign.Web.TradeIdeas;

namespace Countersign.Tests.Web.TradeIdeas;

public sealed class IdeaOutcomeTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TradeIdea Idea = new(
        "i-1", "s-1", 1, "a-1", "EURUSD", "open", "buy", 10_000m, null, null, 0.7, [], "approved", At, At, null, null, null, null, null, null, null, [], null, null,
        new IdeaSnapshot(
            new Quote("EURUSD", At, 1.1m, 1.2m, Simulated: true), new Bar(At, At, new(1, 1, 1, 1), new(1, 1, 1, 1), 1, 1), "M1",
            new Dictionary<string, double?>(), new Dictionary<string, double?>()),
        null, null);

    [Fact]
    public void Outcome_OfAFill_TellsThePriceWithoutTrailingZerosAndItsLabel()
    {
        var outcome = IdeaOutcome.Of(Idea with { FillPrice = 1.0817700000000000000m });
        Assert.Equal(("filled", "Filled at 1.08177: buy 10,000 EURUSD.", "EURUSD", true), (outcome.Kind, outcome.Headline, outcome.Symbol, outcome.Simulated));
    }

    [Fact]
    public void Outcome_OfARefusal_TellsEveryReason()
    {
        var problem = new Problem
        {
            Type = "t", Title = "No", Status = 422, Code = "risk.stale", TraceId = "1",
            Refusals = [new("risk.stale", "The quote is 61 s old."), new("risk.max_position", "The position would be 510,000.")],
        };
        var outcome = IdeaOutcome.Refused(Idea, problem);
        Assert.Equal("refused", outcome.Kind);
        Assert.Equal(["The quote is 61 s old.", "The position would be 510,000."], outcome.Reasons);
    }

    [Fact]
    public void Outcome_OfAProblemWithoutRefusals_TellsItsSentence() => Assert.Equal(
        ["Wait."], IdeaOutcome.Refused(Idea, new Problem { Type = "t", Title = "No", Status = 503, Detail = "Wait.", Code = "c", TraceId = "1" }).Reasons);

    [Fact]
    public void Outcome_OfAnIdeaThatTheGateRejects_IsARefusal() => Assert.Equal(
        "refused", IdeaOutcome.Of(Idea with { Status = "rejected", Refusals = [new("risk.max_daily_loss", "The day is down by 5,100.")] }).Kind);
}
