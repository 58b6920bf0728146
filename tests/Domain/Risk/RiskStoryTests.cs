using System.Collections.Immutable;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

/// <summary>What went wrong elsewhere, and must not here.</summary>
public sealed class RiskStoryTests
{
    private static readonly Symbol GbpUsd = Symbol.Parse("GBPUSD");

    private static readonly Dictionary<Symbol, Quote> Quotes = new()
    {
        [Desk.EurUsd] = Desk.Quote(),
        [GbpUsd] = Desk.Quote(1.6900m, 1.6902m) with { Symbol = GbpUsd },
    };

    [Fact]
    public void HaltedDesk_WhoseCheckThrows_StillDoesNotTrade()
    {
        var huge = Scene.Order with { Quantity = new Quantity(decimal.MaxValue) };
        var halted = Scene.Facts.WithAccount(a => a with { TradingState = TradingState.Halted, BuysUnderWay = new Quantity(1m) });

        var codes = Scene.Inputs(new RiskCaps { MaxGrossNotional = 1m }, halted, huge).Codes();

        Assert.Equal("risk.trading_halted", codes[0]);
        Assert.Contains("risk.check_failed", codes);
    }

    [Fact]
    public void Check_ThatThrows_RefusesByItsNameAndLeavesTheOthersTheirSay()
    {
        var huge = Scene.Order with { Quantity = new Quantity(decimal.MaxValue) };

        var refusals = RiskGate.Check(Scene.Inputs(new RiskCaps { MaxOrderNotional = 1m, MaxOpenOrders = 0 }, order: huge));

        Assert.Contains(refusals, r => r.Code == "risk.check_failed" && r.Message.Contains("risk.max_order_notional", StringComparison.Ordinal));
        Assert.Contains(refusals, r => r.Code == "risk.max_open_orders");
        Assert.Contains(refusals, r => r.Code == "risk.max_position");
    }

    [Fact]
    public void Limit_LoosenedByALowerLevel_StaysAsTightAsTheUpperOneSaid()
    {
        var levels = new RiskLevels(
            new PolicyInForce(new RiskCaps { MaxLeverage = 2m }), new PolicyInForce(new RiskCaps { MaxLeverage = 30m }),
            new PolicyInForce(new RiskCaps { MaxLeverage = 500m }));
        var limits = EffectiveLimits.Of(Desk.Wide with { Caps = new RiskCaps { MaxLeverage = 100m } }, levels);

        Assert.Equal(new EffectiveLimit(2m, RiskLevel.Platform), limits[LimitKind.MaxLeverage]);
    }

    [Fact]
    public void Order_ThatOnlyReducesWhileInDrawdown_IsLetOut()
    {
        var sinking = Scene.Facts.WithAccount(a => a with { Position = new Quantity(1_000m), RealisedToday = -50_000m, Equity = 10_000m });
        var caps = new RiskCaps
        {
            MaxDrawdown = 10m, MaxDailyLoss = 100m, MaxLeverage = 0.01m, MaxHeat = 0.1m, MaxOrdersPerSecond = 1, MaxOpenOrders = 1, MaxTradeLoss = 1m,
        };
        var sell = Scene.Order with { Side = Side.Sell, Stop = null, LimitPrice = null, Type = null };

        Assert.Empty(RiskGate.Check(Scene.Inputs(caps, sinking, sell)));
        Assert.NotEmpty(RiskGate.Check(Scene.Inputs(caps, sinking, sell with { Quantity = new Quantity(1_001m) })));
    }

    [Fact]
    public void TenOrders_ThatEachPassAlone_DoNotPassOneByOneWhileUnderWay()
    {
        var account = Desk.Opened(Desk.Wide with { Caps = new RiskCaps { MaxGrossNotional = 5_000m } });
        var passed = 0;
        for (var i = 1; i <= 10; i++)
        {
            account = account.After(AccountDecider.Decide(account, Desk.Market(i, Side.Buy, 1_000m), Desk.Facts(Desk.Quote()), Desk.Now));
            passed += account.Orders.Find(Desk.Order(i))!.Status == OrderStatus.Submitted ? 1 : 0;
        }

        Assert.Equal(3, passed);
    }

    [Fact]
    public void Correlation_ThatIsNotANumber_CountsTogether()
    {
        var account = Holding(GbpUsd, 1_000m);

        foreach (var known in new[] { double.NaN, 0.9 })
        {
            var facts = FactsOf(account, new RiskSurroundings(Correlations: ImmutableDictionary<Symbol, double>.Empty.Add(GbpUsd, known)));
            Assert.Equal(1_690m, facts.Exposure!.WithLong);
        }

        Assert.Equal(1_690m, FactsOf(account, RiskSurroundings.None).Exposure!.WithLong);
        var apart = FactsOf(account, new RiskSurroundings(Correlations: ImmutableDictionary<Symbol, double>.Empty.Add(GbpUsd, 0.79)));
        Assert.Equal(0m, apart.Exposure!.WithLong);
    }

    [Fact]
    public void Correlation_ThatIsNegative_CountsWithTheOtherSide()
    {
        var mirrored = new RiskSurroundings(Correlations: ImmutableDictionary<Symbol, double>.Empty.Add(GbpUsd, -0.9));

        var exposure = FactsOf(Holding(GbpUsd, 1_000m), mirrored).Exposure!;

        Assert.Equal((0m, 1_690m), (exposure.WithLong, exposure.WithShort));
    }

