using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Markets;

/// <summary>An entry of the economic calendar.</summary>
/// <param name="Source">Who published it.</param>
/// <param name="Id">Tells it from the source's others.</param>
/// <param name="Time">When it is released, UTC; midnight where it has a day only.</param>
/// <param name="Currency">Whose economy it is about.</param>
/// <param name="Title">What is released.</param>
/// <param name="Impact"><c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="Actual">The figure as published; null before its release.</param>
/// <param name="Forecast">What was expected; null where unknown.</param>
/// <param name="Previous">The figure before; null where unknown.</param>
/// <param name="AllDay">It has no time of day, and makes no blackout.</param>
public sealed record EconomicRelease(
    string Source, string Id, DateTimeOffset Time, string Currency, string Title, string Impact, string? Actual, string? Forecast,
    string? Previous, bool AllDay);

/// <summary>What a source of the economic calendar published.</summary>
public sealed record ImportCalendarRequest
{
    /// <summary>Who published it: 1 to 32 lower-case letters, digits and hyphens.</summary>
    [Required]
    public string? Source { get; init; }

    /// <summary>The calendar itself, as CSV with a header line or as a JSON list: at most 200,000 releases.</summary>
    [Required]
    public string? Content { get; init; }

    /// <summary>An IANA time zone for times without an offset; UTC where absent.</summary>
    public string? Zone { get; init; }

    /// <summary>True where it is all that the source has between its first and its last release: what is stored of that time and
    /// not in it was called off.</summary>
    public bool? Replaces { get; init; }
}

/// <summary>What an import changed.</summary>
/// <param name="Added">Releases that were not known.</param>
/// <param name="Changed">Known releases with another time, figure or title.</param>
/// <param name="Unchanged">Known releases as they were.</param>
/// <param name="Removed">Releases that were called off.</param>
/// <param name="Defects">Records that could not be read; the rest was imported. At most 100.</param>
public sealed record CalendarImport(int Added, int Changed, int Unchanged, int Removed, IReadOnlyList<RecordDefect> Defects);

/// <summary>A record that could not be read.</summary>
/// <param name="Line">Its line, or its place in a JSON list, from 1.</param>
/// <param name="Detail">A sentence.</param>
public sealed record RecordDefect(long Line, string Detail);
