using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Risk;
using static Countersign.Api.OpenApi.Examples.Story;
using Body = Countersign.Api.Contracts.Accounts;

namespace Countersign.Api.OpenApi.Examples;

/// <summary>Accounts, their terms and their money.</summary>
internal static class AccountExamples
{
    private static readonly RiskLimits Limits = new() { PositionMax = 100_000m, DailyLossMax = 2_000m, OpenIdeasMax = 5, QuoteAgeSecondsMax = 10m };

    private static readonly AccountTerms Terms = new()
    {
        Mode = "netting", CostMethod = "weightedAverage", Commission = new CommissionTerms { Rate = 0.00002m, Minimum = 0.1m },
        Margin = new MarginTerms { Tiers = [new LeverageTier { Leverage = 30m }], CallLevel = 100m, StopOutLevel = 50m },
        Swaps = [new SwapTerms { Symbol = Symbol, Long = -0.00006m, Short = 0.00001m, Unit = "perUnit" }],
        Interest = new InterestTerms { CreditRate = 0.01m, DebitRate = 0.06m },
    };

    public static IEnumerable<object> All =>
    [
        new AccountSummary(AccountId, "Main", "USD", "active", 100_000m),
        new Body.Account(
            AccountId, "Main", "USD", "active", 100_000m, 44m, 100_044m, 12.5m, 1_240.5m, 31.2m, 128, 131,
            Limits, StrategyExamples.Autonomy, "netting", new Margin(390.7m, 99_653.3m, 25_606m, "sufficient"),
            [new CurrencyExposure("EUR", 10_000m, 10_000m, 11_720.4m, 11_720.4m)], 11_720.4m, 11.7152m,
            [OrderExamples.Position]),
        new OpenAccountRequest { Id = AccountId, Name = "Main", Currency = "USD", Limits = Limits, Terms = Terms },
        Terms,
        new SetAccountTermsRequest { Terms = Terms, Reason = "The broker's new price list." },
        new SplitRequest { Symbol = "AAPL", Shares = 4, Of = 1, CashPrice = 210.5m, Reason = "Four for one." },
        new LedgerEntry(
            412, Morning, "fill", "o-1f6b", [new Posting("cash", -0.23m, "USD"), new Posting("commission", 0.23m, "USD")],
            new ConversionRate("EUR", "USD", 1.172075m, Morning, Symbol), 99_999.77m),
        new EquityPoint(new DateOnly(2026, 1, 5), Morning, 100_044m, 100_000m, 44m, 100_390m, 0.34m),
        new DepositRequest { Amount = 10_000m, Currency = "USD" },
        new WithdrawalRequest { Amount = 2_500m, Currency = "USD", Reason = "Quarterly payout." },
        new AdjustmentRequest { Amount = -12.5m, Currency = "USD", Reason = "Data fee of December." },
        new AccountAutonomy(StrategyExamples.Autonomy),
        new SetAccountAutonomyRequest { Autonomy = StrategyExamples.AutonomyRequest, Reason = "Nobody is in the office next week." },
    ];
}
