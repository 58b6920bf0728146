using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Tests.Domain.Risk;

/// <summary>What holds for any order, any account and any limits.</summary>
public sealed class RiskProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20140506UL, 17UL);

    private static readonly LimitKind[] Kinds = Enum.GetValues<LimitKind>();

    private static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void Gate_WithAnyLimitMore_LetsNothingThroughThatItRefused() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var inputs = Inputs(random);
        var more = With(inputs, Level(random), SomeLimits(random, 1));
        return RiskGate.Check(inputs).IsEmpty || !RiskGate.Check(more).IsEmpty;
    }).Check(Runs);

    [Fact]
    public void WhatIf_OfAnything_RefusesExactlyWhatTheGateDoes() => Prop.ForAll(Seeds, seed =>
    {
        var inputs = Inputs(new Random(seed));
        return RiskGate.WhatIf(inputs).Refusals.SequenceEqual(RiskGate.Check(inputs));
    }).Check(Runs);

    [Fact]
    public void Tightest_OfAnyLevels_IsNoLooserThanAnyOfThem() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var facts = Inputs(random).Facts;
        var limits = EffectiveLimits.Of(facts.Account.Limits, facts.Levels);
        return Kinds.All(kind => Each(facts).All(level =>
            level(kind) is not { } own || (limits[kind] is { } tightest && kind.Tighter(tightest.Value, own) == tightest.Value)));
    }).Check(Runs);

    [Fact]
    public void ReducingOrder_UnderAnyLossOrExposureLimit_Passes() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var inputs = Inputs(random);
        var held = inputs.Facts.WithAccount(a => a with
        {
            Position = new Quantity(5_000m), BuysUnderWay = Quantity.Zero, SellsUnderWay = Quantity.Zero, TradingState = TradingState.Reducing,
            Limits = Desk.Wide,
        }) with
        {
            Quote = Desk.Quote(), OpenIdeas = 0, Levels = new RiskLevels(Tenant: new PolicyInForce(SomeLimits(random, 12, LimitKind.MaxOrderQuantity))),
        };
        return RiskGate.Check(inputs with { Facts = held, Order = new OrderIntent(Desk.EurUsd, Side.Sell, new Quantity(5_000m)) }).IsEmpty;
    }).Check(Runs);

    private static IEnumerable<Func<LimitKind, decimal?>> Each(RiskFacts facts)
    {
        yield return kind => facts.Account.Limits[kind];
        yield return kind => facts.Levels?.Platform?.Caps[kind];
        yield return kind => facts.Levels?.Tenant?.Caps[kind];
        yield return kind => facts.Levels?.Strategy?.Caps[kind];
    }

    private static RiskInputs With(RiskInputs inputs, RiskLevel level, RiskCaps caps)
    {
        var (facts, levels) = (inputs.Facts, inputs.Facts.Levels!);
        return inputs with
        {
            Facts = level switch
            {
                RiskLevel.Platform => facts with { Levels = levels with { Platform = Tighter(levels.Platform, caps) } },
                RiskLevel.Tenant => facts with { Levels = levels with { Tenant = Tighter(levels.Tenant, caps) } },
                RiskLevel.Strategy => facts with { Levels = levels with { Strategy = Tighter(levels.Strategy, caps) } },
                _ => facts.WithAccount(a => a with { Limits = a.Limits with { Caps = Merge(a.Limits.Caps ?? RiskCaps.None, caps) } }),
            },
        };
    }

    private static PolicyInForce Tighter(PolicyInForce? policy, RiskCaps caps) => policy is null
        ? new PolicyInForce(caps)
        : policy with { Caps = Merge(policy.Caps, caps) };

    // Adding a limit, not replacing one: of two of a kind the tighter stays.
    private static RiskCaps Merge(RiskCaps left, RiskCaps right) => Scene.Limits(
        from kind in Kinds
        let value = left[kind] is { } a && right[kind] is { } b ? kind.Tighter(a, b) : left[kind] ?? right[kind]
        where value is not null
        select (kind, value.Value));

    private static RiskInputs Inputs(Random random)
    {
        var account = Scene.Facts.Account with
        {
            Position = new Quantity(random.Next(-3, 4) * 1_000m), BuysUnderWay = new Quantity(random.Next(3) * 1_000m),
            SellsUnderWay = new Quantity(random.Next(3) * 1_000m), RealisedToday = random.Next(-2_000, 2_000), Unrealised = random.Next(-2_000, 2_000),
            Equity = random.Next(-1, 10) * 10_000m, TradingState = random.Next(8) == 0 ? TradingState.Reducing : TradingState.Active,
            Limits = Desk.Wide with { Caps = SomeLimits(random, 3) },
        };
        var facts = new RiskFacts(
            account, random.Next(8) == 0 ? null : Desk.Quote(time: Desk.Now.AddSeconds(-random.Next(90))), random.Next(3),
            new RiskLevels(Some(random), Some(random), Some(random)),
            random.Next(8) == 0 ? null : Exposure(random), random.Next(8) == 0 ? null : new OrderFlow(random.Next(5), random.Next(50), Desk.Now.AddSeconds(-5)),
            random.Next(8) == 0 ? null : new AccountRecord(random.Next(20) * 10_000m, random.Next(6)), new StrategyExposure(random.Next(10_000), 2),
            random.Next(8) == 0 ? null : new TenantExposure(random.Next(100_000), 5), random.Next(8) == 0 ? null : random.Next(5));
        return new RiskInputs(Order(random), facts, Desk.Now);
    }

    private static OrderIntent Order(Random random) => new(
        Desk.EurUsd, random.Next(2) == 0 ? Side.Buy : Side.Sell,
        new Quantity(random.Next(20) == 0 ? decimal.MaxValue : random.Next(1, 5) * 1_000m),
        random.Next(2) == 0 ? null : OrderType.Limit, random.Next(2) == 0 ? null : new Price(1.35m + (random.Next(80) / 1_000m)),
        Stop: random.Next(2) == 0 ? null : new Price(1.3500m + (random.Next(80) / 1_000m)), StrategyId: Desk.StrategyId,
        ReduceOnly: random.Next(6) == 0 ? true : null, Closeout: random.Next(10) == 0 ? true : null);

    private static RiskExposure Exposure(Random random) => Scene.Nothing with
    {
        QuoteRate = random.Next(10) == 0 ? null : 1m, OthersGross = random.Next(10) == 0 ? null : random.Next(50_000), OpenOrders = random.Next(20),
        PositionsElsewhere = random.Next(10), WithLong = random.Next(10_000), WithShort = random.Next(10_000), Heat = random.Next(2_000),
        MarginAfter = random.Next(50_000),
        Base = new CurrencyExposure(Desk.Eur, random.Next(-5_000, 5_000), 5_000m, random.Next(1_000), random.Next(1_000)),
    };

    private static PolicyInForce? Some(Random random) => random.Next(2) == 0 ? null : new PolicyInForce(SomeLimits(random, 2));

    private static RiskLevel Level(Random random) => (RiskLevel)random.Next(4);

    private static RiskCaps SomeLimits(Random random, int count, LimitKind from = LimitKind.MaxPosition) => Scene.Limits(
        Enumerable.Range(0, count).Select(_ => Kinds[random.Next((int)from, Kinds.Length)])
            .Where(k => from == LimitKind.MaxPosition || k != LimitKind.SessionOnly).Distinct()
            .Select(kind => (kind, (decimal)Math.Pow(10, random.Next(-1, 6)))));
}
