#if !ORLEANS
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.TradeIdeas;

/// <summary>A strategy that wants to be long at every bar, and where it says so, out again at every bar.</summary>
public sealed class StrategyLifeTests
{
    private const string InOnly = """ "entry": { "long": { "above": ["close", 1] } } """;

    private const string InAndOut = InOnly + """, "exit": { "long": { "above": ["close", 1] } } """;

    private static readonly Autonomy Alone = new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic));

    private readonly IdeaDesk desk = new();
    private int minute;

    [Fact]
    public void Strategy_WhoseEntryIsUnderWay_RaisesNoSecond()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Accepted()];
        Activate(InOnly, Alone);

        Minutes(4);

        Assert.Single(desk.Ideas());
        Assert.True(desk.Ideas()[0].IsToBeExecuted);
    }

    [Fact]
    public void Strategy_WhoseEntryFillsMinutesLater_HoldsThePositionAndRaisesNoSecond()
    {
        desk.Venue.Answer = _ => [new BrokerReport.Accepted()];
        Activate(InOnly, Alone);
        Minutes(2);
        var entry = desk.Venue.Orders[0];

        desk.Report(entry, ScriptedVenue.Fill(entry, 10_000m, 1.1001m));
        Minutes(3);

        Assert.Equal(TradeIdeaStatus.AutoExecuted, Assert.Single(desk.Ideas()).Status);
        Assert.Equal([OrderType.Market, OrderType.Stop, OrderType.Limit], desk.Venue.Orders.Select(o => o.Ticket.Type));
    }

    [Fact]
    public void Strategy_WhosePositionItsStopClosed_SeesItGoneAndEntersAgain()
    {
        Activate(InOnly, Alone);
        Minutes(2);

        StopOut();
        Minutes(2);

        Assert.Equal([TradeIdeaStatus.AutoExecuted, TradeIdeaStatus.AutoExecuted], desk.Ideas().Select(i => i.Status));
        Assert.All(desk.Ideas(), i => Assert.Equal(TradeIntent.Open, i.Proposal.Intent));
    }

    [Fact]
    public void Strategy_WhosePositionItsStopClosedWhileAnExitWaited_WithdrawsTheExit()
    {
        Activate(InAndOut, new Autonomy.ApproveEverything());
        Minutes(1);
        Done(desk.Approve(desk.Ideas()[0].Id, Anna));
        Minutes(1);
        var exit = desk.Ideas()[^1];
        Assert.Equal((TradeIntent.Close, TradeIdeaStatus.NeedsApproval), (exit.Proposal.Intent, exit.Status));

        StopOut();
        Minutes(1);

        Assert.Equal(TradeIdeaStatus.Rejected, desk.Get(exit.Id).Status);
        Assert.Contains("gone", desk.Get(exit.Id).Note, StringComparison.Ordinal);
        var next = desk.Ideas()[^1];
        Assert.Equal((TradeIntent.Open, TradeIdeaStatus.NeedsApproval), (next.Proposal.Intent, next.Status));
    }

    [Fact]
    public void Exit_OfAnAssistedStrategy_GoesOnItsOwnWhileItsLargeEntryAsks()
    {
        Activate(InAndOut, new Autonomy.Governed(new AutonomySettings(AutonomyMode.Assisted, 0, new Domain.Markets.Quantity(1_000m))));
        Minutes(1);
        var entry = Assert.Single(desk.Ideas());
        Assert.Equal(TradeIdeaStatus.NeedsApproval, entry.Status);

        Done(desk.Approve(entry.Id, Anna));
        Minutes(1);

        var exit = desk.Ideas()[^1];
        Assert.Equal((TradeIntent.Close, TradeIdeaStatus.AutoExecuted), (exit.Proposal.Intent, exit.Status));
        Assert.True(desk.Venue.Orders[^1].Ticket.ReduceOnly);
    }

    [Fact]
    public void Autonomy_OfAnActiveStrategySetByAPerson_CountsFromTheNextIdeaOn()
    {
        Activate(InOnly + """, "maxOpenIdeas": 5 """, new Autonomy.ApproveEverything());
        Minutes(1);

        var set = Done(desk.OnStrategy(s => s.SetAutonomyAsync(
            new SetStrategyAutonomy(desk.Next(), Anna, Alone, "It has earned it."), CancellationToken.None)));
        Minutes(1);

        Assert.Equal(Alone, set.Autonomy);
        Assert.Equal([TradeIdeaStatus.NeedsApproval, TradeIdeaStatus.AutoExecuted], desk.Ideas().Select(i => i.Status));
    }

    private void Activate(string rules, Autonomy autonomy)
    {
        var definition = ((StrategyParseResult.Valid)StrategyJson.Parse(
            $$"""
            {
              "name": "Always", "symbols": ["EURUSD"], "timeframe": "M1", {{rules}}, "stop": { "pips": 100 }, "target": { "pips": 200 },
              "size": { "units": 10000 }
            }
            """)).Definition;
        Done(desk.OnStrategy(s => s.CreateAsync(new CreateStrategy(desk.Next(), Anna, IdeaDesk.StrategyId, definition), CancellationToken.None)));
        Done(desk.OnStrategy(s => s.ActivateAsync(new ActivateStrategy(desk.Next(), Anna, AccountId, autonomy), CancellationToken.None)));
    }

    private void Minutes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            desk.Tick(1.1000m, 1.1001m, TimeSpan.FromMinutes(++minute));
            desk.Settle();
        }
    }

    private void StopOut()
    {
        var stop = desk.Venue.Orders.First(o => o.Ticket.Type == OrderType.Stop);
        desk.Report(stop, ScriptedVenue.Fill(stop, stop.Quantity.Value, 1.0900m));
    }
}
#endif
