using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Tests.Domain.Accounts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Execution;

/// <summary>Random orders, amendments, cancels and quotes.</summary>
public sealed class MatchingBookProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20240310UL, 5UL);

    private static readonly Arbitrary<Step[]> Steps = Arb.From(
        (from act in Gen.Choose(0, 9)
         from number in Gen.Choose(1, 12)
         from side in Gen.Elements(Side.Buy, Side.Sell)
         from pips in Gen.Choose(-30, 30)
         from size in Gen.Elements(0, 0, 150, 400)
         from quantity in Gen.Elements(100, 250, 700)
         from reduceOnly in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         select new Step(act, number, side, pips, size, quantity, reduceOnly)).NonEmptyListOf().Select(l => l.ToArray()));

    [Fact]
    public void Book_UnderAnyMessagesAndQuotes_KeepsItsPromises() => Prop.ForAll(Steps, steps =>
    {
        var venue = Run(steps, out var tickets, out var quotes);
        var filled = new Dictionary<OrderId, decimal>();
        var position = 0m;
        var ended = new HashSet<OrderId>();
        foreach (var (_, id, report, time) in venue.Reports)
        {
            Assert.True(!ended.Contains(id) || report is BrokerReport.AmendRejected or BrokerReport.CancelRejected, $"{id} goes on after its end");
            if (report is BrokerReport.Cancelled or BrokerReport.Expired or BrokerReport.Rejected)
            {
                ended.Add(id);
            }

            if (report is not BrokerReport.Filled fill)
            {
                continue;
            }

            var ticket = tickets[id];
            var (bid, ask) = quotes[time];
            filled[id] = filled.GetValueOrDefault(id) + fill.Quantity.Value;
            var after = position + (ticket.Side.Sign() * fill.Quantity.Value);
            Assert.True(fill.Quantity.Value > 0m);
            Assert.True(ticket.LimitPrice is not { } limit || (fill.Price - limit) * ticket.Side.Sign() <= 0m, "worse than its limit");
            Assert.True(ticket.Side == Side.Buy ? fill.Price.Value >= ask || fill.Liquidity == Liquidity.Maker : fill.Price.Value <= bid || fill.Liquidity == Liquidity.Maker);
            Assert.True(!ticket.ReduceOnly || (Math.Abs(after) < Math.Abs(position) && after * position >= 0m), "a reduce-only order opened or turned");
            position = after;
        }

        Assert.All(filled, f => Assert.True(f.Value <= tickets[f.Key].Quantity.Value));
        Assert.Equal(position, venue.Book.PositionOf(Venue.Mine).Value);
        Assert.Equal(venue.Book.Count, venue.Book.OpenOrders(Venue.Mine, Desk.AccountId).Count());
    }).Check(Runs);

    [Fact]
    public void Book_WithTheSameSeed_TellsTheSame() => Prop.ForAll(
        Steps, steps => Run(steps, out _, out _).Reports.SequenceEqual(Run(steps, out _, out _).Reports)).Check(Runs);

    /// <summary>The sorted structures only save work: a list that is looked through at every quote gives the same.</summary>
    [Fact]
    public void Book_OfStopsAndLimits_AgreesWithALookAtEveryOrder() => Prop.ForAll(Steps, steps =>
    {
        var venue = new Venue(PaperRules.Default with { PartialFillsBySize = false }).Quote(1.1000m, 1.1002m);
        var plain = new List<OrderTicket>();
        var expected = new List<(OrderId, decimal)>();
        foreach (var step in steps)
        {
            if (step.Act >= 5)
            {
                var bid = 1.1000m + (step.Pips * 0.0001m);
                var ask = bid + 0.0002m;
                venue.Quote(bid, ask);
                foreach (var ticket in plain.Where(t => Fills(t, bid, ask)).ToList())
                {
                    plain.Remove(ticket);
                    expected.Add((ticket.Id, ticket.Type == OrderType.Limit ? ticket.LimitPrice!.Value.Value : ticket.Side == Side.Buy ? ask : bid));
                }

                continue;
            }

            var level = new Price(1.1000m + (step.Side.Sign() * (step.Act < 3 ? -1 : 1) * (40 + step.Pips) * 0.0001m));
            var placed = step.Act < 3
                ? venue.Ticket(step.Side, step.Quantity) with { Type = OrderType.Limit, LimitPrice = level }
                : venue.Ticket(step.Side, step.Quantity) with { Type = OrderType.Stop, TriggerPrice = level };
            var resting = venue.Book.Count;
            venue.Place(placed);
            if (venue.Book.Count > resting)
            {
                plain.Add(placed);
            }
            else
            {
                expected.Add((placed.Id, venue.Fills.Last().Price.Value));
            }
        }

        Assert.Equal(
            expected.OrderBy(e => e.Item1.Value, StringComparer.Ordinal),
            venue.Reports.Where(r => r.Report is BrokerReport.Filled).Select(r => (r.OrderId, ((BrokerReport.Filled)r.Report).Price.Value))
                .OrderBy(e => e.OrderId.Value, StringComparer.Ordinal));
    }).Check(Runs);

    private static bool Fills(OrderTicket ticket, decimal bid, decimal ask) => ticket switch
    {
        { Type: OrderType.Limit, Side: Side.Buy } => ask < ticket.LimitPrice!.Value.Value,
        { Type: OrderType.Limit } => bid > ticket.LimitPrice!.Value.Value,
        { Side: Side.Buy } => ask >= ticket.TriggerPrice!.Value.Value,
        _ => bid <= ticket.TriggerPrice!.Value.Value,
    };

    private static Venue Run(
        Step[] steps, out Dictionary<OrderId, OrderTicket> tickets, out Dictionary<DateTimeOffset, (decimal Bid, decimal Ask)> quotes)
    {
        var venue = new Venue().Quote(1.1000m, 1.1002m);
        tickets = [];
        quotes = new() { [venue.Now] = (1.1000m, 1.1002m) };
        foreach (var step in steps)
        {
            var price = new Price(1.1000m + (step.Pips * 0.0001m));
            var ticket = venue.Ticket(step.Side, step.Quantity) with { ReduceOnly = step.ReduceOnly };
            var placed = step.Act switch
            {
                0 => ticket,
                1 => ticket with { Type = OrderType.Limit, LimitPrice = price },
                2 => ticket with { Type = OrderType.Stop, TriggerPrice = price },
                3 => ticket with { Type = OrderType.TrailingStop, Trail = new Trail(Math.Abs(step.Pips) + 1, TrailUnit.Percent) },
                4 => ticket with { Type = OrderType.Limit, LimitPrice = price, TimeInForce = TimeInForce.ImmediateOrCancel },
                5 => ticket with { Type = OrderType.Limit, LimitPrice = price, OcoGroup = "g" },
                _ => null,
            };
            if (placed is not null)
            {
                tickets[placed.Id] = placed;
                venue.Place(placed);
            }
            else if (step.Act == 6)
            {
                venue.Cancel(Desk.Order(step.Number));
            }
            else if (step.Act == 7)
            {
                venue.Amend(Desk.Order(step.Number), new OrderAmendment(Quantity: new Quantity(100m)));
            }
            else
            {
                venue.Quote(price.Value, price.Value + 0.0002m, step.Size, step.Size);
                quotes[venue.Now] = (price.Value, price.Value + 0.0002m);
            }
        }

        return venue;
    }

    private sealed record Step(int Act, int Number, Side Side, int Pips, int Size, int Quantity, bool ReduceOnly);
}
