using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Risk;

/// <summary>How much goes without a person. Null asks for nothing; conditions hold up what opens, never what only closes.</summary>
/// <param name="Mode"><c>approveEverything</c> and <c>manual</c> (a person decides everything), <c>autoUnder</c> (up to
/// <c>quantityMax</c> on its own), <c>assisted</c> (what closes, and what opens from a confidence and up to a size, goes on its own) or
/// <c>automatic</c> (everything goes on its own unless a condition does not hold).</param>
/// <param name="ConfidenceMin">0 to 1.</param>
/// <param name="QuantityMax">In base currency.</param>
/// <param name="OpenTradesMax">Fewer open trades than this.</param>
/// <param name="DrawdownPercentMax">The equity less than this below its peak, in percent.</param>
/// <param name="DailyTarget">Today's result below this, in the account's currency.</param>
/// <param name="Hours">One of them is open; empty asks for nothing.</param>
public sealed record Autonomy(
    string Mode, double? ConfidenceMin, decimal? QuantityMax, int? OpenTradesMax, decimal? DrawdownPercentMax, decimal? DailyTarget,
    IReadOnlyList<AutonomyHours> Hours);

/// <summary>Hours of the week.</summary>
/// <param name="From">Included, <c>HH:mm</c>.</param>
/// <param name="To">Excluded, <c>HH:mm</c>; where it is not after <c>from</c> the hours run past midnight.</param>
/// <param name="Zone">IANA name, such as <c>Europe/London</c>.</param>
/// <param name="Days">On which they begin: <c>monday</c> to <c>sunday</c>.</param>
public sealed record AutonomyHours(string From, string To, string Zone, IReadOnlyList<string> Days);

/// <summary>How much goes without a person.</summary>
public sealed record AutonomyRequest
{
    /// <summary><c>manual</c>, <c>assisted</c>, <c>automatic</c>, <c>approveEverything</c> or <c>autoUnder</c>.</summary>
    [Required]
    public string? Mode { get; init; }

    /// <summary>0 to 1; <c>assisted</c> needs it.</summary>
    public double? ConfidenceMin { get; init; }

    /// <summary>In base currency, over 0; <c>assisted</c> and <c>autoUnder</c> need it.</summary>
    public decimal? QuantityMax { get; init; }

    /// <summary>Fewer open trades than this.</summary>
    public int? OpenTradesMax { get; init; }

    /// <summary>The equity less than this below its peak, in percent.</summary>
    public decimal? DrawdownPercentMax { get; init; }

    /// <summary>Today's result below this, in the account's currency.</summary>
    public decimal? DailyTarget { get; init; }

    /// <summary>One of them is open; at most 20.</summary>
    public IReadOnlyList<AutonomyHoursRequest>? Hours { get; init; }
}

/// <summary>Hours of the week.</summary>
public sealed record AutonomyHoursRequest
{
    /// <summary>Included, <c>HH:mm</c>.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>Excluded, <c>HH:mm</c>.</summary>
    [Required]
    public string? To { get; init; }

    /// <summary>IANA name, such as <c>Europe/London</c>.</summary>
    [Required]
    public string? Zone { get; init; }

    /// <summary><c>monday</c> to <c>sunday</c>, at least one.</summary>
    [Required]
    public IReadOnlyList<string>? Days { get; init; }
}

/// <summary>How much of an account's ideas goes without a person.</summary>
/// <param name="Autonomy">Null leaves it to the strategies. The stricter of account and strategy holds.</param>
public sealed record AccountAutonomy(Autonomy? Autonomy);

/// <summary>Replaces how much of a strategy goes without a person.</summary>
public sealed record SetStrategyAutonomyRequest
{
    /// <summary>The setting.</summary>
    [Required]
    public AutonomyRequest? Autonomy { get; init; }

    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>Replaces how much of an account's ideas goes without a person.</summary>
public sealed record SetAccountAutonomyRequest
{
    /// <summary>The setting; absent leaves it to the strategies. The stricter of account and strategy holds.</summary>
    public AutonomyRequest? Autonomy { get; init; }

    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}
