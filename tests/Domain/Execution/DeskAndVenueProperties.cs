using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Execution;

/// <summary>
/// The account's rules and the paper venue talking to each other, at once and with messages that cross on the way: both must end with the same
/// orders and the same position.
/// </summary>
public sealed class DeskAndVenueProperties
{
    private const int CancelEntry = 8;
    private const int Loss = 9;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20140508UL, 23UL);

    private static readonly Gen<Step> Any =
        from act in Gen.Elements(0, 0, 1, 2, 3, 4, 5, 6, 7, 7, 7, 7)
        from side in Gen.Elements(Side.Buy, Side.Sell)
        from quantity in Gen.Elements(100, 300, 700, 1_000)
        from pips in Gen.Choose(-60, 60)
        from aim in Gen.Choose(0, 9)
        select new Step(act, side, quantity, pips, aim);

    private static readonly Arbitrary<Step[]> Steps = Arb.From(Any.ArrayOf(60), Fewer);

    private static readonly Arbitrary<Step[]> LongBrackets = Arb.From(
        Any.Select(s => s with { Act = s.Act is 1 or 2 or 3 or 6 ? 0 : s.Act == 4 ? CancelEntry : s.Act, Side = Side.Buy }).ArrayOf(60), Fewer);

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(2_500)]
    public void DeskAndVenue_AfterAnySteps_HaveTheSamePositionAndTheSameOrders(int latencyMs) => Prop.ForAll(Steps, steps =>
    {
        var talk = new Talk(latencyMs);
        talk.Run(steps, () => Assert.True(latencyMs > 0 || !talk.Events.OfType<ExcessFilled>().Any()));
    }).Check(Runs);

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(2_500)]
    public void Brackets_AfterAnyPartialFillsAndRaces_CoverExactlyThePosition(int latencyMs) => Prop.ForAll(LongBrackets, steps =>
    {
        var talk = new Talk(latencyMs);
        talk.Run(steps, () =>
        {
            Assert.True(talk.Position >= 0m);
            Assert.Equal(talk.Position, talk.Covered(OrderType.Stop));
            Assert.Equal(talk.Position, talk.Covered(OrderType.Limit));
        });
    }).Check(Runs);

    private static IEnumerable<Step[]> Fewer(Step[] steps)
    {
        for (var length = steps.Length / 2; length >= 1; length /= 2)
        {
            for (var at = 0; at + length <= steps.Length; at += length)
            {
                yield return [.. steps[..at], .. steps[(at + length)..]];
            }
        }
    }

    [Fact]
    public void DeskAndVenue_AfterCrashesAndLostAnswers_FindOutAndAgree() => Prop.ForAll(Steps, steps =>
    {
        var talk = new Talk(0);
        talk.Run(
            [.. steps.Select((s, i) => i % 3 == 1 ? s with { Act = Loss } : s)],
            () => Assert.All(talk.Submitted, o => Assert.Equal(1, o.Value)));
    }).Check(Runs);

    private sealed record Step(int Act, Side Side, int Quantity, int Pips, int Aim);

    /// <summary>Time goes on by a second a step; the market moves up to six pips and shows a size that fills in parts.</summary>
    private sealed class Talk
    {
        private static readonly VenueAccount Key = new("t/a");

        private readonly MatchingBook book;
        private readonly List<VenueReport> reports = [];
        private readonly StringBuilder told = new();
        private Account account = Desk.Opened();
        private DateTimeOffset now = Desk.Now;
        private decimal mid = 1.39m;
        private readonly Dictionary<OrderId, List<BrokerMessage>> history = [];
        private readonly List<BrokerMessage> unheard = [];
        private int loss;
        private int orders;
        private long sequence;

        public Talk(int latencyMs)
        {
            var latency = latencyMs == 0 ? (LatencyModel)new LatencyModel.None() : new LatencyModel.Fixed(TimeSpan.FromMilliseconds(latencyMs));
            book = new MatchingBook(Desk.EurUsdInstrument, PaperRules.Default with { Latency = latency, QuoteAgeMax = TimeSpan.FromDays(1) }, 7);
            Tick(400);
        }

        public List<AccountEvent> Events { get; } = [];

        /// <summary>How often the venue took each order for a new one.</summary>
        public Dictionary<OrderId, int> Submitted { get; } = [];

        public decimal Position => account.PositionIn(Desk.EurUsd).Value;

        public decimal Covered(OrderType type) =>
            account.Orders.Open.Values.Where(o => o.Ticket.ParentId is not null && o.Ticket.Type == type).Sum(o => o.Remaining.Value);

        /// <summary>Takes every step, lets all messages arrive, and then looks. A failure tells the whole conversation.</summary>
        public void Run(Step[] steps, Action check)
        {
            try
            {
                foreach (var step in steps)
                {
                    Take(step);
                }

                Settle();
                CheckAgreement();
                check();
            }
            catch (Exception e)
            {
                throw new Xunit.Sdk.XunitException($"{e.Message}\n{told}", e);
            }
        }

        private void Take(Step step)
        {
            switch (step.Act)
            {
                case 0:
                    Place(Order(step) with
                    {
                        Type = OrderType.Limit, TimeInForce = TimeInForce.GoodTillCancelled, LimitPrice = At(-3 * step.Side.Sign()),
                        Stop = At((-20 - step.Aim) * step.Side.Sign()), Target = At((15 + step.Aim) * step.Side.Sign()),
                    });
                    break;
                case 1:
                    Place(Order(step) with { TimeInForce = TimeInForce.ImmediateOrCancel });
                    break;
                case 2:
                    Place(Order(step) with
                    {
                        Type = OrderType.Stop, TimeInForce = TimeInForce.GoodTillCancelled, TriggerPrice = At(6 * step.Side.Sign()),
                        OcoGroup = "group-" + (orders / 3),
                    });
                    break;
                case 3:
                    Place(Order(step) with { TimeInForce = TimeInForce.ImmediateOrCancel, ReduceOnly = true });
                    break;
                case 4 or CancelEntry when Aimed(step) is { } order && (step.Act == 4 || order.Ticket.ParentId is null):
                    Decide(AccountDecider.Decide(account, new CancelOrder(Desk.Command(), Desk.Manager, order.Id, "No."), now));
                    break;
                case 5 when Aimed(step) is { } order:
                    var amendment = order.Ticket.LimitPrice is null
                        ? new OrderAmendment(new Quantity(step.Quantity))
                        : new OrderAmendment(LimitPrice: At(step.Pips));
                    Decide(AccountDecider.Decide(account, new AmendOrder(Desk.Command(), Desk.Manager, order.Id, amendment), Facts, now));
                    break;
                case Loss:
                    // What is asked or told next is lost in one of three ways; before that, what was lost earlier is found out.
                    Recover();
                    loss = 1 + (step.Aim % 3);
                    break;
                case 6:
                    Place(Order(step) with
                    {
                        Type = OrderType.Limit, TimeInForce = TimeInForce.GoodTillCancelled, LimitPrice = At(5 * step.Side.Sign()), ReduceOnly = true,
                    });
                    break;
            }

            now = now.AddSeconds(1);
            mid += step.Pips / 100_000m;
            Tick(200 + (50 * step.Aim));
        }

        /// <summary>Until every message has arrived and been answered. The market stands at the last price, so resting orders may fill on.</summary>
        private void Settle()
        {
            loss = 0;
            for (var i = 0; i < 60; i++)
            {
                now = now.AddSeconds(3);
                Tick(0);
                if (i % 10 == 0)
                {
                    Recover();
                }
            }
        }

        private void CheckAgreement()
        {
            Assert.Equal(book.PositionOf(Key).Value, Position);
            Assert.Equal(
                book.OpenOrders(Key, Desk.AccountId).OrderBy(o => o.OrderId.Value, StringComparer.Ordinal)
                    .Select(o => (o.OrderId, o.Quantity, o.Filled, o.Ticket.LimitPrice.ToString())),
                account.Orders.Open.Values.OrderBy(o => o.Id.Value, StringComparer.Ordinal)
                    .Select(o => (o.Id, o.Working.Quantity, o.Filled, o.Working.LimitPrice.ToString())));
            Assert.All(account.Orders.Open.Values, o => Assert.True(o is { Asked: null, Queued: null, CancelReason: null }, $"{o.Id} is {o.Status}"));
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var stops = account.Orders.Open.Values
                    .Where(o => o.Ticket.ParentId is not null && o.Ticket.Side == side && o.Ticket.Type == OrderType.Stop).Sum(o => o.Remaining.Value);
                Assert.True(stops <= Math.Max(0m, -side.Sign() * Position), $"stops of {stops} for {Position}");
            }
        }

        private OrderFacts Facts => Desk.Facts(new Quote(Desk.EurUsd, now, At(-1), At(1), false));

        private Price At(int pips) => new(mid + (pips / 100_000m));

        private OrderTicket Order(Step step) => OrderScene.Ticket($"o-{++orders}", step.Side, step.Quantity);

        private Order? Aimed(Step step)
        {
            var open = OrderOutbox.AfterRestart(account);
            return open.Length == 0 ? null : open[step.Aim % open.Length];
        }

        private void Place(OrderTicket ticket) =>
            Decide(AccountDecider.Decide(account, new PlaceOrder(Desk.Command(), Desk.Manager, ticket), Facts, now));

        private void Tick(decimal size)
        {
            book.OnTick(new Tick(now, At(-1), At(1), new Quantity(size), new Quantity(size)), reports);
            book.AdvanceTo(now, reports);
            Hear();
        }

        /// <summary>Books what is decided and sends what follows from it, until nothing does.</summary>
        private void Decide(Outcome<AccountEvent> outcome)
        {
            if (outcome is not Outcome<AccountEvent>.Accepted accepted)
            {
                return;
            }

            account = accepted.Events.Aggregate(account, AccountDecider.Apply);
            Events.AddRange(accepted.Events);
            foreach (var request in OrderOutbox.Of(account, accepted.Events))
            {
                var order = request.Order;
                told.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{now:mm:ss} > {request.GetType().Name} {order.Id} {order.Ticket.Side} {order.Ticket.Type} {order.Wanted} {order.CancelReason}");
                Send(request);
            }

            Hear();
        }

        private void Send(OrderRequest request)
        {
            var lost = loss;
            loss = 0;
            if (lost != 1)
            {
                if (lost != 2)
                {
                    Ask(request);
                }

                if (lost == 3)
                {
                    Note(unheard);
                }

                if (lost > 0)
                {
                    var unknown = new BrokerMessage(0, request.Order.Id, new BrokerReport.Unknown("Lost."), now);
                    Decide(AccountDecider.Decide(account, new RecordBrokerReports(Desk.Command(), Actor.Desk, [unknown]), Facts, now));
                }
            }
        }

        private void Ask(OrderRequest request)
        {
            switch (request)
            {
                case OrderRequest.Submit submit:
                    if (!book.Knows(Key, submit.Order.Id))
                    {
                        Submitted[submit.Order.Id] = Submitted.GetValueOrDefault(submit.Order.Id) + 1;
                    }

                    book.Submit(Key, BrokerOrder.Of(account.Id, submit.Order), now, reports);
                    break;
                case OrderRequest.Amend amend:
                    book.Amend(Key, amend.Order.Id, amend.Amendment, now, reports);
                    break;
                default:
                    book.Cancel(Key, request.Order.Id, now, reports);
                    break;
            }
        }

        /// <summary>As after a restart: asks the venue for all it knows of every open order, then repeats what it does not know of.</summary>
        private void Recover()
        {
            foreach (var order in OrderOutbox.AfterRestart(account))
            {
                var found = history.GetValueOrDefault(order.Id)?.ToImmutableArray();
                var isKnown = OrderOutbox.IsKnown(found);
                var messages = isKnown ? found!.Value
                    : OrderOutbox.NeverSeen(order) is { } verdict ? [new BrokerMessage(0, order.Id, verdict, now)] : [];
                Decide(AccountDecider.Decide(account, new RecordBrokerReports(Desk.Command(), Actor.Desk, messages), Facts, now));
                if (account.Orders.Find(order.Id) is { } after && OrderOutbox.AfterFind(after, isKnown) is { } request)
                {
                    Send(request);
                    Hear();
                }
            }
        }

        /// <summary>The venue's reports become messages, which it remembers whether anybody hears them or not.</summary>
        private void Note(List<BrokerMessage> messages)
        {
            foreach (var report in reports)
            {
                var message = new BrokerMessage(++sequence, report.OrderId, report.Report, report.Time);
                messages.Add(message);
                history.TryAdd(report.OrderId, []);
                history[report.OrderId].Add(message);
            }

            reports.Clear();
        }

        /// <summary>Books what the venue tells; a gap in its numbers brings what was not heard first.</summary>
        private void Hear()
        {
            if (reports.Count == 0)
            {
                return;
            }

            Note(unheard);
            BrokerMessage[] messages = [.. unheard];
            unheard.Clear();
            foreach (var (_, id, report, _) in messages)
            {
                var quantity = report is BrokerReport.Filled f ? f.Quantity : (report as BrokerReport.Amended)?.Amendment.Quantity;
                var code = (report as BrokerReport.Cancelled)?.Code;
                told.AppendLine(CultureInfo.InvariantCulture, $"{now:mm:ss} < {id} {report.GetType().Name} {quantity} {code}");
            }

            Decide(AccountDecider.Decide(account, new RecordBrokerReports(Desk.Command(), Actor.Desk, [.. messages]), Facts, now));
        }
    }
}
