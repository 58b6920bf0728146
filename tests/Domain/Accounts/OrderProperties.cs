using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Audit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Orders with exits and groups, amendments, cancels and every report, in any order, late, twice, lost and impossible.</summary>
public sealed class OrderProperties
{
    private const int OrdersMax = 12;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20140507UL, 19UL);

    private static readonly Arbitrary<Step[]> Steps = Arb.From(
        (from act in Gen.Elements(0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 7, 8, 9, 9, 10, 10, 11, 11, 12, 13, 14, 15)
         from order in Gen.Choose(1, OrdersMax)
         from suffix in Gen.Elements(string.Empty, string.Empty, "-sl", "-tp", "-sl-2", "-tp-2")
         from side in Gen.Elements(Side.Buy, Side.Sell)
         from quantity in Gen.Elements(0, 100, 250, 500, 1_000)
         from pips in Gen.Choose(138_000, 140_000)
         from kind in Gen.Choose(0, 7)
         from aim in Gen.Choose(0, 11)
         select new Step(act, order, suffix, side, quantity, pips / 100_000m, kind, aim)).ArrayOf(60));

    [Fact]
    public void Orders_UnderAnyStepsAndReports_KeepTheirTransitionsTheirSumsAndTheirExits() => Prop.ForAll(Steps, steps =>
    {
        var desk = new OrderScene();
        var start = desk.Account;
        var booked = new Dictionary<OrderId, Dictionary<ExecutionId, decimal>>();
        foreach (var step in steps)
        {
            var before = desk.Account;
            var told = desk.Events.Count;
            if (step.Decide(desk) is not Outcome<AccountEvent>.Accepted accepted)
            {
                continue;
            }

            desk.Step(accepted);
            CheckTransitions(before, desk.Events.Skip(told));
            foreach (var fill in desk.Events.Skip(told).OfType<OrderFilled>())
            {
                booked.TryAdd(fill.OrderId, []);
                booked[fill.OrderId].Add(fill.Execution.Id, fill.Execution.Side.Sign() * fill.Execution.Quantity.Value);
            }

            CheckSums(desk, booked);
            CheckOutbox(desk);
        }

        var replayed = desk.Events.Aggregate(start, AccountDecider.Apply);
        Assert.Equal(Stored(desk.Account), Stored(replayed));
    }).Check(Runs);

    [Fact]
    public void Orders_ToldTheSameAnswerAgain_DecideNothingMore() => Prop.ForAll(Steps, steps =>
    {
        var desk = new OrderScene();
        foreach (var step in steps)
        {
            var target = step.Target(desk);
            if (step.Decide(desk) is Outcome<AccountEvent>.Accepted accepted)
            {
                desk.Step(accepted);
                if (step.Report is BrokerReport.Filled or BrokerReport.Rejected or BrokerReport.Cancelled or BrokerReport.Expired or BrokerReport.Triggered)
                {
                    Assert.Empty(step.Decide(desk, target).Events());
                }
            }
        }
    }).Check(Runs);

    /// <summary>Every event moves its order along the table, and a finished order never opens again.</summary>
    private static void CheckTransitions(Account account, IEnumerable<AccountEvent> events)
    {
        foreach (var e in events)
        {
            var after = AccountDecider.Apply(account, e);
            foreach (var order in after.Orders.Open.Values.Concat(after.Orders.Finished.SelectMany(b => b)))
            {
                if (account.Orders.Find(order.Id) is { } was && !ReferenceEquals(was, order))
                {
                    Assert.True(was.Status == order.Status || OrderStateMachine.CanMove(was.Status, order.Status), $"{was.Status} to {order.Status}");
                    Assert.False(was.IsFinal && !order.IsFinal);
                }
            }

            account = after;
        }
    }

    private static void CheckSums(OrderScene desk, Dictionary<OrderId, Dictionary<ExecutionId, decimal>> booked)
    {
        Assert.Equal(booked.Values.Sum(o => o.Values.Sum()), desk.Position);
        var excess = desk.Events.OfType<ExcessFilled>().Select(e => e.OrderId).ToHashSet();
        foreach (var (id, fills) in booked)
        {
            var order = desk.Account.Orders.Find(id)!;
            Assert.Equal(fills.Values.Sum(Math.Abs), order.Filled.Value);
            Assert.Equal(fills.Keys, order.Executions);
            Assert.True(order.Filled <= order.Working.Quantity || excess.Contains(id) || order.Amended is not null, $"{id} overfilled unseen");
            Assert.True(order.IsFinal || order.Filled < order.Working.Quantity);
        }

        Assert.Equal(desk.Account.Orders.Open.Values.Count(o => o.IsLinked), desk.Account.Orders.Linked);
        Assert.Equal(0m, Enum.GetValues<LedgerAccount>().Sum(desk.Account.Ledger.Balance));
    }

    /// <summary>Only open orders are asked about, and the exits of one side never claim more than there is, once their reports are in.</summary>
    private static void CheckOutbox(OrderScene desk)
    {
        Assert.All(desk.Outbox, r => Assert.False(r.Order.IsFinal));
        Assert.Equal(desk.Outbox.Length, desk.Outbox.Distinct().Count());
        foreach (var exit in desk.Account.Orders.Open.Values.Where(o => o.Ticket.ParentId is not null && o.CancelReason is null))
        {
            Assert.True(exit.Wanted > exit.Filled, $"{exit.Id} is to shrink to nothing and is not cancelled");
        }
    }

    private static string Stored(Account account) => JsonSerializer.Serialize(
        account with { Orders = account.Orders with { Open = ImmutableDictionary<OrderId, Order>.Empty } }, StoredJson.Options)
        + JsonSerializer.Serialize(account.Orders.Open.Values.OrderBy(o => o.Id.Value, StringComparer.Ordinal), StoredJson.Options);

    /// <param name="Aim">Mostly one of the open orders, by its place among them; else the id, known or not.</param>
    private sealed record Step(int Act, int Number, string Suffix, Side Side, int Quantity, decimal Price, int Kind, int Aim)
    {

        public BrokerReport? Report => Act switch
        {
            5 => new BrokerReport.Accepted(),
            6 or 7 or 8 => OrderScene.Filled(Quantity, $"x-{Number}-{Quantity}-{Kind}-{Aim}", Price),
            9 => OrderScene.Cancelled,
            10 => Kind % 2 == 0 ? OrderScene.CancelRejected : OrderScene.AmendRejected,
            11 => OrderScene.Amended(Quantity),
            12 => OrderScene.Lost,
            13 => new BrokerReport.Rejected("venue.closed", "Closed."),
            14 => new BrokerReport.Expired(),
            15 => new BrokerReport.Triggered(new Price(Price), Desk.Now),
            _ => null,
        };

        public Outcome<AccountEvent> Decide(OrderScene desk) => Act switch
        {
            0 or 1 or 2 => desk.TryPlace(New()),
            _ => Decide(desk, Target(desk)),
        };

        /// <summary>The same step aimed at an order that was chosen before.</summary>
        public Outcome<AccountEvent> Decide(OrderScene desk, OrderId id) => Act switch
        {
            3 => desk.TryAmend(id.Value, new OrderAmendment(new Quantity(Quantity), Kind % 2 == 0 ? new Price(Price) : null)),
            4 => desk.TryCancel(id.Value),
            _ => AccountDecider.Decide(desk.Account, Desk.Reports(id, Report!), Desk.Facts(Desk.Quote()), Desk.Now),
        };

        public OrderId Target(OrderScene desk)
        {
            var open = OrderOutbox.AfterRestart(desk.Account);
            return Aim < 9 && open.Length > 0 ? open[Aim % open.Length].Id : OrderId.Parse($"o-{Number}{Suffix}");
        }

        private OrderTicket New()
        {
            var id = $"o-{Number}";
            var ticket = Kind switch
            {
                0 => OrderScene.Ticket(id, Side, Quantity),
                1 or 2 => OrderScene.Stop(id, Side, Quantity, 1.39m + (0.01m * Side.Sign())),
                _ => OrderScene.Limit(id, Side, Quantity, 1.39m),
            };
            return Kind switch
            {
                2 or 3 => ticket with { OcoGroup = "group" },
                4 => ticket with { ReduceOnly = true },
                5 or 6 or 7 => ticket with { Stop = new Price(1.39m - (0.01m * Side.Sign())), Target = new Price(1.39m + (0.01m * Side.Sign())) },
                _ => ticket,
            };
        }
    }
}
