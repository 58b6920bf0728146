using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class RiskPolicyTests
{
    private static readonly RiskPolicy Tenant = RiskPolicy.Unset(RiskLevel.Tenant);

    [Fact]
    public void Limits_SetByAPerson_AreAnEventWithWhoAndWhyAndWhatWasBefore()
    {
        var caps = new RiskCaps { MaxLeverage = 5m };

        var set = Assert.IsType<RiskCapsSet>(Assert.Single(RiskPolicyDecider.Decide(Tenant, Set(caps), Desk.Now).Events()));

        Assert.Equal((RiskCaps.None, caps, "Calmer", Desk.Manager), (set.Before, set.Caps, set.Reason, set.By));
        var after = RiskPolicyDecider.Apply(Tenant, set);
        Assert.Equal(caps, after.InForce().Caps);
        Assert.Empty(RiskPolicyDecider.Decide(after, Set(caps), Desk.Now).Events());
    }

    [Theory]
    [InlineData("", 5, "risk.reason")]
    [InlineData("Calmer", -5, "risk.limits")]
    public void Limits_WithoutAReasonOrSense_AreRefused(string reason, int leverage, string code)
    {
        var outcome = RiskPolicyDecider.Decide(Tenant, Set(new RiskCaps { MaxLeverage = leverage }) with { Reason = reason }, Desk.Now);

        Assert.Equal(code, Assert.Single(Assert.IsType<Outcome<RiskPolicyEvent>.Refused>(outcome).Refusals).Code);
    }

    [Fact]
    public void State_HaltedByTheDesk_IsLiftedByAPersonWithAReasonOnly()
    {
        var cause = new HaltCause("halt.drawdown", "Down 10 %.", 10m, 10m);
        var halt = new ChangeTradingState(Desk.Command(), Actor.Gate, "Down 10 %.", TradingState.Halted, cause);
        var halted = After(Tenant, RiskPolicyDecider.Decide(Tenant, halt, Desk.Now));

        Assert.Equal((TradingState.Halted, cause), (halted.TradingState, halted.Cause));
        Assert.Equal("risk.resumed_by_machine", Code(halted, Actor.Desk, "Fine"));
        Assert.Equal("risk.reason", Code(halted, Desk.Manager, " "));
        Assert.Null(Code(halted, Desk.Manager, "Fine"));
    }

    [Fact]
    public void State_RestrictedByTheDeskWithoutACause_IsRefused()
    {
        var outcome = RiskPolicyDecider.Decide(
            Tenant, new ChangeTradingState(Desk.Command(), Actor.Gate, "Because", TradingState.Reducing), Desk.Now);

        Assert.Equal("risk.no_cause", Assert.IsType<Outcome<RiskPolicyEvent>.Refused>(outcome).Refusals[0].Code);
    }

    [Fact]
    public void Blackout_OfAnotherCurrency_DoesNotConcernThePair()
    {
        var windows = new[]
        {
            new BlackoutWindow(Desk.Now, Desk.Now.AddHours(1), Currency.Parse("JPY"), "Bank of Japan"),
            new BlackoutWindow(Desk.Now, Desk.Now.AddHours(1), Desk.Usd, "Payrolls"),
        };
        var policy = After(Tenant, RiskPolicyDecider.Decide(
            Tenant, new SetBlackouts(Desk.Command(), Desk.Manager, "Figures", [.. windows]), Desk.Now));

        Assert.Equal("Payrolls", policy.BlackoutAt(Desk.Now, Desk.EurUsdInstrument)?.Title);
        Assert.Null(policy.BlackoutAt(Desk.Now.AddHours(1), Desk.EurUsdInstrument));
    }

    [Fact]
    public void OrderRate_OfAnyWindow_IsCountedExactlyUpToItsCapacity()
    {
        var meter = new OrderRateMeter();
        for (var i = 0; i < OrderRateMeter.Capacity + 500; i++)
        {
            meter.Note(Desk.Now.AddMilliseconds(i));
        }

        var now = Desk.Now.AddMilliseconds(OrderRateMeter.Capacity + 499);

        Assert.Equal(1_000, meter.Count(now, TimeSpan.FromSeconds(1)));
        Assert.Equal(OrderRateMeter.Capacity, meter.Count(now, TimeSpan.FromMinutes(1)));
        Assert.Equal(0, meter.Count(now.AddSeconds(1), TimeSpan.FromSeconds(1)));
    }

    private static SetRiskCaps Set(RiskCaps caps) => new(Desk.Command(), Desk.Manager, "Calmer", caps);

    private static RiskPolicy After(RiskPolicy policy, Outcome<RiskPolicyEvent> outcome) =>
        outcome.Events().Aggregate(policy, RiskPolicyDecider.Apply);

    private static string? Code(RiskPolicy policy, Actor by, string reason) =>
        RiskPolicyDecider.Decide(policy, new ChangeTradingState(Desk.Command(), by, reason, TradingState.Active), Desk.Now)
            is Outcome<RiskPolicyEvent>.Refused refused ? refused.Refusals[0].Code : null;
}
