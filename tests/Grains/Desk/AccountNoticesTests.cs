#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Grains.Accounts;
using Countersign.Grains.Notifications;
using Xunit;

namespace Countersign.Tests.Grains.Desk;

/// <summary>What of an account's events people are told at once.</summary>
public sealed class AccountNoticesTests
{
    private static readonly DateTimeOffset Now = new(2014, 5, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly Actor Manager = Actor.Parse("user:u-pm");
    private static readonly OrderId Order = OrderId.Parse("o-1");

    private static readonly Account Account = Opened();

    [Fact]
    public void Halt_IsToldWithWhoAndWhy()
    {
        var told = Assert.Single(AccountNotices.ForPeople(Account, [new TradingStateChanged(TradingState.Halted, "Too much.", Manager, Now)]));
        Assert.Equal(("notification", "Main is halted", "By user:u-pm: Too much."), (told.Kind, told.Id, told.Text));
        Assert.Equal((NoticeTopic.Risk, "a-main", Now), (told.Topic, told.About, told.At));
    }

    [Theory]
    [InlineData(MarginStatus.Called, "Margin call on Main")]
    [InlineData(MarginStatus.StoppingOut, "Main is stopped out: the desk closes positions")]
    public void Margin_ThatRunsShort_IsTold(MarginStatus status, string subject)
    {
        var changed = new MarginStatusChanged(status, new Money(90m, Usd), new Money(100m, Usd), 90m, Actor.Desk, Now);
        Assert.Equal(subject, Assert.Single(AccountNotices.ForPeople(Account, [changed])).Id);
    }

    [Fact]
    public void Order_ThatAVenueDidNotTakeOrAnswer_IsTold()
    {
        var told = AccountNotices.ForPeople(
            Account, [new OrderRejected(Order, [new Refusal("venue.closed", "It is closed.")], Now), new OrderAnswerLost(Order, "It is silent.", Now)]).ToArray();
        Assert.Equal(["It is closed.", "It is silent."], told.Select(t => t.Text));
        Assert.All(told, t => Assert.Equal((NoticeTopic.Orders, "o-1"), (t.Topic, t.About)));
    }

    [Fact]
    public void Everyday_IsNotTold()
    {
        var restored = new MarginStatusChanged(MarginStatus.Sufficient, new Money(200m, Usd), new Money(100m, Usd), 200m, Actor.Desk, Now);
        Assert.Empty(AccountNotices.ForPeople(Account, [restored, new OrderAccepted(Order, Now), new OrderExpired(Order, Now)]));
    }

    private static Account Opened()
    {
        var limits = new RiskLimits(new Quantity(1e6m), 1e6m, 20, TimeSpan.FromMinutes(1));
        var open = new OpenAccount(CommandId.Parse("c-1"), Manager, AccountId.Parse("a-main"), "Main", Usd, limits, CommissionModel.None);
        var accepted = Assert.IsType<Outcome<AccountEvent>.Accepted>(AccountDecider.Decide(null, open, Now));
        return AccountDecider.Apply(null, accepted.Events[0]);
    }
}
#endif
