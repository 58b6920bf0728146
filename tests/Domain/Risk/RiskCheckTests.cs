using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

/// <summary>Every check, with a limit that just lets the order pass and one that just does not.</summary>
public sealed class RiskCheckTests
{
    private static readonly RiskFacts Rich = Scene.Facts with
    {
        Exposure = Scene.Nothing with
        {
            OthersGross = 10_000m, PositionsElsewhere = 2, OpenOrders = 4, MarginAfter = 5_000m, Heat = 990m, WithLong = 10_000m, WithShort = 1m,
            Base = new CurrencyExposure(Desk.Eur, 5_000m, 6_000m, 1_000m, 500m),
        },
        Flow = new OrderFlow(4, 9, Desk.Now.AddSeconds(-10)),
        Record = new AccountRecord(125_000m, 3),
        Strategy = new StrategyExposure(5_000m, 2),
        Tenant = new TenantExposure(50_000m, 7),
        Volatility = 3m,
        Account = Scene.Facts.Account with { RealisedToday = 700m },
    };

    private static readonly RiskFacts Losing = Rich.WithAccount(a => a with { RealisedToday = -400m, Unrealised = -100m });

    private static readonly RiskFacts Wide = Rich with { Quote = Desk.Quote(0.99m, 1.01m) };

    private static readonly OrderIntent Far = Scene.Order with { LimitPrice = new Price(1.376298m) };

    private static readonly Dictionary<LimitKind, (string Code, decimal Passes, decimal Refuses, RiskFacts Facts, OrderIntent Order)> Cases = new()
    {
        [LimitKind.MaxPosition] = ("risk.max_position", 1_000m, 999m, Rich, Scene.Order),
        [LimitKind.MaxDailyLoss] = ("risk.max_daily_loss", 500.01m, 500m, Losing, Scene.Order),
        [LimitKind.MaxOpenIdeas] = ("risk.max_open_ideas", 4m, 3m, Rich with { OpenIdeas = 3 }, Scene.Order),
        [LimitKind.QuoteAgeMax] = ("risk.stale_price", 30m, 29.999m, Rich with { Quote = Desk.Quote(time: Desk.Now.AddSeconds(-30)) }, Scene.Order),
        [LimitKind.MaxOrderQuantity] = ("risk.max_order_quantity", 1_000m, 999m, Rich, Scene.Order),
        [LimitKind.MaxOrderNotional] = ("risk.max_order_notional", 1_390m, 1_389.99m, Rich, Scene.Order),
        [LimitKind.MaxGrossNotional] = ("risk.max_gross_notional", 11_390m, 11_389m, Rich, Scene.Order),
        [LimitKind.MaxLeverage] = ("risk.max_leverage", 0.1139m, 0.1138m, Rich, Scene.Order),
        [LimitKind.MaxMarginUse] = ("risk.max_margin_use", 5m, 4.99m, Rich, Scene.Order),
        [LimitKind.MaxTradeLoss] = ("risk.max_trade_loss", 0.01m, 0.0099m, Rich, Scene.Order),
        [LimitKind.MaxOpenPositions] = ("risk.max_open_positions", 3m, 2m, Rich, Scene.Order),
        [LimitKind.MaxOpenOrders] = ("risk.max_open_orders", 5m, 4m, Rich, Scene.Order),
        [LimitKind.MaxSymbolNet] = ("risk.max_symbol_net", 1_390m, 1_389m, Rich, Scene.Order),
        [LimitKind.MaxSymbolGross] = ("risk.max_symbol_gross", 1_390m, 1_389m, Rich, Scene.Order),
        [LimitKind.MaxCurrencyNet] = ("risk.max_currency_net", 7_390m, 7_389m, Rich, Scene.Order),
        [LimitKind.MaxCurrencyGross] = ("risk.max_currency_gross", 8_890m, 8_889m, Rich, Scene.Order),
        [LimitKind.MaxCorrelatedExposure] = ("risk.max_correlated_exposure", 11_390m, 11_389m, Rich, Scene.Order),
        [LimitKind.MaxHeat] = ("risk.max_heat", 1m, 0.999m, Rich, Scene.Order),
        [LimitKind.MaxDrawdown] = ("risk.max_drawdown", 20.01m, 20m, Rich, Scene.Order),
        [LimitKind.MaxLossStreak] = ("risk.max_loss_streak", 4m, 3m, Rich, Scene.Order),
        [LimitKind.DailyTarget] = ("risk.daily_target", 700.01m, 700m, Rich, Scene.Order),
        [LimitKind.MaxOrdersPerSecond] = ("risk.order_rate", 5m, 4m, Rich, Scene.Order),
        [LimitKind.MaxOrdersPerMinute] = ("risk.order_rate_minute", 10m, 9m, Rich, Scene.Order),
        [LimitKind.DuplicateWindow] = ("risk.duplicate_order", 10m, 10.001m, Rich, Scene.Order),
        [LimitKind.PriceCollar] = ("risk.price_collar", 1m, 0.999m, Rich, Far),
        [LimitKind.MaxSpread] = ("risk.max_spread", 2m, 1.999m, Wide, Scene.Order),
        [LimitKind.MaxVolatility] = ("risk.max_volatility", 3m, 2.99m, Rich, Scene.Order),
        [LimitKind.MaxStrategyNotional] = ("risk.max_strategy_notional", 6_390m, 6_389m, Rich, Scene.Order),
        [LimitKind.MaxStrategyOpen] = ("risk.max_strategy_open", 3m, 2m, Rich, Scene.Order),
        [LimitKind.MaxTenantNotional] = ("risk.max_tenant_notional", 61_390m, 61_389m, Rich, Scene.Order),
        [LimitKind.MaxTenantOrders] = ("risk.max_tenant_orders", 12m, 11m, Rich, Scene.Order),
    };

