using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Xunit;

namespace Countersign.Tests.Domain.Strategies;

public sealed class StrategyRetirementTests
{
    private static readonly DateTimeOffset Now = new(2024, 3, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor Anna = Actor.Parse("user:u-anna");
    private static readonly StrategyId Id = StrategyId.Parse("s-one");
    private static readonly CommandId Command = CommandId.Parse("c");
    private static readonly StrategyDefinition Definition = ExampleStrategies.Read("ema-cross");

    public static TheoryData<string> Commands => ["revise", "activate", "pause", "autonomy"];

    [Fact]
    public void Retire_AStrategy_KeepsItsDefinitionAndSaysWhoAndWhy()
    {
        var retired = Retired();

        Assert.Equal(StrategyStatus.Retired, retired.Status);
        Assert.Equal(new StrategyRetirement("It lost.", Anna, Now), retired.Retirement);
        Assert.Equal((Definition, 1), (retired.Definition, retired.Version));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Change_OfARetiredStrategy_IsRefusedAndSaysSo(string command)
    {
        var refusal = Assert.Single(Assert.IsType<Outcome<StrategyEvent>.Refused>(Decide(Retired(), command)).Refusals);

        Assert.Equal("strategy.retired", refusal.Code);
        Assert.Contains("retired on 2024-03-04 by user:u-anna", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Retire_ARetiredStrategy_ChangesNothing() => Assert.Empty(Assert.IsType<Outcome<StrategyEvent>.Accepted>(
        StrategyDecider.Decide(Retired(), new RetireStrategy(Command, Anna, "Again."), Now)).Events);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(1001)]
    public void Retire_WithoutAReasonThatCanBeKept_IsRefused(object reason)
    {
        var text = reason is int length ? new string('x', length) : (string)reason;

        var outcome = StrategyDecider.Decide(Draft(), new RetireStrategy(Command, Anna, text), Now);

        Assert.Equal("strategy.reason", Assert.Single(Assert.IsType<Outcome<StrategyEvent>.Refused>(outcome).Refusals).Code);
    }

    [Fact]
    public void Retire_NoStrategy_IsNotFound() => Assert.Equal("not_found", Assert.Single(Assert.IsType<Outcome<StrategyEvent>.Refused>(
        StrategyDecider.Decide(null, new RetireStrategy(Command, Anna, "It lost."), Now)).Refusals).Code);

    [Fact]
    public void Revise_BeyondTheMostVersions_IsRefused()
    {
        var full = Draft() with { Version = StrategyVersion.Max };

        Assert.Equal("strategy.too_many_versions", Assert.Single(
            Assert.IsType<Outcome<StrategyEvent>.Refused>(Decide(full, "revise")).Refusals).Code);
    }

    [Fact]
    public void State_FromASnapshot_IsStillRetired() =>
        Assert.Equal(Retired(), JsonSerializer.Deserialize<Strategy>(JsonSerializer.Serialize(Retired())));

    [Fact]
    public void Version_OfEachEvent_IsTheOneThatItMade()
    {
        var other = ExampleStrategies.Read("london-momentum");

        Assert.Equal(new StrategyVersion(1, Definition, Anna, Now), StrategyVersion.Of(new StrategyCreated(Id, Definition, Anna, Now)));
        Assert.Equal(new StrategyVersion(7, other, Anna, Now), StrategyVersion.Of(new StrategyRevised(other, 7, Anna, Now)));
        Assert.Null(StrategyVersion.Of(new StrategyPaused(Anna, Now)));
        Assert.NotEqual(new StrategyVersion(1, Definition, Anna, Now).Hash(), new StrategyVersion(1, other, Anna, Now).Hash());
        Assert.Equal(new StrategyVersion(1, Definition, Anna, Now).Hash(), new StrategyVersion(3, Definition, Actor.Desk, Now.AddDays(1)).Hash());
    }

    private static Outcome<StrategyEvent> Decide(Strategy state, string command) => command switch
    {
        "revise" => StrategyDecider.Decide(state, new ReviseStrategy(Command, Anna, ExampleStrategies.Read("london-momentum")), Now),
        "activate" => StrategyDecider.Decide(
            state, new ActivateStrategy(Command, Anna, AccountId.Parse("a-one"), new Autonomy.ApproveEverything()), Now),
        "pause" => StrategyDecider.Decide(state, new PauseStrategy(Command, Anna), Now),
        _ => StrategyDecider.Decide(state, new SetStrategyAutonomy(Command, Anna, new Autonomy.ApproveEverything(), "Why not."), Now),
    };

    private static Strategy Draft() => StrategyDecider.Apply(null, new StrategyCreated(Id, Definition, Anna, Now));

    private static Strategy Retired() => Assert.IsType<Outcome<StrategyEvent>.Accepted>(
        StrategyDecider.Decide(Draft(), new RetireStrategy(Command, Anna, "It lost."), Now)).Events.Aggregate(Draft(), StrategyDecider.Apply);
}
