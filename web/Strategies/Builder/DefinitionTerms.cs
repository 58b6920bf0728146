using System.Collections.Immutable;

namespace Countersign.Web.Strategies.Builder;

/// <summary>The words of the strategy language that the form has fields for. Any other is kept as it is written.</summary>
internal static class DefinitionTerms
{
    public const string Partner = "partner";

    /// <summary>Of the whole, in the order in which they are written.</summary>
    public static ImmutableArray<string> Members { get; } =
    [
        "name", "description", "symbols", "timeframe", "entry", "exit", "reverse", "stop", "target", "trailing", "breakEven", "partials", "timeExit",
        "pyramid", "size", "riskCaps", "sessions", "regime", "forbid", "ideaTimeToLive", "maxOpenIdeas", "cooldownBars", "pauseOnDegradedFeed",
        "partners", "costs",
    ];

    public static ImmutableArray<string> Timeframes { get; } = ["M1", "M5", "M15", "M30", "H1", "H4", "D1"];

    public static ImmutableArray<string> Fields { get; } = ["open", "high", "low", "close", "volume"];

    public static ImmutableArray<string> Days { get; } = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static ImmutableArray<string> Zones { get; } =
        ["UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Chicago", "Asia/Tokyo", "Asia/Singapore", "Asia/Hong_Kong", "Australia/Sydney"];

    /// <summary>What a distance from a price may be counted in.</summary>
    public static ImmutableArray<string> PlainDistance { get; } = ["pips", "atr", "percent", "price"];

    /// <summary>That of a stop.</summary>
    public static ImmutableArray<string> StopDistance { get; } = [.. PlainDistance, "swing"];

    /// <summary>That of a gain.</summary>
    public static ImmutableArray<string> GainDistance { get; } = ["riskReward", .. PlainDistance];

    /// <summary>Larger bars than the given ones: what a feature of a rule may be told of.</summary>
    public static IEnumerable<string> LargerThan(string timeframe) =>
        Timeframes.IndexOf(timeframe) is >= 0 and var at ? Timeframes.Skip(at + 1) : Timeframes;

    public static bool IsBefore(string member, string other) => Order(member) <= Order(other);

    /// <summary>Where a member stands among those of the whole; unknown ones stand last.</summary>
    public static int Order(string member) => Members.IndexOf(member) is >= 0 and var at ? at : Members.Length;
}
