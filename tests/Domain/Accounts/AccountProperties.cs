using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Accounts;

/// <summary>Orders and broker's replies in any order, late, twice and lost.</summary>
public sealed class AccountProperties
{
    private const decimal Limit = 2_000m;

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20140506UL, 17UL);

    private static readonly Arbitrary<Step[]> Steps = Arb.From(
        (from act in Gen.Choose(0, 7)
         from order in Gen.Choose(1, 8)
         from side in Gen.Elements(Side.Buy, Side.Sell)
         from quantity in Gen.Elements(0, 250, 500, 1_000)
         from pips in Gen.Choose(130_000, 145_000)
         select new Step(act, order, side, quantity, pips / 100_000m)).NonEmptyListOf().Select(l => l.ToArray()));

    [Fact]
    public void Account_UnderAnyOrdersAndReplies_KeepsItsBooksItsLimitAndOneFateAnOrder() => Prop.ForAll(Steps, steps =>
    {
        var account = Desk.Opened(Desk.Wide with { MaxPosition = new Quantity(Limit) }, CommissionModel.Default);
        var filled = new Dictionary<OrderId, decimal>();
        var excess = false;
        foreach (var step in steps)
        {
            if (step.Decide(account) is not Outcome<AccountEvent>.Accepted accepted)
            {
                continue;
            }

            foreach (var e in accepted.Events)
            {
                account = AccountDecider.Apply(account, e);
                excess |= e is ExcessFilled;
                if (e is OrderFilled f)
                {
                    filled[f.OrderId] = filled.GetValueOrDefault(f.OrderId) + (f.Execution.Side.Sign() * f.Execution.Quantity.Value);
                }
            }
        }

        Assert.Equal(filled.Values.Sum(), account.PositionIn(Desk.EurUsd).Value);
        Assert.True(excess || Math.Abs(account.PositionIn(Desk.EurUsd).Value) <= Limit);
        Assert.Equal(0m, Enum.GetValues<LedgerAccount>().Sum(account.Ledger.Balance));
        Assert.All(filled, f => Assert.Equal(Math.Abs(f.Value), account.Orders.Find(f.Key)!.Filled.Value));
    }).Check(Runs);

    private sealed record Step(int Act, int Number, Side Side, int Quantity, decimal Price)
    {
        public Outcome<AccountEvent> Decide(Account account)
        {
            var facts = Desk.Facts(Desk.Quote(Price, Price));
            return Act switch
            {
                0 or 1 or 2 => AccountDecider.Decide(account, Desk.Market(Number, Side, Quantity), facts, Desk.Now),
                3 or 4 => AccountDecider.Decide(account, Desk.Filled(Number, Quantity, Price, $"x-{Number}-{Quantity}"), facts, Desk.Now),
                5 => AccountDecider.Decide(account, Reply(new BrokerReport.Rejected("venue.no_price", "None.")), facts, Desk.Now),
                6 => AccountDecider.Decide(account, Reply(new BrokerReport.Unknown("Lost.")), facts, Desk.Now),
                _ => AccountDecider.Decide(
                    account, new SetTradingState(Desk.Command(), Desk.Manager, (TradingState)(Number % 3), "Why not."), Desk.Now),
            };
        }

        private RecordBrokerReports Reply(BrokerReport reply) => Desk.Reports(Desk.Order(Number), reply);
    }
}
