using Countersign.Api.Contracts.Execution;
using Countersign.Web.Execution;

namespace Countersign.Tests.Web.Execution;

public sealed class OrderDraftTests
{
    [Fact]
    public void Draft_WithPricesOfAnotherType_LeavesThemOut()
    {
        var draft = new OrderDraft { Side = "sell", Type = "stop", Limit = "1.1", Trigger = " 1.0825 ", Trail = "0.01", Target = "1.05" };
        var order = draft.Read(new OcoOrder(), "EURUSD", 10_000);
        Assert.True(draft.IsRight);
        Assert.Equal(new OcoOrder { Symbol = "EURUSD", Side = "sell", Type = "stop", Quantity = 10_000, TriggerPrice = 1.0825m, Target = 1.05m }, order);
    }

    [Theory]
    [InlineData("limit", false)]
    [InlineData("market", true)]
    public void Draft_IsWhole_OnceItsTypeHasItsPrices(string type, bool isWhole) => Assert.Equal(isWhole, new OrderDraft { Type = type }.IsWhole);

    [Fact]
    public void Text_ThatIsNoNumber_IsAMistakeAtItsFieldUntilItIsForgotten()
    {
        var draft = new OrderDraft { Type = "stopLimit", Limit = "one", Trigger = "1.1" };
        draft.Read(new OcoOrder(), "EURUSD", 1);
        Assert.False(draft.IsRight);
        Assert.NotNull(draft.At("limitPrice"));
        Assert.Null(draft.At("triggerPrice"));
        draft.Forget();
        Assert.True(draft.IsRight);
    }

    [Theory]
    [InlineData("limit", "limitPrice", "limitPrice")]
    [InlineData("trailingStop", "trail.value", "trail")]
    [InlineData("market", "limitPrice", null)]
    [InlineData("limit", "timeInForce", null)]
    public void Mistake_OfTheDesk_IsPutAtTheFieldThatIsShown(string type, string told, string? at)
    {
        var draft = new OrderDraft { Type = type };
        Assert.Equal(at is not null, draft.TryPut(told, "It is 0: a number over 0 is right."));
        Assert.Equal(at is null, draft.IsRight);
        Assert.Equal(at is null ? null : "It is 0: a number over 0 is right.", draft.At(at ?? told));
    }
}
