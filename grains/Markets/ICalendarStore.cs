using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Grains.Audit;

namespace Countersign.Grains.Markets;

/// <summary>The economic calendar as it is kept. It belongs to no tenant.</summary>
public interface ICalendarStore
{
    /// <summary>Releases by time, then by source and id.</summary>
    Task<ImmutableArray<EconomicRelease>> ReadAsync(CalendarQuery query, CancellationToken cancellationToken);

    /// <summary>The same in parts; the query's own count is not looked at.</summary>
    Task<Page<EconomicRelease>> ReadPageAsync(CalendarQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Stores what a source published; what is stored already with the same figures is left alone.</summary>
    Task<CalendarChange> WriteAsync(CalendarWrite write, CancellationToken cancellationToken);
}

/// <summary>Which releases are wanted.</summary>
/// <param name="From">First time, included.</param>
/// <param name="Until">First time that is not wanted.</param>
/// <param name="Currency">Null takes all.</param>
/// <param name="CountMax">1 to <see cref="CountLimit"/>; the earliest so many.</param>
public sealed record CalendarQuery(
    DateTimeOffset From, DateTimeOffset Until, Currency? Currency = null, Impact ImpactMin = Impact.Low, int CountMax = CalendarQuery.CountLimit)
{
    public const int CountLimit = 5_000;
}

/// <summary>What a source published.</summary>
/// <param name="Replaces">
/// It is all that the source has between its first and its last release: what is stored of that time and not in it was called off.
/// </param>
public sealed record CalendarWrite(string Source, ImmutableArray<EconomicRelease> Releases, bool Replaces);

/// <summary>What a write changed.</summary>
public sealed record CalendarChange(int Added, int Changed, int Unchanged, int Removed)
{
    public static CalendarChange None { get; } = new(0, 0, 0, 0);
}
