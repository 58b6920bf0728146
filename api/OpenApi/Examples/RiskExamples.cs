using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Risk;
using static Countersign.Api.OpenApi.Examples.Story;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Limits, trading states, and what the gate would say.</summary>
internal static class RiskExamples
{
    private static readonly RiskLimits Limits = new()
    {
        PositionMax = 100_000m, DailyLossMax = 2_000m, OpenIdeasMax = 5, QuoteAgeSecondsMax = 10m, LeverageMax = 10m,
    };

    public static IEnumerable<object> All =>
    [
        new RiskPolicy(
            "account", AccountId, Limits, [new Blackout(Morning.AddDays(4), Morning.AddDays(4).AddHours(1), "USD", "Payrolls")], "halted",
            "The daily loss limit was reached.", new HaltCause("risk.max_daily_loss", "The day's loss is 2013.5; the limit is 2000.", 2_013.5m, 2_000m), null,
            "desk", Morning, [new CalendarBlackout("high", 30, 15, "USD")]),
        new SetLimitsRequest { Limits = Limits, Reason = "The year's new budget." },
        new SetBlackoutsRequest
        {
            Blackouts = [new BlackoutRequest { From = "2026-01-09T13:00:00Z", Until = "2026-01-09T14:00:00Z", Currency = "USD", Title = "Payrolls" }],
            Reason = "Payrolls.",
        },
        new SetCalendarBlackoutsRequest
        {
            Rules = [new CalendarBlackoutRequest { ImpactMin = "high", MinutesBefore = 30, MinutesAfter = 15, Currency = "USD" }],
            Reason = "No trades around big releases.",
        },
        new HaltRequest { Reason = "The feed looks wrong.", Flatten = false },
        new TradingStateRequest { Reason = "The feed is well again." },
        new TradingStateChange("tenant", TenantId, "halted", 3, 0),
        new WhatIfRequest { AccountId = AccountId, Symbol = Symbol, Side = "buy", Quantity = 120_000m },
        new WhatIf(
            false, [new RefusalReason("risk.max_position", "The position would be 120000; the limit is 100000.")],
            [
                new RiskFinding(
                    "Position", "risk.max_position", "refused", "units", 120_000m, 100_000m, "account",
                    "The position would be 120000; the limit is 100000."),
            ]),
        new Correlations([Symbol, "GBPUSD"], [[1.0, 0.71], [0.71, 1.0]]),
        new RiskChange("account.a-main@7", Morning, "account", AccountId, "limits", "user:" + PersonId, "The year's new budget.", Json("""{"positionMax":100000}""")),
    ];
}
