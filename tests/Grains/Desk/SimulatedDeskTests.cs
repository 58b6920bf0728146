#if !ORLEANS
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.TradeIdeas;
using Xunit;

namespace Countersign.Tests.Grains.Desk;

/// <summary>The whole trading path in the deterministic mode: same seed, same run; any seed, balanced books.</summary>
public sealed class SimulatedDeskTests
{
    [Fact]
    public void Desk_SameSeedTwice_GivesTheSameTraceAndTheSameBooks()
    {
        var first = new SimulatedDesk(5).Run();
        var second = new SimulatedDesk(5).Run();

        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.Equal(first.Crashes, second.Crashes);
        Assert.Equal(Journal(first), Journal(second));
        Assert.NotEqual(first.TraceHash, new SimulatedDesk(6).Run().TraceHash);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Desk_WithFailuresAndCrashes_AgreesWithTheVenueToTheLastDigit(int seed)
    {
        var desk = new SimulatedDesk(seed).Run();
        var account = desk.Account;
        var fills = desk.Venue.Fills(SimulatedDesk.AccountId).ToList();

        Assert.InRange(desk.Crashes, 1, int.MaxValue);
        Assert.InRange(desk.Faults, 1, int.MaxValue);
        Assert.InRange(fills.Count, 20, int.MaxValue);
        Assert.Equal(0, desk.Venue.Doubled);
        Assert.Empty(account.Orders.Open);
        Assert.Equal(fills.Count, account.Totals.Fills);
        Assert.Equal(fills.Sum(f => f.Fill.Quantity.Value * f.Order.Side.Sign()), account.Positions.Values.Sum(p => p.Quantity.Value));
        Assert.Equal(0m, account.Ledger.Cash + account.Ledger.Balance(LedgerAccount.Deposits) + account.Ledger.Balance(LedgerAccount.RealisedPnl) + account.Ledger.Balance(LedgerAccount.Commission));
        Assert.Equal(100_000m + account.Totals.Realised - account.Totals.Commission, account.Ledger.Cash);
    }

    [Fact]
    public void Ideas_ThatWaitForApproval_AreToldToPeopleThoughTheMessengerFails()
    {
        var desk = new SimulatedDesk(11).Run();

        Assert.InRange(desk.Messenger.Asked.Count, 4, int.MaxValue);
        Assert.All(desk.Messenger.Asked, told => Assert.EndsWith("waits for approval", told.Subject, StringComparison.Ordinal));
        Assert.Equal(desk.Messenger.Asked.Count, desk.Messenger.Asked.Select(told => told.Text).Distinct().Count());
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Acknowledged_BeforeACrash_IsWhatTheVenueDid(int seed)
    {
        var desk = new SimulatedDesk(seed).Run();

        Assert.Equal(60, desk.Acknowledged.Count);
        foreach (var (id, order) in desk.Acknowledged)
        {
            if (order.Status == OrderStatus.Filled)
            {
                var (_, reply) = desk.Venue.Orders[(SimulatedDesk.AccountId, id)];
                Assert.Equal(Assert.IsType<BrokerReport.Filled>(reply).Price, order.FillPrice);
            }
            else if (OrderStateMachine.IsFinal(order.Status))
            {
                Assert.DoesNotContain(desk.Venue.Fills(SimulatedDesk.AccountId), f => f.Order.OrderId == id);
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(25)]
    [InlineData(62)]
    [InlineData(102)]
    public void Ideas_AfterFailuresAndCrashes_HaveOneOrderEachOrNone(int seed)
    {
        var desk = new SimulatedDesk(seed).Run();
        var ideas = desk.Disk.Ideas().ToList();
        var filled = desk.Venue.Fills(SimulatedDesk.AccountId).ToDictionary(f => f.Order.OrderId, f => f.Fill.Price);

        Assert.Contains(ideas, i => i.Status == TradeIdeaStatus.Approved);
        Assert.Contains(ideas, i => i.Status == TradeIdeaStatus.AutoExecuted);
        foreach (var idea in ideas)
        {
            Assert.False(idea.IsToBeExecuted, $"{idea.Id} came to no end");
            Assert.Equal(idea.Status is TradeIdeaStatus.Approved or TradeIdeaStatus.AutoExecuted, filled.ContainsKey(idea.OrderIdToPlace));
            Assert.Equal(idea.FillPrice, filled.TryGetValue(idea.OrderIdToPlace, out var price) ? price : null);
        }
    }

    private static List<string> Journal(SimulatedDesk desk) =>
        [.. desk.Disk.Streams().SelectMany(s => s.Events.Select(e => $"{s.Stream} {e.Version} {e.Type} {e.Command} {e.RecordedAt:O} {e.Event}"))];
}
#endif
