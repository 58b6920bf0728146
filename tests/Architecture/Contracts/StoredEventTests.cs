using Countersign.Grains.Audit;
using Countersign.Tests.Architecture.Reading;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Architecture.Contracts;

/// <summary>The stored events are a contract with every journal that exists: stored-events.txt beside this test holds it.</summary>
public sealed class StoredEventTests
{
    private const string Accept = "COUNTERSIGN_ACCEPT_CONTRACTS";

    private const string Small = """
        event order-filled.v1
          price: Price
          note: String?
        type Side
          value "buy"
          value "sell"

        """;

    private static readonly string Golden = Path.Combine(SharedFiles.RepositoryRoot, "tests/Architecture/Contracts/stored-events.txt");

    private static string Today => StoredShapes.Describe(EventTypes.All, EventTypes.Json);

    [Fact]
    public void StoredEvents_TheirNamesAndShapes_AreAsPromised()
    {
        var promised = File.Exists(Golden) ? File.ReadAllText(Golden) : "";
        Rule.Holds(GoldenContract.Broken(promised, Today));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(Golden, Today);
            return;
        }

        var added = GoldenContract.Added(promised, Today).ToArray();
        Assert.True(
            added.Length == 0,
            $"These are stored from now on:\n{string.Join('\n', added)}\n"
            + $"If that is meant, accept it with {Accept}=1 ./test Architecture and commit stored-events.txt.");
    }

    [Fact]
    public void Shapes_OfTheDesk_AreThoseOfEveryStoredEvent() =>
        Assert.All(EventTypes.All.Keys, name => Assert.Contains($"event {name}\n", Today));

    [Theory]
    [InlineData("order-filled.v1", "order-done.v1", "'event order-filled.v1' is gone")]
    [InlineData("price: Price", "fillPrice: Price", "no longer has 'price: Price'")]
    [InlineData("price: Price", "price: Double", "no longer has 'price: Price'")]
    [InlineData("  price: Price\n  note: String?", "  note: String?\n  price: Price", "in another order")]
    [InlineData("value \"buy\"", "value \"long\"", "no longer has 'value \"buy\"'")]
    [InlineData("  note: String?", "  note: String?\n  venue: String", "a new member 'venue: String' that must be there")]
    public void StoredShape_RenamedRemovedReorderedOrRetyped_IsBroken(string before, string after, string found) =>
        Assert.Contains(GoldenContract.Broken(Small, Small.Replace(before, after)), problem => problem.Contains(found));

    [Theory]
    [InlineData("  note: String?", "  note: String?\n  venue: String?", "event order-filled.v1: venue: String?")]
    [InlineData("type Side", "event order-parked.v1\n  note: String?\ntype Side", "event order-parked.v1")]
    [InlineData("  value \"sell\"", "  value \"sell\"\n  value \"hold\"", "type Side: value \"hold\"")]
    public void StoredShape_WithAnAddition_IsWholeAndToBeAccepted(string before, string after, string added)
    {
        var grown = Small.Replace(before, after);

        Rule.Holds(GoldenContract.Broken(Small, grown));
        Assert.Equal([added], GoldenContract.Added(Small, grown));
    }
}
