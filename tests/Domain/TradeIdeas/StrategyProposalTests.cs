using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.TradeIdeas;

public sealed class StrategyProposalTests
{
    private const string Long = """ "entry":{"long":{"above":["close",1]}},"stop":{"pips":100},"target":{"pips":200}""";

    private const string Leave = """ "entry":{"long":{"above":["close",2]}},"exit":{"long":{"above":["close",1]}},"stop":{"pips":100}""";

    [Fact]
    public void Of_AnEntry_CarriesStopAndTarget()
    {
        var proposal = Ideas.Propose(Long, TradeIntent.Open, 1_000m);

        Assert.Equal((Side.Buy, new Price(1.3802m), new Price(1.4102m)), (proposal.Side, proposal.Stop, proposal.Target));
    }

    [Fact]
    public void Of_AnExit_HasNoLevels()
    {
        var proposal = Ideas.Propose(Leave, TradeIntent.Close, 1_000m, Scene.Long(1.38m));

        Assert.Equal((Side.Sell, null, null), (proposal.Side, proposal.Stop, proposal.Target));
    }

    [Fact]
    public void Of_AReversal_ClosesAndOpensOnOneSide()
    {
        var close = Ideas.Propose(Long + ""","reverse":true""", TradeIntent.Close, 1_000m, Scene.Short(1.38m));
        var open = Ideas.Propose(Long + ""","reverse":true""", TradeIntent.Open, 1_000m, Scene.Short(1.38m));

        Assert.Equal((Side.Buy, Side.Buy), (close.Side, open.Side));
        Assert.Equal((null, new Price(1.3802m)), (close.Stop, open.Stop));
    }

    [Fact]
    public void Of_AnExitThatIsToOpen_IsABug() =>
        Assert.Throws<ArgumentException>(() => Ideas.Propose(Leave, TradeIntent.Open, 1_000m, Scene.Long(1.38m)));

    [Fact]
    public void Again_OfAProposal_IsTheSame()
    {
        var open = Ideas.Propose(Long, TradeIntent.Open, 1_000m);
        var close = Ideas.Propose(Leave, TradeIntent.Close, 700m, Scene.Long(1.38m));
        foreach (var proposal in new[] { open, close })
        {
            var again = StrategyProposal.Again(proposal)!;

            Assert.Equal(proposal with { Rationale = [] }, again with { Rationale = [] });
            Assert.Equal(proposal.Rationale.AsEnumerable(), again.Rationale);
        }
    }
    [Fact]
    public void Of_AnEntry_CarriesWhatEachRuleDid()
    {
        var strength = Ideas.Propose(Long, TradeIntent.Open, 1_000m).Strength!;

        Assert.Equal((1.0, 2.0), (strength.Agreement, strength.RiskReward));
        Assert.Equal(("close above 1", true), Assert.Single(strength.Contributions) is var rule ? (rule.Rule, rule.Held) : default);
    }

    [Fact]
    public void Again_OfAProposalFromBeforeStrengthWasKept_HasNone()
    {
        var old = Ideas.Propose(Long, TradeIntent.Open, 1_000m) with { Strength = null };

        Assert.Null(StrategyProposal.Again(old)!.Strength);
    }
}
