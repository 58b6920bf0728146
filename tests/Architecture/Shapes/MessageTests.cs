using Countersign.Grains.Audit;
using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Shapes;

public sealed class MessageTests
{
    private const string Event = "using Countersign.Domain.Audit; ";

    [Fact]
    public void Events_OfTheDomain_AreSealedRecordsInThePastTense() =>
        Rule.Holds(MessageRule.CheckEvents(DeskAssemblies.Read(DeskAssemblies.Domain)));

    [Fact]
    public void Events_WhereverTheyAreDeclared_HaveAStoredName()
    {
        var declared = DeskAssemblies.All.SelectMany(a => MessageRule.EventsOf(DeskAssemblies.Read(a))).Select(t => t.FullName.Replace('/', '+'));
        var stored = EventTypes.All.Values.Select(t => t.FullName!);

        Assert.Equal(stored.Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("public record OrderFilled(DateTimeOffset At) : DomainEvent(At);", "OrderFilled is not a sealed record")]
    [InlineData("public sealed record FillOrder(DateTimeOffset At) : DomainEvent(At);", "FillOrder does not say what happened, in the past tense")]
    [InlineData("public sealed record Filled(DateTimeOffset At) : DomainEvent(At);", "Filled does not say what happened, in the past tense")]
    [InlineData(
        "public sealed record OrderFilled(DateTimeOffset At) : DomainEvent(At) { public int Price { get; set; } }",
        "OrderFilled.Price can be set after it happened")]
    public void Event_ShapedOtherwise_IsFound(string offender, string found) =>
        Assert.Equal([found], MessageRule.CheckEvents(Sample.Compile(Event + offender)));

    [Fact]
    public void Event_OutsideTheDomain_IsSeenByTheComparisonWithTheStoredNames() => Assert.Single(
        MessageRule.EventsOf(Sample.Compile(Event + "public sealed record OrderStrayed(DateTimeOffset At) : DomainEvent(At);")));

    [Fact]
    public void Commands_OfTheDomain_AreSealedRecordsInTheImperative() =>
        Rule.Holds(MessageRule.CheckCommands(DeskAssemblies.Read(DeskAssemblies.Domain)));

    [Theory]
    [InlineData("public sealed record OrderPlaced : ACommand;", "OrderPlaced does not begin with a verb in the imperative")]
    [InlineData("public sealed record OrderPlacement : ACommand;", "OrderPlacement does not begin with a verb in the imperative")]
    [InlineData("public record PlaceOrder : ACommand;", "PlaceOrder is not a sealed record")]
    [InlineData("public sealed record PlaceOrder : ACommand { public int Quantity { get; set; } }", "PlaceOrder.Quantity can be set after it was given")]
    public void Command_ShapedOtherwise_IsFound(string offender, string found) =>
        Assert.Equal([found], MessageRule.CheckCommands(Sample.Compile("public abstract record ACommand; " + offender)));
}