    public static TheoryData<LimitKind> Kinds => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Check_AtItsLimit_LetsTheOrderPass(LimitKind kind)
    {
        var (_, passes, _, facts, order) = Cases[kind];

        Assert.Empty(RiskGate.Check(Scene.Inputs(Scene.Limit(kind, passes), facts, order)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Check_JustBeyondItsLimit_RefusesWithTheLimit(LimitKind kind)
    {
        var (code, _, refuses, facts, order) = Cases[kind];

        var refusal = Assert.Single(RiskGate.Check(Scene.Inputs(Scene.Limit(kind, refuses), facts, order)));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(refuses.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Check_OfATenantsLimit_NamesTheTenant(LimitKind kind)
    {
        var (_, _, refuses, facts, order) = Cases[kind];
        var tenants = new RiskLevels(Tenant: new PolicyInForce(Scene.Limit(kind, refuses)));

        var refusal = Assert.Single(RiskGate.Check(Scene.Inputs(RiskCaps.None, facts with { Levels = tenants }, order)));

        Assert.Contains("limit of the tenant", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_WithEveryLimitTooTight_ReportsEveryCheckAtOnce()
    {
        var all = Cases.Where(c => c.Key is not (LimitKind.MaxDailyLoss or LimitKind.MaxOpenIdeas or LimitKind.QuoteAgeMax or LimitKind.PriceCollar
            or LimitKind.MaxSpread)).ToArray();

        var codes = Scene.Inputs(Scene.Limits(all.Select(c => (c.Key, c.Value.Refuses))), Rich).Codes();

        Assert.Equal(all.Select(c => c.Value.Code).Order(), codes.Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Check_WithALimitAndNoFigure_Refuses(LimitKind kind)
    {
        if (kind is LimitKind.MaxPosition or LimitKind.MaxDailyLoss or LimitKind.MaxOpenIdeas or LimitKind.QuoteAgeMax or LimitKind.MaxOrderQuantity
            or LimitKind.DailyTarget or LimitKind.PriceCollar or LimitKind.MaxSpread)
        {
            return;
        }

        var bare = new RiskFacts(Scene.Facts.Account, Desk.Quote(), 0);

        var refusal = Assert.Single(RiskGate.Check(Scene.Inputs(Scene.Limit(kind, Cases[kind].Passes), bare)));

        Assert.Equal(Cases[kind].Code, refusal.Code);
        Assert.Contains("not known", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2014-05-09T20:59:59Z", true)]
    [InlineData("2014-05-09T21:00:00Z", false)]
    [InlineData("2014-05-11T20:59:59Z", false)]
    [InlineData("2014-05-11T21:00:00Z", true)]
    public void Session_OfTheFxWeek_RunsFromSundayToFridayFiveInNewYork(string at, bool passes)
    {
        var now = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        var inputs = Scene.Inputs(new RiskCaps { SessionOnly = true }, Scene.Facts with { Quote = Desk.Quote(time: now) }, now: now);

        Assert.Equal(passes ? [] : ["risk.session_closed"], inputs.Codes());
    }

    [Theory]
    [InlineData(-60, 60, false)]
    [InlineData(0, 60, false)]
    [InlineData(-60, 0, true)]
    [InlineData(1, 60, true)]
    public void Blackout_FromItsFirstInstantToItsEnd_OpensNothing(int from, int until, bool passes)
    {
        var window = new BlackoutWindow(Desk.Now.AddSeconds(from), Desk.Now.AddSeconds(until), Desk.Usd, "Payrolls");

        Assert.Equal(passes ? [] : ["risk.blackout"], Scene.Inputs(RiskCaps.None, Scene.Facts with { Blackout = window }).Codes());
    }

    [Fact]
    public void TradeLoss_OfAnOrderWithoutAStop_IsRefusedWhereItIsLimited()
    {
        var inputs = Scene.Inputs(new RiskCaps { MaxTradeLoss = 50m }, order: Scene.Order with { Stop = null });

        Assert.Contains("no stop", Assert.Single(RiskGate.Check(inputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Caps_WithNonsense_AreRefusedFieldByField()
    {
        var caps = new RiskCaps { MaxLeverage = 0m, CorrelationThreshold = 0.9m, MaxOrdersPerSecond = 0, MaxDrawdown = 101m, MaxHeat = -1m };

        var refusals = RiskCapsRules.Check(caps);

        Assert.Equal(5, refusals.Length);
        Assert.All(refusals, r => Assert.Equal("risk.limits", r.Code));
        Assert.Contains(refusals, r => r.Message.Contains("correlationThreshold", StringComparison.Ordinal));
    }

    [Fact]
    public void Refusal_OfAnyCheck_NamesFigureLimitAndLevel()
    {
        Refusal refusal = Assert.Single(RiskGate.Check(Scene.Inputs(new RiskCaps { MaxGrossNotional = 11_000m }, Rich)));

        Assert.Equal("Notional of the account: 11390 USD; at most 11000 USD (limit of the account).", refusal.Message);
    }
}
