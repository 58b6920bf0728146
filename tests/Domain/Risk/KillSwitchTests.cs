using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

public sealed class KillSwitchTests
{
    private static readonly CommandId Halt = CommandId.Parse("Halt the desk, now!");

    [Fact]
    public void KillSwitch_PulledTwice_AsksForTheSameOrders()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);

        var first = KillSwitch.Plan(account, Halt, Desk.Manager, flatten: true);
        var again = KillSwitch.Plan(account, Halt, Desk.Manager, flatten: true);

        Assert.Equal(Assert.Single(first.Close).Ticket, Assert.Single(again.Close).Ticket);
        Assert.NotEqual(first.Close[0].Ticket.Id, KillSwitch.Plan(account, CommandId.Parse("another"), Desk.Manager, true).Close[0].Ticket.Id);
    }

    [Fact]
    public void KillSwitch_OfAHaltedAccount_ClosesWhatIsOpen()
    {
        var account = Desk.Opened().Trade(1, Side.Sell, 1_000m, 1.39m) with { TradingState = TradingState.Halted };
        var close = Assert.Single(KillSwitch.Plan(account, Halt, Desk.Manager, flatten: true).Close);

        var placed = account.After(AccountDecider.Decide(account, close, Desk.Facts(Desk.Quote()), Desk.Now));

        Assert.Equal((Side.Buy, new Quantity(1_000m), true), (close.Ticket.Side, close.Ticket.Quantity, close.Ticket.ReduceOnly));
        Assert.Equal(OrderStatus.Submitted, placed.Orders.Find(close.Ticket.Id)!.Status);
    }

    [Fact]
    public void KillSwitch_WithoutFlatten_CancelsOldestFirstAndLeavesPositions()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);
        foreach (var number in new[] { 3, 2 })
        {
            account = account.After(AccountDecider.Decide(account, Desk.Market(number, Side.Buy, 1m), Desk.Facts(Desk.Quote()), Desk.Now.AddSeconds(-number)));
        }

        var plan = KillSwitch.Plan(account, Halt, Desk.Manager, flatten: false);

        Assert.Equal([Desk.Order(3), Desk.Order(2)], plan.Cancel);
        Assert.Empty(plan.Close);
    }

    [Fact]
    public void KillSwitch_OfAPositionAboveTheLargestOrder_ClosesItInParts()
    {
        var account = Desk.Opened().Trade(1, Side.Buy, 1_000m, 1.39m);
        var position = account.Positions.Values.Single() with { Quantity = new Quantity(250_000_000m) };
        var large = account with { Positions = account.Positions.SetItem(position.Id, position) };

        var close = KillSwitch.Plan(large, Halt, Desk.Manager, flatten: true).Close;

        Assert.Equal([100_000_000m, 100_000_000m, 50_000_000m], close.Select(c => c.Ticket.Quantity.Value));
        Assert.Equal(3, close.Select(c => c.Ticket.Id).Distinct().Count());
    }
}
