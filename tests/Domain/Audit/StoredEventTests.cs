using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Xunit;

namespace Countersign.Tests.Domain.Audit;

public sealed class StoredEventTests
{
    public static TheoryData<string> Events =>
        [.. typeof(DomainEvent).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DomainEvent))).Select(t => t.FullName!)];

    public static TheoryData<string> States =>
        [.. new[] { typeof(Account), typeof(TradeIdea), typeof(Tenant), typeof(User) }.Select(t => t.FullName!)];

    [Fact]
    public void Events_FoundByReflection_AreMany() => Assert.True(Events.Count >= 28, $"{Events.Count} events");

    [Theory]
    [MemberData(nameof(Events))]
    public void Event_WrittenAndReadAsJson_KeepsEveryMember(string name)
    {
        var type = typeof(DomainEvent).Assembly.GetType(name)!;
        for (var seed = 0; seed < 20; seed++)
        {
            var @event = (DomainEvent)new Fabricator(seed).Make(type);

            Assert.Equal(Fabricator.Dump(@event), Fabricator.Dump(StoredJson.RoundTrip(@event)));
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void State_WrittenAndReadAsASnapshot_KeepsEveryMember(string name)
    {
        var type = typeof(DomainEvent).Assembly.GetType(name)!;
        for (var seed = 0; seed < 20; seed++)
        {
            var state = new Fabricator(seed).Make(type);

            var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(state, type, StoredJson.Options), type, StoredJson.Options);

            Assert.Equal(Fabricator.Dump(state), Fabricator.Dump(read));
        }
    }
}
