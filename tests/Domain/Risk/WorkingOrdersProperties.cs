using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

/// <summary>Sums over open orders that are kept from one decision to the next.</summary>
public sealed class WorkingOrdersProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20140509UL, 29UL);

    private static readonly Symbol[] Symbols = [.. Instruments.Known.Select(i => i.Symbol)];

    private static readonly Dictionary<Symbol, Quote> Quotes = Symbols.ToDictionary(s => s, s => Desk.Quote() with { Symbol = s });

    private static readonly RiskLimits Limits = Desk.Wide with
    {
        Caps = new RiskCaps { DuplicateWindow = TimeSpan.FromMinutes(10), MaxOrdersPerMinute = 50 },
    };

    [Fact]
    public void Facts_AfterAnyOrdersCameChangedAndEnded_AreThoseOfOrdersSummedUpAnew() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var account = Holding(random);
            for (var step = 0; step < 120; step++)
            {
                account = account with { Orders = account.Orders.With(Next(account.Orders, random, step)) };

                // Every look keeps what it found; the steps between two of them are caught up with together.
                if (random.Next(4) == 0)
                {
                    var intent = Intent(account.Orders, random, out var replaces);
                    Assert.Equal(Stored(Anew(account), intent, replaces), Stored(account, intent, replaces));
                }
            }
        }).Check(Runs);

    [Fact]
    public void Memory_WithAndWithoutKeptSums_IsEqual()
    {
        var random = new Random(7);
        var account = Holding(random);
        for (var step = 0; step < 40; step++)
        {
            account = account with { Orders = account.Orders.With(Ordered(random, step)) };
        }

        var anew = Anew(account);
        _ = Stored(account, Scene.Order, null);

        Assert.True(account.Orders.Open.Count > 16);
        Assert.Equal(anew.Orders, account.Orders);
    }

    private static Account Anew(Account account)
    {
        var (open, finished, linked, disputed) = account.Orders;
        return account with { Orders = new OrderMemory(open, finished, linked, disputed) };
    }

    private static string Stored(Account account, OrderIntent intent, OrderId? replaces) => JsonSerializer.Serialize(RiskFactsOf.Order(
        account, intent, InstrumentTerms.Of(Desk.EurUsdInstrument), Quotes, Desk.Day, RiskSurroundings.None, Desk.Now, replaces: replaces));

    private static Account Holding(Random random)
    {
        var account = Desk.Opened(Limits);
        foreach (var symbol in Symbols.Where(_ => random.Next(3) > 0))
        {
            var units = random.Next(-5, 6) * 1_000m;
            var position = Position.Flat(InstrumentTerms.Of(Instruments.Find(symbol)!), Desk.Now) with
            {
                Quantity = new Quantity(units), Cost = units * 1.4m, StrategyId = random.Next(2) == 0 ? Desk.StrategyId : null,
            };
            account = units == 0m ? account : account with { Positions = account.Positions.Add(position.Id, position) };
        }

        return account;
    }

    // Mostly more orders, so that there are enough of them for their sums to be kept.
    private static Order Next(OrderMemory memory, Random random, int step)
    {
        if (memory.Open.IsEmpty || random.Next(3) > 0)
        {
            return Ordered(random, step);
        }

        var order = memory.Open.Values.OrderBy(o => o.Id.Value, StringComparer.Ordinal).ElementAt(random.Next(memory.Open.Count));
        return random.Next(3) switch
        {
            0 => order.MoveTo(OrderStatus.Cancelled, Desk.Now),
            1 => order with { Filled = new Quantity(order.Ticket.Quantity.Value / 4m) },
            _ => order with { Amended = order.Ticket.WithQuantity(new Quantity(random.Next(1, 9) * 500m)) },
        };
    }

    private static Order Ordered(Random random, int step)
    {
        var type = random.Next(3) switch { 0 => OrderType.Market, 1 => OrderType.Limit, _ => OrderType.Stop };
        var ticket = new OrderTicket(
            Desk.Order(step + 1), Symbols[random.Next(Symbols.Length)], random.Next(2) == 0 ? Side.Buy : Side.Sell,
            new Quantity(random.Next(1, 9) * 1_000.5m), type, TimeInForce.GoodTillCancelled,
            Stop: random.Next(2) == 0 ? null : new Price(1.3850m), StrategyId: random.Next(2) == 0 ? Desk.StrategyId : null,
            LimitPrice: type == OrderType.Limit ? new Price(1.3899m) : null, TriggerPrice: type == OrderType.Stop ? new Price(1.3801m) : null,
            ReduceOnly: random.Next(2) == 0);
        return Order.New(ticket, Desk.Now.AddSeconds(-random.Next(900))).MoveTo(OrderStatus.Submitted, Desk.Now);
    }

    private static OrderIntent Intent(OrderMemory memory, Random random, out OrderId? replaces)
    {
        replaces = memory.Open.IsEmpty || random.Next(3) > 0
            ? null
            : memory.Open.Keys.OrderBy(id => id.Value, StringComparer.Ordinal).ElementAt(random.Next(memory.Open.Count));
        return Scene.Order with { Quantity = new Quantity(random.Next(1, 9) * 1_000.5m), StrategyId = random.Next(2) == 0 ? Desk.StrategyId : null };
    }
}
