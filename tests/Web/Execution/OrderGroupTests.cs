using Countersign.Api.Contracts.Execution;
using Countersign.Web.Execution;

namespace Countersign.Tests.Web.Execution;

public sealed class OrderGroupTests
{
    private static readonly OrderSummary Entry = Order("o-entry") with { Status = "filled", FilledQuantity = 10m, RemainingQuantity = 0m, Stop = 1m, Target = 2m };
    private static readonly OrderSummary Stop = Order("o-stop") with { Type = "stop", ParentId = "o-entry", OcoGroup = "exits" };
    private static readonly OrderSummary Target = Order("o-target") with { Type = "limit", ParentId = "o-entry", OcoGroup = "exits" };

    [Fact]
    public void Bracket_InAList_StandsTogetherStopFirst()
    {
        var group = Assert.Single(OrderGroups.Of([Target, Stop, Entry], []));
        Assert.Equal(Entry, group.Head);
        Assert.Equal([Stop, Target], group.Parts);
        Assert.Equal(["stop-loss", "take-profit"], group.Parts.Select(p => OrderText.Role(group, p)));
        Assert.False(group.ExitsWait);
    }

    [Fact]
    public void Exits_WhoseEntryIsNotListed_AskForItAndStandBelowIt()
    {
        OrderSummary[] listed = [Stop, Target];
        Assert.Equal([("a-1", "o-entry")], OrderGroups.MissingHeads(listed));
        Assert.Equal(Entry, Assert.Single(OrderGroups.Of(listed, [Entry])).Head);
        Assert.True(Assert.Single(OrderGroups.Of(listed, [])) is { Head: null, Parts.Count: 2 });
    }

    [Fact]
    public void Entry_ThatWorks_HasExitsThatWait()
    {
        Assert.True(Assert.Single(OrderGroups.Of([Entry with { RemainingQuantity = 10m, FilledQuantity = null }], [])).ExitsWait);
        Assert.False(Assert.Single(OrderGroups.Of([Entry with { Status = "cancelled" }], [])).ExitsWait);
    }

    [Fact]
    public void Orders_ThatCancelOneAnother_AreOneGroupPerAccount()
    {
        var one = Order("o-1") with { OcoGroup = "either" };
        var groups = OrderGroups.Of([one, Order("o-2"), one with { Id = "o-3" }, one with { Id = "o-4", AccountId = "a-2" }], []);
        Assert.Equal([2, 0, 1], groups.Select(g => g.Parts.Count));
        Assert.Equal([true, false, false], groups.Select(g => g.IsEitherOr));
        Assert.Equal("either", OrderText.Role(groups[0], groups[0].Parts[0]));
        Assert.Null(OrderText.Role(groups[2], groups[2].Parts[0]));
    }

    private static OrderSummary Order(string id) => new(
        id, "a-1", "EURUSD", "buy", "limit", "goodTillCancelled", 10m, "accepted", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1m, null, null, null, 10m,
        null, null, false, false, null, null, null, null, null, null, null);
}
