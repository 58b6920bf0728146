using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.TradeIdeas;
using Countersign.Tests.Domain.Accounts;
using Countersign.Tests.Domain.Audit;
using Xunit;

namespace Countersign.Tests.Domain.TradeIdeas;

public sealed class DecisionReplayTests
{
    private static readonly RiskLimits Narrow = Desk.Wide with { MaxPosition = new Quantity(999m) };

    public static TheoryData<string> Decisions => [.. Samples().Keys];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Recompute_OfAnUntouchedDecision_IsIdentical(string decision)
    {
        var result = DecisionReplay.Recompute(StoredAndRead(Samples()[decision]))!;

        Assert.True(result.Identical, string.Join('\n', result.Differences));
        Assert.Equal(result.Recorded, result.Recomputed);
        Assert.Empty(result.Differences);
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Recompute_WithTamperedLimits_IsNotIdenticalAndSaysWhere(string decision)
    {
        var tampered = Samples()[decision] switch
        {
            TradeIdeaRouted e => e with { Inputs = e.Inputs with { Facts = Other(e.Inputs.Facts) } },
            TradeIdeaRejected e => e with { Inputs = e.Inputs! with { Facts = Other(e.Inputs.Facts) } },
            TradeIdeaHalted e => e with { Inputs = e.Inputs! with { Facts = Other(e.Inputs.Facts) } },
            TradeIdeaFirstApproved e => e with { Inputs = e.Inputs with { Facts = Other(e.Inputs.Facts) } },
            TradeIdeaApproved e => e with { Inputs = e.Inputs with { Facts = Other(e.Inputs.Facts) } },
            TradeIdeaApprovalRefused e => (TradeIdeaEvent)(e with { Inputs = e.Inputs with { Facts = Other(e.Inputs.Facts) } }),
            var other => throw new InvalidOperationException(other.ToString()),
        };

        var result = DecisionReplay.Recompute(tampered)!;

        Assert.False(result.Identical);
        Assert.NotEqual(result.Recorded, result.Recomputed);
        Assert.NotEmpty(result.Differences);
        Assert.All(result.Differences, d => Assert.StartsWith("$.", d, StringComparison.Ordinal));
    }

    [Fact]
    public void Recompute_WithATamperedOutcome_IsNotIdentical()
    {
        var refused = (TradeIdeaApprovalRefused)Samples()["refused"];

        Assert.False(DecisionReplay.Recompute(refused with { Refusals = [new Refusal("risk.no_price", "Harmless.")] })!.Identical);
    }

    [Fact]
    public void Recompute_WithATamperedTime_IsNotIdentical()
    {
        var approved = (TradeIdeaApproved)Samples()["approved"];

        var result = DecisionReplay.Recompute(approved with { Inputs = approved.Inputs with { Now = Desk.Now.AddSeconds(1) } })!;

        Assert.Contains("$.at", Assert.Single(result.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public void Recompute_WithATamperedQuote_IsNotIdenticalWhereTheOutcomeChanges()
    {
        var approved = (TradeIdeaApproved)Samples()["approved"];
        var facts = approved.Inputs.Facts with { Quote = Desk.Quote(1.3978m, 1.3980m) };

        var result = DecisionReplay.Recompute(approved with { Inputs = approved.Inputs with { Facts = facts } })!;

        Assert.False(result.Identical);
        Assert.Contains("idea.price_moved", result.Recomputed, StringComparison.Ordinal);
    }

    [Fact]
    public void Recompute_OfARaisedIdea_MakesTheProposalAgainFromItsSnapshot()
    {
        var result = DecisionReplay.Recompute(StoredAndRead(Raised()))!;

        Assert.True(result.Identical, string.Join('\n', result.Differences));
        Assert.Contains("\"quantity\":1000", result.Recomputed, StringComparison.Ordinal);
    }

    [Fact]
    public void Recompute_OfARaisedIdeaWithTamperedWords_ShowsThem()
    {
        var tampered = Ideas.Proposal with { Quantity = new Quantity(2_000m), Confidence = 0.125 };

        var result = DecisionReplay.Recompute(Raised() with { Proposal = tampered })!;

        Assert.Equal(2, result.Differences.Length);
        Assert.Contains("$.proposal.quantity: recorded 2000, recomputed 1000", result.Differences);
    }

    [Fact]
    public void Recompute_OfARaisedIdeaWithATamperedFrame_IsNotIdentical()
    {
        var frame = Ideas.Proposal.Snapshot.Frame;
        SignalFrame[] tampered =
        [
            frame with { InSession = false },
            frame with { DefinitionHash = new string('0', 64) },
            frame with { RulesVersion = frame.RulesVersion + 1 },
            frame with { Current = frame.Current.Clear() },
            frame with { Current = frame.Current.SetItem("close", 0.9) },
        ];

        Assert.All(tampered, f => Assert.False(DecisionReplay.Recompute(Raised() with { Proposal = With(f) })!.Identical));
    }

    public static TheoryData<string> Conditioned => ["confidence", "trades", "drawdown", "setting", "account"];

    [Theory]
    [MemberData(nameof(Conditioned))]
    public void Recompute_OfARoutingWithATamperedCondition_IsNotIdenticalAndSaysWhich(string what)
    {
        var routed = (TradeIdeaRouted)Samples()["routed under conditions"];
        var inputs = routed.Inputs;
        var facts = inputs.AutonomyFacts!;
        var tampered = what switch
        {
            "confidence" => inputs with { Confidence = 0.05 },
            "trades" => inputs with { AutonomyFacts = facts with { StrategyTrades = 3 } },
            "drawdown" => inputs with { AutonomyFacts = facts with { DrawdownPercent = 12m } },
            "setting" => inputs with { Autonomy = new Autonomy.ApproveEverything() },
            _ => inputs with { AutonomyFacts = facts with { Account = new Autonomy.ApproveEverything() } },
        };

        var result = DecisionReplay.Recompute(routed with { Inputs = tampered })!;

        Assert.False(result.Identical);
        Assert.Contains(result.Differences, d => d.Contains(".conditions[", StringComparison.Ordinal));
    }

    [Fact]
    public void Recompute_OfAFirstApprovalThatWasMadeTheOnly_IsNotIdentical()
    {
        var first = (TradeIdeaFirstApproved)Samples()["first approved"];

        Assert.False(DecisionReplay.Recompute(new TradeIdeaApproved(first.Inputs, first.Note, first.By, first.At))!.Identical);
    }

    [Fact]
    public void Recompute_OfASecondApprovalByTheFirstPerson_IsNotIdentical()
    {
        var idea = Ideas.NeedingApproval();
        var two = Ideas.Risk(Desk.Quote()).WithTwoAbove(1m);
        var first = idea.After(Ideas.Approve(idea, two));
        var second = (TradeIdeaApproved)Ideas.Approve(first, two, by: Actor.Parse("user:u-other")).Events()[0];

        Assert.True(DecisionReplay.Recompute(second)!.Identical);
        Assert.Contains("idea.same_person", DecisionReplay.Recompute(second with
        {
            Inputs = second.Inputs with { People = second.Inputs.People! with { By = Desk.Manager } },
        })!.Recomputed, StringComparison.Ordinal);
    }

    [Fact]
    public void Recompute_OfARiskShare_ComputesTheSizeAgainFromTheStoredEquity()
    {
        var sized = Raised() with { Proposal = Ideas.ProposeShare(100_000m) };

        Assert.True(DecisionReplay.Recompute(StoredAndRead(sized))!.Identical);
        Assert.Contains(
            "$.proposal.quantity: recorded 50000, recomputed 25000",
            DecisionReplay.Recompute(sized with
            {
                Proposal = sized.Proposal with { Snapshot = sized.Proposal.Snapshot with { Equity = 50_000m } },
            })!.Differences);
    }

    [Fact]
    public void Recompute_OfARiskShareFromBeforeItsEquityWasStored_TakesItsSizeAsRecorded()
    {
        var sized = Ideas.ProposeShare(100_000m);
        var old = Raised() with { Proposal = sized with { Snapshot = sized.Snapshot with { Equity = null } } };

        Assert.True(DecisionReplay.Recompute(old)!.Identical);
    }

    [Fact]
    public void Recompute_OfWhatNoMachineDecided_IsNothing()
    {
        Assert.Null(DecisionReplay.Recompute(new TradeIdeaRejected("No.", [], null, Desk.Manager, Desk.Now)));
        Assert.Null(DecisionReplay.Recompute(new TradeIdeaExpired(Desk.Now, Desk.Now)));
    }

    private static Dictionary<string, TradeIdeaEvent> Samples()
    {
        var idea = Ideas.NeedingApproval();
        return new Dictionary<string, TradeIdeaEvent>
        {
            ["routed to a person"] = Ideas.Raise().Events()[1],
            ["routed on its own"] = Ideas.Raise(autonomy: new Autonomy.AutoUnder(new Quantity(1_000m))).Events()[1],
            ["rejected"] = Ideas.Raise(risk: Ideas.Risk(Desk.Quote(), Narrow)).Events()[1],
            ["halted"] = Ideas.Raise(risk: Ideas.Risk(Desk.Quote(), state: TradingState.Halted)).Events()[1],
            ["routed under conditions"] = Ideas.Raise(
                autonomy: new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic, 0.1, new Quantity(5_000m), 3, 10m, 100m)),
                conditions: Conditions).Events()[1],
            ["routed to a person by a condition"] = Ideas.Raise(
                autonomy: new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic, DrawdownPercentMax: 3m)),
                conditions: Conditions).Events()[1],
            ["approved"] = Ideas.Approve(idea).Events()[0],
            ["routed to two people"] = Ideas.Raise(
                risk: Ideas.Risk(Desk.Quote()).WithTwoAbove(999m), autonomy: new Autonomy.Governed(new AutonomySettings(AutonomyMode.Automatic)),
                conditions: Conditions).Events()[1],
            ["first approved"] = Ideas.Approve(idea, Ideas.Risk(Desk.Quote()).WithTwoAbove(1m)).Events()[0],
            ["refused"] = Ideas.Approve(idea, Ideas.Risk(Desk.Quote(1.37m, 1.38m), Narrow)).Events()[0],
        };
    }

    private static AutonomyFacts Conditions => new(null, 0, 1, 4m, 20m);

    private static TradeIdeaRaised Raised() => Assert.IsType<TradeIdeaRaised>(Ideas.Raise().Events()[0]);

    private static TradeProposal With(SignalFrame frame) =>
        Ideas.Proposal with { Snapshot = Ideas.Proposal.Snapshot with { Frame = frame } };

    private static TradeIdeaEvent StoredAndRead(TradeIdeaEvent @event) => (TradeIdeaEvent)StoredJson.RoundTrip(@event);

    private static RiskFacts Other(RiskFacts facts) => facts with
    {
        Account = facts.Account with { Limits = Desk.Wide with { MaxPosition = new Quantity(998m) } },
    };
}
