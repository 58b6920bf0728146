using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.TradeIdeas;

public sealed class RevalidationTests
{
    [Fact]
    public void Approve_OnAMarketThatStillAgrees_IsApprovedWithWhoAndWhatWasSaid()
    {
        var idea = Ideas.NeedingApproval();

        var approved = idea.After(Ideas.Approve(idea, note: "Agreed."));

        Assert.Equal((TradeIdeaStatus.Approved, Desk.Manager, "Agreed."), (approved.Status, approved.DecidedBy, approved.Note));
        Assert.True(approved.IsToBeExecuted);
    }

    [Fact]
    public void Approve_OnAMarketThatDisagrees_IsRecordedAndLeavesTheIdeaWaiting()
    {
        var idea = Ideas.NeedingApproval();

        var outcome = Ideas.Approve(idea, Ideas.Risk(null));

        Assert.Equal(["risk.no_price"], outcome.Single<TradeIdeaApprovalRefused, TradeIdeaEvent>().Refusals.Codes());
        Assert.Equal(TradeIdeaStatus.NeedsApproval, idea.After(outcome).Status);
    }

    [Fact]
    public void Approve_AtItsExpiry_IsRefused() =>
        Assert.Contains("idea.expired", Codes(Ideas.Risk(Desk.Quote(time: Ideas.ExpiresAt)), Ideas.ExpiresAt));

    [Fact]
    public void Approve_OnAnOldQuote_IsRefused() =>
        Assert.Equal(["risk.stale_price"], Codes(Ideas.Risk(Desk.Quote()), Desk.Now.AddSeconds(61)));

    [Fact]
    public void Approve_AgainstTheRiskOfThatMoment_IsRefused() =>
        Assert.Equal(["risk.trading_halted"], Codes(Ideas.Risk(Desk.Quote(), state: TradingState.Halted)));

    // The stop is 0.0100 from the snapshot's ask, and half of that is allowed.
    [Theory]
    [InlineData(1.3952, new string[0])]
    [InlineData(1.3953, new[] { "idea.price_moved" })]
    [InlineData(1.4102, new[] { "idea.beyond_target", "idea.price_moved" })]
    [InlineData(1.3803, new string[0])]
    [InlineData(1.3802, new[] { "idea.beyond_stop" })]
    public void Approve_OfABuy_LooksAtTheAsk(double ask, string[] codes) =>
        Assert.Equal(codes, Codes(Ideas.Risk(Desk.Quote((decimal)ask - 0.0002m, (decimal)ask))));

    // The snapshot's bid is 1.3900, the stop 0.0100 above it.
    [Theory]
    [InlineData(1.3850, new string[0])]
    [InlineData(1.3849, new[] { "idea.price_moved" })]
    [InlineData(1.4000, new[] { "idea.beyond_stop" })]
    [InlineData(1.3700, new[] { "idea.beyond_target", "idea.price_moved" })]
    public void Approve_OfASell_LooksAtTheBid(double bid, string[] codes)
    {
        var sell = Ideas.Proposal with { Side = Side.Sell, Stop = new Price(1.4000m), Target = new Price(1.3700m) };

        Assert.Equal(codes, Codes(Ideas.Risk(Desk.Quote((decimal)bid, (decimal)bid + 0.0002m)), proposal: sell));
    }

    // Without a stop 0.1 % of 1.3902 is allowed.
    [Theory]
    [InlineData(1.39159, new string[0])]
    [InlineData(1.39160, new[] { "idea.price_moved" })]
    [InlineData(1.00000, new string[0])]
    public void Approve_WithoutAStop_AllowsAFractionOfThePriceAgainstUs(double ask, string[] codes)
    {
        var open = Ideas.Proposal with { Stop = null, Target = null };

        Assert.Equal(codes, Codes(Ideas.Risk(Desk.Quote((decimal)ask, (decimal)ask)), proposal: open));
    }

    [Fact]
    public void Approve_ThatIsRefused_NamesThePriceAndTheLimit()
    {
        var idea = Ideas.NeedingApproval();

        var refusal = Assert.Single(Ideas.Approve(idea, Ideas.Risk(Desk.Quote(1.3958m, 1.3960m)))
            .Single<TradeIdeaApprovalRefused, TradeIdeaEvent>().Refusals);

        Assert.Contains("1.3960", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("0.0058", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("0.0050", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Approve_WithAnEndlessNote_IsRefused()
    {
        var idea = Ideas.NeedingApproval();

        Assert.Equal("idea.note", Ideas.Approve(idea, note: new string('x', 1001)).RefusalCode());
    }

    private static string[] Codes(
        Countersign.Domain.Risk.RiskFacts facts, DateTimeOffset? now = null, TradeProposal? proposal = null)
    {
        var idea = Ideas.NeedingApproval(proposal);
        return Ideas.Approve(idea, facts, now).Events()[0] is TradeIdeaApprovalRefused refused ? refused.Refusals.Codes() : [];
    }
}
