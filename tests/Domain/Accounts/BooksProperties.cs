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

/// <summary>Trades in several currencies, splits, rollovers, money in and out, quotes and crashes in any order, in every kind of account.</summary>
public sealed class BooksProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(250).WithReplay(20140508UL, 23UL);

    private static readonly string[] Symbols = ["EURUSD", "GBPUSD", "USDJPY", "EURJPY"];

    private static readonly Arbitrary<(Kind Kind, Step[] Steps)> Lives = Arb.From(
        from hedging in Gen.Elements(false, true)
        from fifo in Gen.Elements(false, true)
        from currency in Gen.Elements("USD", "EUR", "GBP")
        from steps in (from act in Gen.Elements(0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 8, 9)
                       from symbol in Gen.Elements(Symbols)
                       from side in Gen.Elements(Side.Buy, Side.Sell)
                       from quantity in Gen.Choose(1, 90_000)
                       from drift in Gen.Choose(-300, 300)
                       select new Step(act, symbol, side, quantity, drift)).ArrayOf(40)
        select (new Kind(hedging, fifo, currency), steps));

    [Fact]
    public void Books_UnderAnyLife_BalanceInEveryCurrencyAndAreTheSumOfTheirFills() => Prop.ForAll(Lives, life =>
    {
        var desk = life.Kind.Open();
        var expected = new Dictionary<PositionId, decimal>();
        var told = 0;
        for (var i = 0; i < life.Steps.Length; i++)
        {
            life.Steps[i].Run(desk, i);
            Count(expected, desk.Events.Skip(told));
            told = desk.Events.Count;

            foreach (var balance in desk.Account.Ledger.Balances)
            {
                Assert.Equal(0m, desk.Account.Ledger.Sum(balance.Currency));
            }

            Assert.Equal(
                expected.Where(p => p.Value != 0m).OrderBy(p => p.Key), desk.Account.Positions.Select(p => KeyValuePair.Create(p.Key, p.Value.Quantity.Value)));
            Assert.All(desk.Account.Positions.Values, CheckLots);
        }
    }).Check(Runs);

    [Fact]
    public void Equity_UnderAnyLife_IsCashAndUnrealisedAndWhatTheMeterSays() => Prop.ForAll(Lives, life =>
    {
        var desk = life.Kind.Open();
        var meter = new EquityMeter(desk.Account, desk.Quotes);
        for (var i = 0; i < life.Steps.Length; i++)
        {
            life.Steps[i].Run(desk, i);
            meter.Follow(desk.Account);
            foreach (var quote in desk.Quotes.Values)
            {
                meter.On(quote);
            }

            var figures = AccountMargin.Of(desk.Account, desk.Quotes)!.Value;
            var open = desk.Account.Positions.Values.Sum(p => Worth(desk, p));
            Assert.Equal(desk.Cash + open, figures.Equity, 9);
            Assert.Equal((figures.Equity, figures.Used), (meter.Figures!.Value.Equity, meter.Figures!.Value.Used));
        }
    }).Check(Runs);

    [Fact]
    public void Margin_AfterAnyOrderThatWasAccepted_IsCoveredByTheEquity() => Prop.ForAll(Lives, life =>
    {
        var desk = life.Kind.Open();
        for (var i = 0; i < life.Steps.Length; i++)
        {
            var before = desk.Events.Count;
            life.Steps[i].Run(desk, i);
            if (desk.Events.Skip(before).OfType<OrderFilled>().LastOrDefault() is { Closed.IsZero: true } fill)
            {
                // Decided at the mid; what it costs to cross half the spread comes off when it fills.
                var crossing = 0.05m * fill.Execution.Quantity.Value * 1.5m;
                Assert.True(AccountMargin.Of(desk.Account, desk.Quotes)!.Value.Free + crossing + fill.Commission.Amount >= 0m);
            }
        }
    }).Check(Runs);

    [Fact]
    public void State_AfterACrashAnywhere_IsTheSameFromSnapshotAndFromTheJournal() => Prop.ForAll(Lives, life =>
    {
        var desk = life.Kind.Open();
        var written = desk.Events.Select(RoundTrip).ToList();
        for (var i = 0; i < life.Steps.Length; i++)
        {
            var before = desk.Events.Count;
            life.Steps[i].Run(desk, i);
            written.AddRange(desk.Events.Skip(before).Select(RoundTrip));
        }

        var replayed = written.Aggregate((Account?)null, (a, e) => AccountDecider.Apply(a, e))!;
        Assert.Equal(Stored(desk.Account), Stored(replayed));
    }).Check(Runs);

    [Fact]
    public void Rollovers_UnderAnyLife_AreBookedOnceAPositionAndDay() => Prop.ForAll(Lives, life =>
    {
        var desk = life.Kind.Open();
        for (var i = 0; i < life.Steps.Length; i++)
        {
            life.Steps[i].Run(desk, i);
        }

        var rolled = desk.Events.OfType<PositionRolledOver>().Select(e => (e.PositionId, e.Day)).ToArray();
        Assert.Equal(rolled.Length, rolled.Distinct().Count());
        var interest = desk.Events.OfType<InterestBooked>().ToArray();
        Assert.All(interest.Zip(interest.Skip(1)), pair => Assert.Equal(pair.First.To.AddDays(1), pair.Second.From));
    }).Check(Runs);

    private static void Count(Dictionary<PositionId, decimal> expected, IEnumerable<AccountEvent> events)
    {
        foreach (var e in events)
        {
            if (e is OrderFilled fill)
            {
                var (id, signed) = (fill.Position.Id, fill.Execution.Side.Sign() * fill.Execution.Quantity.Value);
                expected[id] = expected.GetValueOrDefault(id) + signed;
            }
            else if (e is PositionSplitApplied split)
            {
                foreach (var position in split.Positions)
                {
                    expected[position.Id] = Ledger.Round(expected[position.Id] * split.Shares / split.Of);
                }
            }
        }
    }

    private static void CheckLots(Position position)
    {
        if (position.Lots is { } lots)
        {
            Assert.Equal(position.Quantity.Value, lots.Sum(l => l.Quantity.Value));
            Assert.Equal(position.Cost, lots.Sum(l => l.Cost), 9);
        }
    }

    /// <summary>By a sum of its own: quantity times the price less the cost, at the rate that the desk's quotes give.</summary>
    private static decimal Worth(BooksScene desk, Position position)
    {
        var quote = desk.Quotes[position.Symbol];
        var exit = position.Quantity.Value > 0m ? quote.Bid.Value : quote.Ask.Value;
        var result = (position.Quantity.Value * exit) - position.Cost;
        var (from, to) = (position.Instrument.Quote, desk.Account.Currency);
        return from == to ? result
            : position.Instrument.Base == to ? Ledger.Round(result / exit)
            : Ledger.Round(result * ConversionRates.Find(desk.Quotes, from, to, result, desk.Now)!.Rate);
    }

    private static AccountEvent RoundTrip(AccountEvent e) => (AccountEvent)StoredJson.RoundTrip(e);

    private static string Stored(Account account) => JsonSerializer.Serialize(
        account with { Orders = account.Orders with { Open = ImmutableDictionary<OrderId, Order>.Empty } }, StoredJson.Options);

    private sealed record Kind(bool Hedging, bool Fifo, string Currency)
    {
        public BooksScene Open() => new(
            new AccountTerms(
                Hedging ? PositionMode.Hedging : PositionMode.Netting,
                Fifo ? CostMethod.FirstInFirstOut : CostMethod.WeightedAverage,
                new MarginTerms([new(200_000m, 30m), new(null, 10m)]),
                [new SwapTerms(Desk.EurUsd, -0.00007m, 0.00003m), new SwapTerms(Symbol.Parse("EURJPY"), -0.02m, 0.01m, SwapUnit.AnnualRate)],
                new InterestTerms(0.01m, 0.08m)),
            new CommissionModel(0.00002m, 0.01m, null, 3m),
            Currency,
            20_000m);
    }

    private sealed record Step(int Act, string Symbol, Side Side, int Quantity, int Drift)
    {
        public void Run(BooksScene desk, int number)
        {
            switch (Act)
            {
                case 0:
                    Trade(desk, BooksScene.Ticket($"o-{number}", Symbol, Side, Quantity));
                    break;
                case 1 when desk.Account.Positions.Values.ElementAtOrDefault(number % Math.Max(1, desk.Account.Positions.Count)) is { } position:
                    var side = position.Quantity.Value > 0m ? Side.Sell : Side.Buy;
                    var part = Math.Clamp(Math.Floor(position.Quantity.Abs().Value), 1m, Quantity);
                    Trade(desk, BooksScene.Ticket($"o-{number}", position.Symbol.Value, side, part, position.HedgeId));
                    break;
                case 2:
                    var quote = desk.Quotes[Countersign.Domain.Markets.Symbol.Parse(Symbol)];
                    var factor = 1m + (Drift / 10_000m);
                    desk.Quote(Symbol, Math.Round(quote.Bid.Value * factor, 5), Math.Round(quote.Ask.Value * factor, 5) + 0.00001m);
                    break;
                case 3:
                    desk.Deposit(Quantity / 100m);
                    break;
                case 4:
                    Try(desk, desk.TryWithdraw(Quantity / 7m));
                    break;
                case 5:
                    Try(desk, desk.TrySplit(Symbol, 1 + (Quantity % 3), 1 + (Quantity % 5)));
                    break;
                case 6:
                    desk.Roll().RecordEquity();
                    break;
                case 7:
                    desk.Watch();
                    break;
                case 8:
                    desk.At(desk.Now.AddHours(Math.Abs(Drift) / 4));
                    break;
                default:
                    Crash(desk);
                    break;
            }
        }

        private static void Trade(BooksScene desk, OrderTicket ticket)
        {
            Try(desk, desk.TryPlace(ticket));
            if (desk.Account.Orders.Find(ticket.Id) is { IsFinal: false } order)
            {
                desk.Fill(ticket, order.Remaining.Value);
            }
        }

        private static void Try(BooksScene desk, Outcome<AccountEvent> outcome)
        {
            if (outcome is Outcome<AccountEvent>.Accepted)
            {
                desk.Step(outcome);
            }
        }

        /// <summary>What is left after it is the snapshot.</summary>
        private static void Crash(BooksScene desk)
        {
            var before = Stored(desk.Account);
            var snapshot = JsonSerializer.Serialize(desk.Account, StoredJson.Options);
            desk.Become(JsonSerializer.Deserialize<Account>(snapshot, StoredJson.Options)!);
            Assert.Equal(before, Stored(desk.Account));
        }
    }
}
