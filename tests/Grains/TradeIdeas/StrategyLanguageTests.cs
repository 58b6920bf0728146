#if !ORLEANS
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.TradeIdeas;

/// <summary>What live strategies are given beside their own bars, and what their ideas keep of it.</summary>
public sealed class StrategyLanguageTests
{
    private readonly IdeaDesk desk = new();
    private int minute;

    [Fact]
    public void Strategy_AroundARelease_OpensNothing()
    {
        desk.Records.Releases.Add(Release(3, "USD", Impact.High));
        Activate(""" "entry": { "long": { "above": ["close", 1] } }, "forbid": { "news": { "before": "2m", "after": "2m" } } """);

        Minutes(4);
        Assert.Empty(desk.Ideas());

        Minutes(1);
        Assert.Equal(new MarketFacts(null, 2.0), Assert.Single(desk.Ideas()).Proposal.Snapshot.Frame.Market);
    }

    [Fact]
    public void Strategy_ReleasesOfOtherCurrenciesOrLessImpact_AreNoReason()
    {
        desk.Records.Releases.AddRange([Release(1, "JPY", Impact.High), Release(1, "USD", Impact.Medium)]);
        Activate(""" "entry": { "long": { "above": ["close", 1] } }, "forbid": { "news": {} } """);

        Minutes(1);

        Assert.Single(desk.Ideas());
    }

    [Fact]
    public void Strategy_ThatNamesALargerTimeframe_IsWarmFromWhatTheDeskHasSeen()
    {
        Minutes(16);
        Activate(""" "entry": { "long": { "above": ["close", "sma(3)@M5"] } } """);
        Minutes(1);
        Assert.Empty(desk.Ideas());

        desk.Tick(1.1050m, 1.1051m, TimeSpan.FromMinutes(minute) + TimeSpan.FromSeconds(30));
        Minutes(1);

        var frame = Assert.Single(desk.Ideas()).Proposal.Snapshot.Frame;
        Assert.Equal(1.1, frame.Current["sma(3)@M5"], 1e-12);
        Assert.Equal(1.105, frame.Current["close"], 1e-12);
    }

    [Fact]
    public void Idea_KeepsWhatEachRuleDid_AndReplays()
    {
        Activate(
            """
            "entry": { "long": { "votes": { "atLeast": 0.5, "of": [{ "name": "price", "weight": 2, "rule": { "above": ["close", 1] } },
                                                                   { "name": "wide", "rule": { "above": ["high", 2] } }] } } }
            """);

        Minutes(1);

        var proposal = Assert.Single(desk.Ideas()).Proposal;
        Assert.Equal([("price", 2.0, true), ("wide", 1.0, false)], proposal.Strength!.Contributions.Select(rule => (rule.Name, rule.Weight, rule.Held)));
        Assert.Equal(2.0, proposal.Strength.RiskReward);
        Assert.Equal(proposal.Strength, Domain.TradeIdeas.StrategyProposal.Again(proposal)!.Strength);
    }

    private static EconomicRelease Release(int minute, string currency, Impact impact) =>
        new("test", $"r-{currency}-{impact}", Start.AddMinutes(minute), Currency.Parse(currency), "A figure", impact);

    private void Activate(string rules)
    {
        var definition = ((StrategyParseResult.Valid)StrategyJson.Parse(
            $$"""
            {
              "name": "Language", "symbols": ["EURUSD"], "timeframe": "M1", {{rules}}, "stop": { "pips": 100 }, "target": { "pips": 200 },
              "size": { "units": 10000 }
            }
            """)).Definition;
        Done(desk.OnStrategy(s => s.CreateAsync(new CreateStrategy(desk.Next(), Anna, IdeaDesk.StrategyId, definition), CancellationToken.None)));
        Done(desk.OnStrategy(s => s.ActivateAsync(
            new ActivateStrategy(desk.Next(), Anna, AccountId, new Autonomy.ApproveEverything()), CancellationToken.None)));
    }

    private void Minutes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            desk.Tick(1.1000m, 1.1001m, TimeSpan.FromMinutes(++minute));
            desk.Settle();
        }
    }
}
#endif
