using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Tests.Domain.Accounts;

namespace Countersign.Tests.Domain.Risk;

/// <summary>An order to hold before the gate: buy 1,000 EURUSD at 1.3900 or better with a stop at 1.3800, 100,000 USD of equity, nothing open.</summary>
internal static class Scene
{
    public static readonly OrderIntent Order = new(
        Desk.EurUsd, Side.Buy, new Quantity(1_000m), OrderType.Limit, new Price(1.3900m), Stop: new Price(1.3800m), StrategyId: Desk.StrategyId);

    public static readonly RiskExposure Nothing = new(
        1m, 0m, null, 0, 0, 0, new CurrencyExposure(Desk.Eur, 0m, 0m, 0m, 0m), null, 0m, 0m, 0, 0m, 0m);

    public static readonly RiskFacts Facts = new(
        new AccountRiskFacts(
            Desk.AccountId, Desk.Usd, TradingState.Active, Desk.Wide, Desk.EurUsd, Quantity.Zero, Quantity.Zero, Quantity.Zero, 0m, 0m, 100_000m),
        Desk.Quote(), 0, new RiskLevels(), Nothing, new OrderFlow(0, 0, null), new AccountRecord(100_000m, 0), new StrategyExposure(0m, 0),
        new TenantExposure(0m, 0), 1m);

    public static RiskInputs Inputs(RiskCaps caps, RiskFacts? facts = null, OrderIntent? order = null, DateTimeOffset? now = null)
    {
        var scene = facts ?? Facts;
        return new RiskInputs(
            order ?? Order, scene with { Account = scene.Account with { Limits = scene.Account.Limits with { Caps = caps } } }, now ?? Desk.Now);
    }

    public static string[] Codes(this RiskInputs inputs) => [.. RiskGate.Check(inputs).Select(r => r.Code)];

    public static RiskFacts With(this RiskFacts facts, Func<RiskExposure, RiskExposure> exposure) =>
        facts with { Exposure = exposure(facts.Exposure!) };

    public static RiskFacts WithAccount(this RiskFacts facts, Func<AccountRiskFacts, AccountRiskFacts> account) =>
        facts with { Account = account(facts.Account) };

    /// <summary>One limit, by its kind; durations in seconds.</summary>
    public static RiskCaps Limit(LimitKind kind, decimal value) => Limits([(kind, value)]);

    public static RiskCaps Limits(IEnumerable<(LimitKind Kind, decimal Value)> limits)
    {
        var json = new JsonObject();
        foreach (var (kind, value) in limits)
        {
            json[RiskCapsRules.Field(kind)] = kind switch
            {
                LimitKind.QuoteAgeMax or LimitKind.DuplicateWindow or LimitKind.HaltOnDataOutage or LimitKind.HaltOnBrokerOutage =>
                    TimeSpan.FromTicks((long)(value * TimeSpan.TicksPerSecond)).ToString("c", CultureInfo.InvariantCulture),
                LimitKind.SessionOnly => true,
                LimitKind.MaxOpenIdeas or LimitKind.MaxOpenPositions or LimitKind.MaxOpenOrders or LimitKind.MaxLossStreak
                    or LimitKind.MaxOrdersPerSecond or LimitKind.MaxOrdersPerMinute or LimitKind.MaxStrategyOpen or LimitKind.MaxTenantOrders
                    or LimitKind.HaltOnRejects => (int)value,
                _ => value,
            };
        }

        return json.Deserialize<RiskCaps>(JsonSerializerOptions.Web)!;
    }
}
