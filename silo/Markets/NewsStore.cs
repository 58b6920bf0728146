using System.Data.Common;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Audit.ReadModels;

namespace Countersign.Silo.Markets;

/// <summary>News in the journal's database. Symbols stand between blanks in one text, so that one of them is found by its name and both its blanks.</summary>
internal sealed class NewsStore(JournalDatabase database, JournalWriter writer) : INewsStore
{
    private static readonly RowStatement Put = new(
        """
        INSERT INTO news (tenant, source, id, at, headline, body, url, symbols, sentiment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant, source, id) DO UPDATE SET at = excluded.at, headline = excluded.headline, body = excluded.body,
            url = excluded.url, symbols = excluded.symbols, sentiment = excluded.sentiment
        """);

    public async Task<Page<NewsItem>> ReadAsync(TenantId tenant, NewsFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, PageRequest.LimitMax);
        var (at, key) = Cursor.Timed(page.After, 2, newestFirst: !page.Reversed);
        var (beyond, order) = page.Reversed ? (">", "") : ("<", " DESC");
        var rows = await database.QueryAsync(
            $"""
            SELECT source, id, at, headline, body, url, symbols, sentiment FROM news
            WHERE tenant IN ($1, $2) AND ($3 = '' OR symbols LIKE '% ' || $3 || ' %') AND ($4 = '' OR source = $4) AND at >= $5 AND at < $6
                AND (at, source, id) {beyond} ($7, $8, $9)
            ORDER BY at{order}, source{order}, id{order} LIMIT $10
            """,
            Read, cancellationToken, tenant.Value, TenantId.Platform.Value, filter.Symbol?.Value ?? string.Empty, filter.Source ?? string.Empty,
            (filter.From ?? DateTimeOffset.MinValue).UtcTicks, filter.To?.UtcTicks ?? long.MaxValue, at, key[0], key[1],
            page.Limit + 1).ConfigureAwait(false);
        var more = rows.Count > page.Limit;
        var last = more ? rows[page.Limit - 1] : null;
        return new Page<NewsItem>([.. rows.Take(page.Limit)], last is null ? null : page.Next(Cursor.Write(last.Time, last.Source, last.Id)));
    }

    public Task WriteAsync(TenantId owner, IReadOnlyList<NewsItem> items, CancellationToken cancellationToken) =>
        RowBatches.WriteAsync(writer, [.. items.Select(item => RowOf(owner, item))], cancellationToken);

    private static RowChange RowOf(TenantId owner, NewsItem item) => new(
        Put,
        [
            owner.Value, item.Source, item.Id, item.Time, item.Headline, item.Body, item.Url, $" {string.Join(' ', item.Symbols)} ",
            item.Sentiment is { } sentiment ? sentiment : default(Cell),
        ]);

    private static NewsItem Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero), reader.GetString(3), Text(reader, 4),
        Text(reader, 5), [.. reader.GetString(6).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Symbol.Parse)],
        reader.IsDBNull(7) ? null : reader.GetDouble(7));

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
