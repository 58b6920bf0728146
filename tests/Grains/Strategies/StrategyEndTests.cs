#if !ORLEANS
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;
using Countersign.Tests.Grains.TradeIdeas;
using Xunit;
using static Countersign.Tests.Grains.TradeIdeas.IdeaDesk;

namespace Countersign.Tests.Grains.Strategies;

/// <summary>Strategies that are paused, retired, revised and restored, on the desk's own grains in virtual time.</summary>
public sealed class StrategyEndTests
{
    private const string InOnly = """ "entry": { "long": { "above": ["close", 1] } }, "maxOpenIdeas": 5 """;

    private const string InAndOut = InOnly + """, "exit": { "long": { "above": ["close", 1] } } """;

    private readonly IdeaDesk desk = new();
    private int minute;

    [Fact]
    public void Retire_WithIdeasThatWait_WithdrawsThemAndRaisesNoMore()
    {
        Activate(InOnly);
        Minutes(2);
        Assert.Equal([TradeIdeaStatus.NeedsApproval, TradeIdeaStatus.NeedsApproval], desk.Ideas().Select(i => i.Status));

        var retired = Done(Retire());
        Minutes(3);

        Assert.Equal((StrategyStatus.Retired, "It lost."), (retired.Status, retired.Retirement!.Reason));
        Assert.Equal([TradeIdeaStatus.Rejected, TradeIdeaStatus.Rejected], desk.Ideas().Select(i => i.Status));
        Assert.All(desk.Ideas(), idea => Assert.Equal("The strategy was retired.", idea.Note));
        Assert.Empty(desk.Venue.Orders);
    }

    [Fact]
    public void Retire_WithAnExitThatWaits_WithdrawsItToo()
    {
        Activate(InAndOut);
        Minutes(1);
        Done(desk.Approve(desk.Ideas()[0].Id, Anna));
        Minutes(1);
        var exit = desk.Ideas()[^1];
        Assert.Equal((TradeIntent.Close, TradeIdeaStatus.NeedsApproval), (exit.Proposal.Intent, exit.Status));

        Done(Retire());

        Assert.Equal(TradeIdeaStatus.Rejected, desk.Get(exit.Id).Status);
    }

    [Fact]
    public void Retire_ThenRestart_StaysRetiredAndItsHistoryThere()
    {
        Activate(InOnly);
        Minutes(1);
        Done(Retire());

        desk.Restart();
        Minutes(2);

        Assert.Equal(StrategyStatus.Retired, Done(desk.OnStrategy(s => s.GetAsync(CancellationToken.None))).Status);
        Assert.Single(desk.Ideas());
        Assert.Equal(1, Done(desk.OnStrategy(s => s.GetVersionAsync(1, CancellationToken.None))).Number);
    }

    [Fact]
    public void Activate_ARetiredStrategy_IsRefused()
    {
        Activate(InOnly);
        Done(Retire());

        var reply = desk.OnStrategy(s => s.ActivateAsync(
            new ActivateStrategy(desk.Next(), Anna, AccountId, new Autonomy.ApproveEverything()), CancellationToken.None));

        Assert.Equal(["strategy.retired"], Codes(reply));
    }

    [Fact]
    public void Retire_ThatIsRefused_WithdrawsNothing()
    {
        Activate(InOnly);
        Minutes(1);

        var reply = desk.OnStrategy(s => s.RetireAsync(new RetireStrategy(desk.Next(), Anna, " "), CancellationToken.None));

        Assert.Equal(["strategy.reason"], Codes(reply));
        Assert.Equal(TradeIdeaStatus.NeedsApproval, Assert.Single(desk.Ideas()).Status);
    }

    [Fact]
    public void Pause_WithAnEntryThatWaits_WithdrawsIt()
    {
        Activate(InOnly);
        Minutes(1);

        Done(Pause());
        Minutes(2);

        var idea = Assert.Single(desk.Ideas());
        Assert.Equal((TradeIdeaStatus.Rejected, "The strategy was paused."), (idea.Status, idea.Note));
    }

    [Fact]
    public void Pause_WithAnExitThatWaits_LeavesItToAPerson()
    {
        Activate(InAndOut);
        Minutes(1);
        Done(desk.Approve(desk.Ideas()[0].Id, Anna));
        Minutes(1);
        var exit = desk.Ideas()[^1];
        Assert.Equal((TradeIntent.Close, TradeIdeaStatus.NeedsApproval), (exit.Proposal.Intent, exit.Status));

        Done(Pause());
        Done(desk.Approve(exit.Id, Anna));

        Assert.Equal(TradeIdeaStatus.Approved, desk.Get(exit.Id).Status);
    }