    [Fact]
    public void Heat_OfAPosition_IsBoundByTheStopAtTheVenueAndByNothingElse()
    {
        var account = Holding(Desk.EurUsd, 1_000m);
        var stop = new OrderTicket(
            Desk.Order(9), Desk.EurUsd, Side.Sell, new Quantity(1_000m), OrderType.Stop, TimeInForce.GoodTillCancelled,
            TriggerPrice: new Price(1.3800m), ReduceOnly: true);
        var guarded = account with { Orders = account.Orders.With(Order.New(stop, Desk.Now).MoveTo(OrderStatus.Submitted, Desk.Now)) };

        Assert.Equal(1_390m, FactsOf(account, RiskSurroundings.None).Exposure!.Heat);
        Assert.Equal(10m, FactsOf(guarded, RiskSurroundings.None).Exposure!.Heat);
    }

    [Fact]
    public void Heat_OfAPositionWhoseStopHasNothingLeftToFill_IsAllOfIt()
    {
        var account = Holding(Desk.EurUsd, 1_000m);
        var stop = new OrderTicket(
            Desk.Order(9), Desk.EurUsd, Side.Sell, new Quantity(1_000m), OrderType.Stop, TimeInForce.GoodTillCancelled,
            TriggerPrice: new Price(1.3800m), ReduceOnly: true);
        var spent = Order.New(stop, Desk.Now).MoveTo(OrderStatus.Submitted, Desk.Now) with { Filled = new Quantity(1_000m) };

        var facts = FactsOf(account with { Orders = account.Orders.With(spent) }, RiskSurroundings.None);

        Assert.Equal(1_390m, facts.Exposure!.Heat);
    }

    [Fact]
    public void ClosingOrder_WhileItsStopRestsAtTheVenue_StillOnlyReduces()
    {
        var account = Holding(Desk.EurUsd, 1_000m);
        var stop = new OrderTicket(
            Desk.Order(9), Desk.EurUsd, Side.Sell, new Quantity(1_000m), OrderType.Stop, TimeInForce.GoodTillCancelled,
            TriggerPrice: new Price(1.3800m), ReduceOnly: true);
        var guarded = account with { Orders = account.Orders.With(Order.New(stop, Desk.Now).MoveTo(OrderStatus.Submitted, Desk.Now)) };
        var close = new OrderIntent(Desk.EurUsd, Side.Sell, new Quantity(1_000m));

        Assert.True(RiskGate.OnlyReduces(FactsOf(guarded, RiskSurroundings.None, close).Account, close));
    }

    [Fact]
    public void Position_WithoutAQuote_MakesExposureUnknownInsteadOfZero()
    {
        var account = Holding(Symbol.Parse("USDJPY"), 1_000m);

        var facts = FactsOf(account, RiskSurroundings.None);

        Assert.Null(facts.Exposure!.OthersGross);
        Assert.Equal(["risk.max_leverage"], Scene.Inputs(new RiskCaps { MaxLeverage = 1_000m }, facts).Codes());
    }

    [Theory]
    [InlineData(TradingState.Halted, 1_000, true, true)]
    [InlineData(TradingState.Halted, 1_000, false, false)]
    [InlineData(TradingState.Halted, 0, true, false)]
    [InlineData(TradingState.Reducing, 1_000, true, true)]
    public void Closeout_OfAHaltedDesk_PassesWhileItOnlyReduces(TradingState state, int position, bool closeout, bool passes)
    {
        var facts = Scene.Facts.WithAccount(a => a with { Position = new Quantity(position), TradingState = state }) with { Quote = null };
        var order = new OrderIntent(Desk.EurUsd, Side.Sell, new Quantity(1_000m), ReduceOnly: true, Closeout: closeout);

        Assert.Equal(passes, Scene.Inputs(RiskCaps.None, facts, order).Codes().Length == 0);
    }

    [Theory]
    [InlineData(TradingState.Halted, TradingState.Active, RiskLevel.Platform)]
    [InlineData(TradingState.Active, TradingState.Halted, RiskLevel.Strategy)]
    public void State_OfAnyLevel_HaltsWhateverTheOthersSay(TradingState platform, TradingState strategy, RiskLevel whose)
    {
        var levels = new RiskLevels(
            new PolicyInForce(RiskCaps.None, platform, "Figures"), null, new PolicyInForce(RiskCaps.None, strategy, "Figures"));

        var (state, level, _) = TradingStates.MostRestrictive(TradingState.Active, levels);

        Assert.Equal((TradingState.Halted, whose), (state, level));
        Assert.Contains("Figures", RiskGate.Check(Scene.Inputs(RiskCaps.None, Scene.Facts with { Levels = levels }))[0].Message, StringComparison.Ordinal);
    }

    private static Account Holding(Symbol symbol, decimal units)
    {
        var account = Desk.Opened();
        var terms = InstrumentTerms.Of(Instruments.Find(symbol)!);
        var position = Position.Flat(terms, Desk.Now) with { Quantity = new Quantity(units), Cost = units };
        return account with { Positions = account.Positions.Add(position.Id, position) };
    }

    private static RiskFacts FactsOf(Account account, RiskSurroundings around, OrderIntent? order = null) => RiskFactsOf.Order(
        account, order ?? Scene.Order, InstrumentTerms.Of(Desk.EurUsdInstrument), Quotes, Desk.Day, around, Desk.Now);
}
