using System.Collections.Immutable;

namespace Countersign.Domain.Strategies;

/// <summary>
/// The properties that each object of a strategy's JSON may have. The reader refuses all others, and <see cref="StrategySchema"/> and
/// docs/strategies.md are held to the same lists: a new property begins here.
/// </summary>
internal static class StrategyTerms
{
    public static ImmutableArray<string> Definition { get; } =
    [
        "name", "description", "symbols", "timeframe", "entry", "exit", "reverse", "stop", "target", "size", "sessions", "ideaTimeToLive",
        "maxOpenIdeas", "cooldownBars", "pauseOnDegradedFeed", "costs", "regime", "forbid",
        "trailing", "breakEven", "partials", "timeExit", "pyramid", "riskCaps",
        Partners,
    ];

    public static ImmutableArray<string> Required { get; } = ["name", "symbols", "timeframe", "entry", "size"];

    /// <summary>At least one of them has to be there, to close a position.</summary>
    public static ImmutableArray<string> Closing { get; } = ["exit", "reverse", "stop", "target", "trailing", "timeExit"];

    public static ImmutableArray<string> Sides { get; } = ["long", "short"];

    public static ImmutableArray<string> Condition { get; } = ["crossesAbove", "crossesBelow", "above", "below", "all", "any", "not", "within", "atLeast", "votes"];

    public static ImmutableArray<string> Within { get; } = ["bars", "rule"];

    public static ImmutableArray<string> AtLeast { get; } = ["count", "of"];

    public static ImmutableArray<string> Votes { get; } = ["atLeast", "of"];

    public static ImmutableArray<string> Vote { get; } = ["name", "weight", "rule"];

    /// <summary>Exactly one of them makes a distance.</summary>
    public static ImmutableArray<string> DistanceKinds { get; } = ["price", "pips", "percent", "atr"];

    public static ImmutableArray<string> Distance { get; } = [.. DistanceKinds, "period"];

    /// <summary>Likewise of a stop.</summary>
    public static ImmutableArray<string> StopKinds { get; } = [.. DistanceKinds, "swing"];

    public static ImmutableArray<string> Stop { get; } = [.. StopKinds, "period"];

    public static ImmutableArray<string> Swing { get; } = ["bars", "offset"];

    /// <summary>Likewise of a target, and of a gain.</summary>
    public static ImmutableArray<string> GainKinds { get; } = [.. DistanceKinds, "riskReward"];

    public static ImmutableArray<string> Gain { get; } = [.. GainKinds, "period"];

    public static ImmutableArray<string> Trailing { get; } = [.. Distance, "after"];

    public static ImmutableArray<string> BreakEven { get; } = ["after", "offset"];

    public static ImmutableArray<string> Partial { get; } = ["at", "percent"];

    public static ImmutableArray<string> TimeExit { get; } = ["bars", "at", "zone", "days"];

    public static ImmutableArray<string> Pyramid { get; } = ["max", "minDistance"];

    public static ImmutableArray<string> RiskCaps { get; } = ["maxUnits", "maxOpenRiskPercent", "dailyLossPercent", "maxEntriesPerDay"];

    public static ImmutableArray<string> Partnership { get; } = ["symbols", "maxAgeBars"];

    public const string Partners = "partners";

    /// <summary>What stands behind the @ of a feature of the partner.</summary>
    public const string Partner = "partner";

    /// <summary>Exactly one of them makes a size.</summary>
    public static ImmutableArray<string> Size { get; } = ["units", "riskPercent", "percentOfEquity", "volatility", "kelly"];

    public static ImmutableArray<string> Volatility { get; } = ["percent", "period", "multiple"];

    public static ImmutableArray<string> Kelly { get; } = ["fraction", "winRate", "payoff"];

    public static ImmutableArray<string> Session { get; } = ["from", "to", "zone", "days"];

    public static ImmutableArray<string> Costs { get; } = ["commissionRate", "prices"];

    /// <summary>Which of a recording's prices a backtest trades at, as <see cref="CostPrices"/>.</summary>
    public static ImmutableArray<string> Prices { get; } = ["both", "bid", "ask"];

    public static ImmutableArray<string> Forbid { get; } = ["news", "spread", "volatility", "weekdays"];

    public static ImmutableArray<string> ForbiddenNews { get; } = ["impact", "before", "after"];

    /// <summary>Exactly one of them.</summary>
    public static ImmutableArray<string> ForbiddenSpread { get; } = ["maxPips", "maxTimesTypical"];

    public static ImmutableArray<string> ForbiddenVolatility { get; } = ["rule"];

    /// <summary>How a forbidden weekday may be written; the first is canonical.</summary>
    public static ImmutableArray<string> NamesOf(DayOfWeek day) => [day.ToString()[..3], day.ToString().ToLowerInvariant()];
}

/// <summary>The bounds of what stands in a strategy's JSON, both ends included unless told otherwise.</summary>
internal static class StrategyBounds
{
    public const int NameLengthMax = 80;
    public const int DescriptionLengthMax = 1000;
    public const int SymbolsMax = 32;
    public const int SessionsMax = 20;
    public const int ZoneLengthMax = 64;
    public const int TimeToLiveLengthMin = 2;
    public const int TimeToLiveLengthMax = 40;
    public const int OpenIdeasMin = 1;
    public const int OpenIdeasMax = 100;
    public const int CooldownBarsMax = 10_000;
    public const int WithinBarsMax = 1_000;
    public const int VoteNameLengthMax = 40;
    public const int AtrPeriodMin = 2;
    public const int AtrPeriodMax = 500;
    public const int AtrPeriodStandard = 14;
    public const int SwingBarsMin = 2;
    public const int SwingBarsMax = 500;
    public const int PartialsMax = 5;
    public const int HeldBarsMax = 100_000;
    public const int PyramidMin = 2;
    public const int PyramidMax = 10;
    public const int EntriesPerDayMax = 1_000;
    public const int PartnerAgeBarsMax = 100;

    /// <summary>Of the number itself, without its sign.</summary>
    public const double OperandMax = 1e12;

    /// <summary>More than 0, as all amounts but the commission.</summary>
    public const decimal UnitsMax = 1_000_000_000m;
    public const decimal PriceMax = 1_000_000_000m;
    public const decimal PipsMax = 100_000m;
    public const decimal PercentMax = 50m;
    public const decimal AtrMultipleMax = 100m;
    public const decimal SpreadTimesMax = 1_000m;
    public const decimal RiskPercentMax = SizeRule.RiskPercentMax;
    public const decimal EquityPercentMax = 5_000m;
    public const decimal PayoffMax = 100m;
    public const decimal RiskRewardMax = 100m;
    public const decimal OpenRiskPercentMax = 100m;
    public const decimal DailyLossPercentMax = 100m;
    public const decimal PartialPercentMax = 99m;
    public const decimal VoteWeightMax = 1_000m;
    public const decimal VoteShareMax = 1m;

    /// <summary>From 0.</summary>
    public const decimal CommissionRateMax = 0.1m;

    public static TimeSpan TimeToLiveMin { get; } = TimeSpan.FromMinutes(1);

    public static TimeSpan NewsReachMax { get; } = TimeSpan.FromHours(24);

    public static TimeSpan TimeToLiveMax { get; } = TimeSpan.FromDays(7);
}
