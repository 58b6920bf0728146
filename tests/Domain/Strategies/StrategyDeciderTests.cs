using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategyDeciderTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly StrategyId Id = StrategyId.Parse("s-one");
    private static readonly AccountId Account = AccountId.Parse("a-one");
    private static readonly Actor By = Actor.Desk;

    [Fact]
    public void Create_OnASymbolThatTheDeskDoesNotKnow_IsRefusedAndListsTheKnownOnes()
    {
        var refusal = Assert.Single(Refused(StrategyDecider.Decide(null, new CreateStrategy(Command(), By, Id, Definition("NOPE")), Now)));

        Assert.Equal("strategy.unknown_symbol", refusal.Code);
        Assert.Contains("EURUSD", refusal.Message);
    }

    [Fact]
    public void Create_WithAPartnerThatTheDeskDoesNotKnow_IsRefused()
    {
        var definition = ExampleStrategies.Read("pairs") with
        {
            Symbols = [Symbol.Parse("EURUSD")], Partners = [new Partnership(Symbol.Parse("EURUSD"), Symbol.Parse("NOPE"))],
        };

        var refusal = Assert.Single(Refused(StrategyDecider.Decide(null, new CreateStrategy(Command(), By, Id, definition), Now)));

        Assert.Equal("strategy.unknown_symbol", refusal.Code);
        Assert.Contains("NOPE", refusal.Message);
    }

    [Fact]
    public void Create_WithAnotherDefinitionUnderTheSameId_IsRefused()
    {
        var draft = Draft();

        Assert.Equal("strategy.exists", Assert.Single(Refused(
            StrategyDecider.Decide(draft, new CreateStrategy(Command(), By, Id, Definition("GBPUSD")), Now))).Code);
        Assert.Empty(Accepted(StrategyDecider.Decide(draft, new CreateStrategy(Command(), By, Id, draft.Definition), Now)));
    }

    [Fact]
    public void Revise_WithANewDefinition_MakesTheNextVersion()
    {
        var revised = Fold(Draft(), StrategyDecider.Decide(Draft(), new ReviseStrategy(Command(), By, Definition("GBPUSD")), Now));

        Assert.Equal(2, revised.Version);
        Assert.Equal(Symbol.Parse("GBPUSD"), Assert.Single(revised.Definition.Symbols));
    }

    [Fact]
    public void Activate_ThenPause_FollowsAndStops()
    {
        var autonomy = new Autonomy.AutoUnder(new Quantity(1000m));
        var active = Fold(Draft(), StrategyDecider.Decide(Draft(), new ActivateStrategy(Command(), By, Account, autonomy), Now));
        var paused = Fold(active, StrategyDecider.Decide(active, new PauseStrategy(Command(), By), Now));

        Assert.Equal((StrategyStatus.Active, Account, (Autonomy)autonomy), (active.Status, active.Account!.Value, active.Autonomy));
        Assert.Equal(StrategyStatus.Paused, paused.Status);
    }

    [Fact]
    public void Activate_WithAnAutonomyThatLetsNothingThrough_IsRefused()
    {
        var command = new ActivateStrategy(Command(), By, Account, new Autonomy.AutoUnder(Quantity.Zero));

        Assert.Equal("risk.autonomy", Assert.Single(Refused(StrategyDecider.Decide(Draft(), command, Now))).Code);
    }

    [Fact]
    public void Pause_OfADraft_IsRefused() => Assert.Equal(
        "strategy.not_active", Assert.Single(Refused(StrategyDecider.Decide(Draft(), new PauseStrategy(Command(), By), Now))).Code);

    [Fact]
    public void Commands_OnNoStrategy_AreNotFound()
    {
        Assert.Equal("not_found", Assert.Single(Refused(StrategyDecider.Decide(null, new PauseStrategy(Command(), By), Now))).Code);
        Assert.Equal("not_found", Assert.Single(Refused(
            StrategyDecider.Decide(null, new ReviseStrategy(Command(), By, Definition("EURUSD")), Now))).Code);
    }

    private static Strategy Draft() =>
        StrategyDecider.Apply(null, new StrategyCreated(Id, Definition("EURUSD"), By, Now));

    private static Strategy Fold(Strategy state, Outcome<StrategyEvent> outcome) =>
        Accepted(outcome).Aggregate(state, (s, e) => StrategyDecider.Apply(s, e));

    private static IReadOnlyList<StrategyEvent> Accepted(Outcome<StrategyEvent> outcome) =>
        Assert.IsType<Outcome<StrategyEvent>.Accepted>(outcome).Events;

    private static IReadOnlyList<Refusal> Refused(Outcome<StrategyEvent> outcome) =>
        Assert.IsType<Outcome<StrategyEvent>.Refused>(outcome).Refusals;

    private static CommandId Command() => CommandId.Parse("c");

    private static StrategyDefinition Definition(string symbol) => Assert.IsType<StrategyParseResult.Valid>(StrategyJson.Parse(
        $$$"""
        {"name":"cross","symbols":["{{{symbol}}}"],"timeframe":"M1","entry":{"long":{"crossesAbove":["ema(5)","ema(9)"]}},
         "stop":{"percent":1},"size":{"units":1000}}
        """)).Definition;
}