    [Fact]
    public void Versions_OfARevisedStrategy_AreListedNewestFirstInParts()
    {
        Activate(InOnly);
        Revise(Definition(InAndOut));
        Revise(Definition(InOnly));

        var first = desk.OnStrategy(s => s.ListVersionsAsync(new PageRequest(2, null), CancellationToken.None));
        var rest = desk.OnStrategy(s => s.ListVersionsAsync(new PageRequest(2, first.Next), CancellationToken.None));

        Assert.Equal([3, 2], first.Items.Select(v => v.Number));
        Assert.Equal([1], rest.Items.Select(v => v.Number));
        var turned = desk.OnStrategy(s => s.ListVersionsAsync(new PageRequest(2, null, Reversed: true), CancellationToken.None));
        var last = desk.OnStrategy(s => s.ListVersionsAsync(new PageRequest(2, turned.Next, Reversed: true), CancellationToken.None));
        Assert.Equal([1, 2, 3], turned.Items.Concat(last.Items).Select(v => v.Number));
        Assert.Null(rest.Next);
        Assert.All(first.Items, v => Assert.Equal(Anna, v.By));
        Assert.Equal(first.Items[0].Hash, rest.Items[0].Hash);
        Assert.NotEqual(first.Items[0].Hash, first.Items[1].Hash);
    }

    [Fact]
    public void Versions_ByACursorOfAnotherList_Throw()
    {
        Activate(InOnly);

        Assert.Throws<FormatException>(() => desk.OnStrategy(s => s.ListVersionsAsync(new PageRequest(2, "x"), CancellationToken.None)));
    }

    [Fact]
    public void Version_RevisedAndRestored_IsTheFirstAgainUnderANewNumber()
    {
        Activate(InOnly);
        Revise(Definition(InAndOut));
        var old = Done(desk.OnStrategy(s => s.GetVersionAsync(1, CancellationToken.None)));

        var restored = Revise(old.Definition);
        Minutes(1);

        Assert.Equal((3, Definition(InOnly)), (restored.Version, restored.Definition));
        Assert.Equal(3, Assert.Single(desk.Ideas()).Proposal.StrategyVersion);
    }

    [Fact]
    public void Compare_TwoVersions_TellsWhatChanged()
    {
        Activate(InOnly);
        Revise(Definition(InAndOut));

        var there = Done(desk.OnStrategy(s => s.CompareAsync(1, 2, CancellationToken.None)));
        var back = Done(desk.OnStrategy(s => s.CompareAsync(2, 1, CancellationToken.None)));

        Assert.Equal(("$.exit", StrategyChangeKind.Added), (there.Changes.Single().Path, there.Changes.Single().Kind));
        Assert.Equal(StrategyChangeKind.Removed, back.Changes.Single().Kind);
        Assert.Equal(["not_found"], Codes(desk.OnStrategy(s => s.CompareAsync(1, 3, CancellationToken.None))));
    }

    private Reply<Strategy> Retire() =>
        desk.OnStrategy(s => s.RetireAsync(new RetireStrategy(desk.Next(), Anna, "It lost."), CancellationToken.None));

    private Reply<Strategy> Pause() => desk.OnStrategy(s => s.PauseAsync(new PauseStrategy(desk.Next(), Anna), CancellationToken.None));

    private Strategy Revise(StrategyDefinition definition) =>
        Done(desk.OnStrategy(s => s.ReviseAsync(new ReviseStrategy(desk.Next(), Anna, definition), CancellationToken.None)));

    private void Activate(string rules)
    {
        Done(desk.OnStrategy(s => s.CreateAsync(
            new CreateStrategy(desk.Next(), Anna, IdeaDesk.StrategyId, Definition(rules)), CancellationToken.None)));
        Done(desk.OnStrategy(s => s.ActivateAsync(
            new ActivateStrategy(desk.Next(), Anna, AccountId, new Autonomy.ApproveEverything()), CancellationToken.None)));
    }

    private static StrategyDefinition Definition(string rules) => ((StrategyParseResult.Valid)StrategyJson.Parse(
        $$"""
        {
          "name": "Always", "symbols": ["EURUSD"], "timeframe": "M1", {{rules}}, "stop": { "pips": 100 }, "target": { "pips": 200 },
          "size": { "units": 10000 }
        }
        """)).Definition;

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
