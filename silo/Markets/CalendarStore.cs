using System.Collections.Immutable;
using System.Data.Common;
using Countersign.Domain.Markets;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Audit.ReadModels;

namespace Countersign.Silo.Markets;

/// <summary>The economic calendar in the journal's database.</summary>
internal sealed class CalendarStore(JournalDatabase database, JournalWriter writer) : ICalendarStore
{
    private const string Columns = "source, id, at, currency, impact, title, actual, forecast, previous, all_day";

    private static readonly RowStatement Put = new(
        $"""
        INSERT INTO economic_releases ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (source, id) DO UPDATE SET at = excluded.at, currency = excluded.currency, impact = excluded.impact,
            title = excluded.title, actual = excluded.actual, forecast = excluded.forecast, previous = excluded.previous,
            all_day = excluded.all_day
        """);

    private static readonly RowStatement Remove = new("DELETE FROM economic_releases WHERE source = $1 AND id = $2");

    public async Task<ImmutableArray<EconomicRelease>> ReadAsync(CalendarQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.CountMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.CountMax, CalendarQuery.CountLimit);
        return [.. await ReadAsync(query, new PageRequest(query.CountMax, null), query.CountMax, cancellationToken).ConfigureAwait(false)];
    }

    public async Task<Page<EconomicRelease>> ReadPageAsync(CalendarQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, PageRequest.LimitMax);
        var rows = await ReadAsync(query, page, page.Limit + 1, cancellationToken).ConfigureAwait(false);
        var last = rows.Count > page.Limit ? rows[page.Limit - 1] : null;
        return new Page<EconomicRelease>([.. rows.Take(page.Limit)], last is null ? null : page.Next(Cursor.Write(last.Time, last.Source, last.Id)));
    }

    public async Task<CalendarChange> WriteAsync(CalendarWrite write, CancellationToken cancellationToken)
    {
        if (write.Releases.IsEmpty)
        {
            return CalendarChange.None;
        }

        var stored = await StoredAsync(write, cancellationToken).ConfigureAwait(false);
        var changed = write.Releases.Where(r => !stored.TryGetValue(r.Id, out var held) || held != r).ToList();
        var gone = write.Replaces ? CalledOff(write, stored.Values) : [];
        await RowBatches.WriteAsync(
            writer, [.. changed.Select(RowOf), .. gone.Select(r => new RowChange(Remove, [r.Source, r.Id]))], cancellationToken)
            .ConfigureAwait(false);
        var added = changed.Count(r => !stored.ContainsKey(r.Id));
        return new CalendarChange(added, changed.Count - added, write.Releases.Length - changed.Count, gone.Count);
    }

    private async Task<List<EconomicRelease>> ReadAsync(CalendarQuery query, PageRequest page, int countMax, CancellationToken cancellationToken)
    {
        var (at, key) = Cursor.Timed(page.After, 2, newestFirst: page.Reversed);
        var (beyond, order) = page.Reversed ? ("<", " DESC") : (">", "");
        return await database.QueryAsync(
            $"""
            SELECT {Columns} FROM economic_releases
            WHERE at >= $1 AND at < $2 AND impact >= $3 AND ($4 = '' OR currency = $4) AND (at, source, id) {beyond} ($5, $6, $7)
            ORDER BY at{order}, source{order}, id{order} LIMIT $8
            """,
            Read, cancellationToken, query.From, query.Until, (long)query.ImpactMin, query.Currency?.Value ?? string.Empty, at, key[0], key[1],
            countMax).ConfigureAwait(false);
    }

    /// <summary>What is stored under the same ids or within the same time.</summary>
    private async Task<Dictionary<string, EconomicRelease>> StoredAsync(CalendarWrite write, CancellationToken cancellationToken)
    {
        // A release that was moved far keeps its id: all that the source has is looked at, which is a few thousand rows a year.
        var rows = await database.QueryAsync(
            $"SELECT {Columns} FROM economic_releases WHERE source = $1", Read, cancellationToken, write.Source).ConfigureAwait(false);
        return rows.ToDictionary(r => r.Id, StringComparer.Ordinal);
    }

    private static List<EconomicRelease> CalledOff(CalendarWrite write, IEnumerable<EconomicRelease> stored)
    {
        var published = write.Releases.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var (first, last) = (write.Releases.Min(r => r.Time), write.Releases.Max(r => r.Time));
        return [.. stored.Where(r => r.Time >= first && r.Time <= last && !published.Contains(r.Id))];
    }

    private static RowChange RowOf(EconomicRelease r) => new(
        Put, [r.Source, r.Id, r.Time, r.Currency.Value, (long)r.Impact, r.Title, r.Actual, r.Forecast, r.Previous, r.AllDay ? 1L : 0L]);

    private static EconomicRelease Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero), Currency.Parse(reader.GetString(3)),
        reader.GetString(5), (Impact)reader.GetInt64(4), Text(reader, 6), Text(reader, 7), Text(reader, 8), reader.GetInt64(9) == 1);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
