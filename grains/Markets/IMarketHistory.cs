using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Grains.Markets;

/// <summary>Recorded ticks and bars, kept for charts and research. Market data belongs to no tenant.</summary>
/// <remarks>
/// Every call throws <see cref="HistoryUnavailableException"/> where the database does not answer. Several sources may hold the same period of the same symbol. All are kept; a reader gets one, the first in <see cref="HistoryQuery.Sources"/>
/// that has it, and is told which.
/// </remarks>
public interface IMarketHistory
{
    /// <summary>What is stored, by symbol, timeframe and source.</summary>
    Task<ImmutableArray<HistorySeries>> ListAsync(CancellationToken cancellationToken);

    /// <summary>How far an import had come; null where it never began.</summary>
    /// <param name="import">Equal for the same file with the same settings.</param>
    Task<ImportPosition?> FindImportAsync(string import, CancellationToken cancellationToken);

    /// <summary>Stores bars and the import's new position in one transaction. A bar of the same source and period is replaced.</summary>
    /// <param name="bars">Of one timeframe, in order, at most <see cref="HistoryLimits.BatchMax"/>.</param>
    Task WriteBarsAsync(HistoryTarget target, IReadOnlyList<Bar> bars, ImportPosition? position, CancellationToken cancellationToken);

    /// <summary>
    /// Stores ticks and the import's new position in one transaction. Ticks are told apart by their time and their place among those of the same
    /// time and source, so a batch that is written again changes nothing.
    /// </summary>
    /// <param name="ticks">In order, at most <see cref="HistoryLimits.BatchMax"/>. Ticks of one time stand in one batch.</param>
    Task WriteTicksAsync(HistoryTarget target, IReadOnlyList<Tick> ticks, ImportPosition? position, CancellationToken cancellationToken);

    /// <summary>Bars in order; at most one a period.</summary>
    IAsyncEnumerable<HistoryBar> ReadBarsAsync(HistoryQuery query, Timeframe timeframe, CancellationToken cancellationToken);

    /// <summary>Ticks of the first source that has any within the range, in order.</summary>
    IAsyncEnumerable<Tick> ReadTicksAsync(HistoryQuery query, CancellationToken cancellationToken);
}

/// <summary>The database of the market history does not answer. What was to be written is not.</summary>
public sealed class HistoryUnavailableException(string message, Exception cause) : Exception(message, cause);

/// <summary>Bounds of the history.</summary>
public static class HistoryLimits
{
    /// <summary>Rows a call may write.</summary>
    public const int BatchMax = 50_000;
}

/// <summary>Whose rows are written.</summary>
/// <param name="Source">Where they come from, such as <c>oanda</c> or <c>kraken</c>: 1 to 32 lower-case letters, digits and hyphens.</param>
public sealed record HistoryTarget(Symbol Symbol, string Source);

/// <summary>Which rows are wanted.</summary>
/// <param name="From">First time, included.</param>
/// <param name="Until">First time that is not wanted.</param>
/// <param name="Sources">The first that has a period wins; empty takes every source, in the order in which they are configured, then by name.</param>
/// <param name="NewestMax">Only the newest so many; null is all.</param>
public sealed record HistoryQuery(
    Symbol Symbol, DateTimeOffset From, DateTimeOffset Until, ImmutableArray<string> Sources, int? NewestMax = null);

/// <summary>A stored bar and the source that it comes from.</summary>
public sealed record HistoryBar(Bar Bar, string Source);

/// <summary>What is stored of one symbol from one source.</summary>
/// <param name="Timeframe">Null for ticks.</param>
/// <param name="First">Start of the first bar, or time of the first tick.</param>
/// <param name="Last">Start of the last bar, or time of the last tick.</param>
public sealed record HistorySeries(
    Symbol Symbol, Timeframe? Timeframe, string Source, long Rows, DateTimeOffset First, DateTimeOffset Last);

/// <summary>How far an import has come; a restart goes on behind it.</summary>
/// <param name="Import">Equal for the same file with the same settings.</param>
/// <param name="Line">Last line that is stored, from 1.</param>
/// <param name="Rows">Rows stored so far.</param>
/// <param name="Done">Nothing is left to import.</param>
public sealed record ImportPosition(string Import, long Line, long Rows, bool Done);
