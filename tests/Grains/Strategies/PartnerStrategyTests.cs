#if !ORLEANS
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Grains.TradeIdeas;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.Strategies;

/// <summary>Live strategies that look at another symbol: each market tells of its bars in its own time.</summary>
public sealed class PartnerStrategyTests
{
    private const string AbovePartner = """ "entry": { "long": { "above": ["close", "close@partner"] } } """;

    private readonly IdeaDesk desk = new();

    [Fact]
    public void Bar_PartnersOfTheSameEndComesLater_IsDecidedOnceItIsThere()
    {
        Activate(AbovePartner);
        Euro(0.5, 1.3m);
        Pound(0.5, 1.2m);

        Euro(1, 1.3m);
        Assert.Empty(desk.Ideas());

        Pound(1.1, 1.2m);
        var frame = Assert.Single(desk.Ideas()).Proposal.Snapshot.Frame;
        Assert.Equal((1.3, 1.2), (frame.Current["close"], frame.Current["close@partner"]));
        Assert.Equal(frame.Bar.End, frame.Partner!.Bar.End);
    }

    [Fact]
    public void Bar_PartnersOfTheSameEndCameBefore_IsDecidedAtOnce()
    {
        Activate(AbovePartner);
        Pound(0.5, 1.2m);
        Euro(0.5, 1.1m);
        Euro(1, 1.3m);

        Pound(1, 1.2m);
        Pound(2, 1.2m);
        Assert.Empty(desk.Ideas());
        Euro(2, 1.3m);

        var frame = Assert.Single(desk.Ideas()).Proposal.Snapshot.Frame;
        Assert.Equal((Start.AddMinutes(2), Start.AddMinutes(2)), (frame.Bar.End, frame.Partner!.Bar.End));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(0, 0)]
    public void Bar_PartnerStaysSilent_IsDecidedAMinuteLaterOnItsLastOrNotAtAll(int maxAgeBars, int ideas)
    {
        Activate(AbovePartner, maxAgeBars);
        Pound(0.5, 1.2m);
        Euro(0.5, 1.1m);
        Euro(1, 1.1m);
        Pound(1, 1.2m);
        Euro(1.5, 1.3m);

        Euro(2, 1.3m);
        Assert.Empty(desk.Ideas());

        Euro(3, 1.3m);
        Assert.Equal(ideas, desk.Ideas().Count);
        Assert.All(desk.Ideas(), idea => Assert.Equal(
            (Start.AddMinutes(2), Start.AddMinutes(1)), (idea.Proposal.Snapshot.Frame.Bar.End, idea.Proposal.Snapshot.Frame.Partner!.Bar.End)));
    }

    [Fact]
    public void Pair_RatioThatJumps_RaisesOppositeIdeasOnBothLegs()
    {
        Activate(
            """ "entry": { "long": { "crossesBelow": ["pair_score(5)", -1.5] }, "short": { "crossesAbove": ["pair_score(5)", 1.5] } } """, 0,
            "\"EURUSD\", \"GBPUSD\"");
        for (var minute = 0; minute < 8; minute++)
        {
            Euro(minute + 0.5, 1.3m + (minute % 2 * 0.0001m));
            Pound(minute + 0.5, 1.5m);
        }

        Euro(8.5, 1.31m);
        Pound(8.5, 1.5m);
        Euro(9, 1.31m);
        Pound(9, 1.5m);

        var ideas = desk.Ideas().Select(idea => idea.Proposal).OrderBy(proposal => proposal.Symbol.Value).ToArray();
        Assert.Equal([("EURUSD", Side.Sell), ("GBPUSD", Side.Buy)], ideas.Select(idea => (idea.Symbol.Value, idea.Side)));
        Assert.Single(ideas.Select(idea => idea.Snapshot.Frame.Bar.Start).Distinct());
        Assert.Equal(ideas[0].Snapshot.Frame.Current["pair_score(5)"], -ideas[1].Snapshot.Frame.Current["pair_score(5)"]);
        Assert.All(ideas, idea =>
        {
            var again = StrategyProposal.Again(idea)!;
            Assert.Equal((idea.Side, idea.Stop, idea.Confidence, idea.Strength), (again.Side, again.Stop, again.Confidence, again.Strength));
            Assert.Equal(idea.Rationale.AsEnumerable(), again.Rationale);
        });
    }

    [Fact]
    public void Strategy_ActivatedLater_IsWarmFromThePastOfBoth()
    {
        for (var minute = 0; minute < 12; minute++)
        {
            Euro(minute + 0.5, 1.3m + (minute % 3 * 0.0001m));
            Pound(minute + 0.5, 1.5m);
        }

        Activate(""" "entry": { "long": { "above": ["pair_score(10)", -9] } } """);
        Euro(12, 1.3m);
        Pound(12, 1.5m);

        Assert.Single(desk.Ideas());
    }

    [Fact]
    public void Partner_OfAnotherRecording_IsSeenFromItsOwnFirstBarOn()
    {
        Activate(""" "entry": { "long": { "above": ["close", "sma(2)@partner"] } } """);
        for (var minute = 0; minute < 3; minute++)
        {
            Pound(minute + 0.5, 9m);
            Euro(minute + 0.5, 1.3m);
        }

        desk.Tick("GBPUSD", 1.2m, TimeSpan.FromMinutes(3.5), "another");
        desk.Tick("GBPUSD", 1.2m, TimeSpan.FromMinutes(4), "another");
        desk.Settle();
        Euro(4.1, 1.3m);
        Assert.Empty(desk.Ideas());

        desk.Tick("GBPUSD", 1.2m, TimeSpan.FromMinutes(5), "another");
        desk.Settle();
        Euro(5.1, 1.3m);

        Assert.Equal(1.2, Assert.Single(desk.Ideas()).Proposal.Snapshot.Frame.Current["sma(2)@partner"], 1e-12);
    }

    [Fact]
    public void Strategy_PausedAndActivatedAgain_HearsItsPartner()
    {
        Activate(AbovePartner);
        Done(desk.OnStrategy(s => s.PauseAsync(new PauseStrategy(desk.Next(), Anna), CancellationToken.None)));
        Begin();

        Euro(0.5, 1.3m);
        Pound(0.5, 1.2m);
        Euro(1, 1.3m);
        Pound(1, 1.2m);

        Assert.Single(desk.Ideas());
    }

    private void Activate(string rules, int maxAgeBars = 2, string symbols = "\"EURUSD\"")
    {
        var definition = Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(
            $$"""
            {
              "name": "Two", "symbols": [{{symbols}}], "timeframe": "M1", {{rules}}, "stop": { "pips": 100 }, "size": { "units": 10000 },
              "partners": [{ "symbols": ["EURUSD", "GBPUSD"], "maxAgeBars": {{maxAgeBars}} }]
            }
            """)).Definition;
        Done(desk.OnStrategy(s => s.CreateAsync(new CreateStrategy(desk.Next(), Anna, IdeaDesk.StrategyId, definition), CancellationToken.None)));
        Begin();
    }

    private void Begin() => Done(desk.OnStrategy(s => s.ActivateAsync(
        new ActivateStrategy(desk.Next(), Anna, AccountId, new Autonomy.ApproveEverything()), CancellationToken.None)));

    private void Euro(double minutes, decimal bid) => Tick("EURUSD", minutes, bid);

    private void Pound(double minutes, decimal bid) => Tick("GBPUSD", minutes, bid);

    private void Tick(string symbol, double minutes, decimal bid)
    {
        desk.Tick(symbol, bid, TimeSpan.FromMinutes(minutes));
        desk.Settle();
    }
}
#endif
