using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Risk;

/// <summary>Replaces all limits of a level.</summary>
public sealed record SetLimitsRequest
{
    /// <summary>The limits; what is left out is no longer limited at this level. An account must have <c>positionMax</c>,
    /// <c>dailyLossMax</c>, <c>openIdeasMax</c> and <c>quoteAgeSecondsMax</c>.</summary>
    [Required]
    public RiskLimits? Limits { get; init; }

    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>Replaces all blackout windows of a level.</summary>
public sealed record SetBlackoutsRequest
{
    /// <summary>At most 500.</summary>
    [Required]
    public IReadOnlyList<BlackoutRequest>? Blackouts { get; init; }

    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>A time in which nothing is opened.</summary>
public sealed record BlackoutRequest
{
    /// <summary>First instant, RFC 3339.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>First instant after it, RFC 3339.</summary>
    [Required]
    public string? Until { get; init; }

    /// <summary>Concerns instruments with this currency; absent concerns all.</summary>
    public string? Currency { get; init; }

    /// <summary>What happens, for people; 1 to 200 characters.</summary>
    [Required]
    public string? Title { get; init; }
}

/// <summary>Replaces all rules of a level that make blackout windows of the economic calendar.</summary>
public sealed record SetCalendarBlackoutsRequest
{
    /// <summary>At most 50; [] has none.</summary>
    [Required]
    public IReadOnlyList<CalendarBlackoutRequest>? Rules { get; init; }

    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>Nothing is opened around the releases that it names.</summary>
public sealed record CalendarBlackoutRequest
{
    /// <summary>Releases of at least this impact: <c>low</c>, <c>medium</c> or <c>high</c>.</summary>
    [Required]
    public string? ImpactMin { get; init; }

    /// <summary>The window begins so many minutes before the release, 0 to 1,440.</summary>
    [Required]
    public int? MinutesBefore { get; init; }

    /// <summary>It ends so many minutes after it, 0 to 1,440.</summary>
    [Required]
    public int? MinutesAfter { get; init; }

    /// <summary>Releases of this currency only; absent takes all.</summary>
    public string? Currency { get; init; }
}
