using System.Collections.Immutable;
using System.Data.Common;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Notifications;
using Countersign.Silo.Audit;
using Countersign.Silo.Audit.ReadModels;

namespace Countersign.Silo.Notifications;

/// <summary>The messages in the journal's database, written by its writer: what is stored is on disk.</summary>
internal sealed class WebhookOutbox(JournalDatabase database, JournalWriter writer) : IWebhookOutbox
{
    // The journal's length is the position of its last event: appends are numbered under one lock, in the order in which they are seen.
    private const string Length = "SELECT event_count FROM chains WHERE tenant = '*'";

    private static readonly RowStatement Begin = new(
        $"INSERT INTO webhook_cursors (tenant, position) SELECT $1, ({Length}) WHERE true ON CONFLICT (tenant) DO NOTHING");

    private static readonly RowStatement Move = new("UPDATE webhook_cursors SET position = $2 WHERE tenant = $1 AND position < $2");

    private static readonly RowStatement Fail = new(
        "INSERT INTO webhook_failures (tenant, webhook, since) VALUES ($1, $2, $3) ON CONFLICT (tenant, webhook) DO NOTHING");

    private static readonly RowStatement Work = new("DELETE FROM webhook_failures WHERE tenant = $1 AND webhook = $2");

    private static readonly RowStatement Replay = new(
        """
        UPDATE webhook_deliveries SET status = 'waiting', attempts = 0, next_at = $3
        WHERE tenant = $1 AND webhook = $2 AND status = 'dead' AND coalesce(tried_at, created_at) <= $3
        """);

    private static readonly RowStatement Remove = new("DELETE FROM webhook_deliveries WHERE tenant = $1 AND webhook = $2");

    private static readonly RowStatement Forget = new(
        """
        DELETE FROM webhook_deliveries
        WHERE tenant = $1 AND ((status = 'delivered' AND created_at < $2) OR (status = 'dead' AND created_at < $3))
        """);

    public async Task<ImmutableArray<TenantId>> TenantsAsync(CancellationToken cancellationToken) =>
        [.. await database.QueryAsync("SELECT tenant FROM webhook_cursors ORDER BY tenant", r => TenantId.Parse(r.GetString(0)), cancellationToken).ConfigureAwait(false)];

    public Task BeginAsync(TenantId tenant, CancellationToken cancellationToken) => WriteAsync(Begin, cancellationToken, tenant.Value);

    public async Task<long?> CursorAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT position FROM webhook_cursors WHERE tenant = $1", r => r.GetInt64(0), cancellationToken, tenant.Value).ConfigureAwait(false);
        return rows is [var position] ? position : null;
    }

    public async Task<(ImmutableArray<OutboxEvent> Events, long UpTo)> ReadAsync(
        TenantId tenant, long after, int countMax, CancellationToken cancellationToken)
    {
        var length = (await database.QueryAsync(Length, r => r.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];
        if (length <= after)
        {
            return ([], after);
        }

        var events = await database.QueryAsync(
            $"""
            SELECT e.position, s.name, e.type, e.body, e.recorded_at, e.hash FROM events e JOIN streams s ON s.id = e.stream_id
            WHERE s.tenant = $1 AND e.position > $2 AND e.position <= $3 AND {TenantErasing.Readable} ORDER BY e.position LIMIT $4
            """,
            Read, cancellationToken, tenant.Value, after, length, countMax).ConfigureAwait(false);
        return ([.. events], events.Count < countMax ? length : events[^1].Position);
    }

    public Task AddAsync(ImmutableArray<WebhookDelivery> deliveries, CancellationToken cancellationToken) =>
        Task.WhenAll(deliveries.Select(d => WriteAsync(WebhookRows.Insert, cancellationToken, WebhookRows.ToInsert(d))));

    public Task MoveAsync(TenantId tenant, long position, CancellationToken cancellationToken) =>
        WriteAsync(Move, cancellationToken, tenant.Value, position);

    public async Task<ImmutableDictionary<WebhookId, int>> WaitingAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            "SELECT webhook, COUNT(*) FROM webhook_deliveries WHERE tenant = $1 AND status = 'waiting' GROUP BY webhook",
            r => KeyValuePair.Create(WebhookId.Parse(r.GetString(0)), (int)r.GetInt64(1)), cancellationToken, tenant.Value).ConfigureAwait(false);
        return rows.ToImmutableDictionary();
    }

    public async Task<ImmutableArray<WebhookDelivery>> DueAsync(
        TenantId tenant, DateTimeOffset now, int countMax, CancellationToken cancellationToken) =>
        [
            .. await database.QueryAsync(
                $"""
                SELECT {WebhookRows.Columns} FROM webhook_deliveries
                WHERE tenant = $1 AND status = 'waiting' AND next_at <= $2 ORDER BY next_at, webhook, id LIMIT $3
                """,
                WebhookRows.Read, cancellationToken, tenant.Value, now, countMax).ConfigureAwait(false),
        ];

    public Task SettleAsync(WebhookDelivery delivery, CancellationToken cancellationToken) =>
        WriteAsync(WebhookRows.Settle, cancellationToken, WebhookRows.ToSettle(delivery));

    public async Task<DateTimeOffset> FailedAsync(TenantId tenant, WebhookId webhook, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await WriteAsync(Fail, cancellationToken, tenant.Value, webhook.Value, at).ConfigureAwait(false);
        var rows = await database.QueryAsync(
            "SELECT since FROM webhook_failures WHERE tenant = $1 AND webhook = $2", r => r.GetInt64(0), cancellationToken, tenant.Value,
            webhook.Value).ConfigureAwait(false);
        return rows is [var since] ? new DateTimeOffset(since, TimeSpan.Zero) : at;
    }

    public Task WorkedAsync(TenantId tenant, WebhookId webhook, CancellationToken cancellationToken) =>
        WriteAsync(Work, cancellationToken, tenant.Value, webhook.Value);

    public async Task<Page<WebhookDelivery>> ListAsync(
        TenantId tenant, WebhookId webhook, WebhookStatus? status, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(page.Limit, PageRequest.LimitMax);
        var (sql, cells) = new ListQuery($"{WebhookRows.Columns} FROM webhook_deliveries", tenant)
            .Is("webhook", webhook.Value).Is("status", status is { } s ? WebhookRows.NameOf(s) : null)
            .Newest(page, "created_at", ["id"]).Take(page.Limit + 1);
        var rows = await database.QueryAsync(sql, WebhookRows.Read, cancellationToken, cells).ConfigureAwait(false);
        var last = rows.Count > page.Limit ? rows[page.Limit - 1] : null;
        return new Page<WebhookDelivery>([.. rows.Take(page.Limit)], last is null ? null : page.Next(Cursor.Write(last.CreatedAt, last.Id)));
    }

    public async Task<WebhookDelivery?> FindAsync(TenantId tenant, WebhookId webhook, string id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            $"SELECT {WebhookRows.Columns} FROM webhook_deliveries WHERE tenant = $1 AND webhook = $2 AND id = $3", WebhookRows.Read,
            cancellationToken, tenant.Value, webhook.Value, id).ConfigureAwait(false);
        return rows is [var row] ? row : null;
    }

    public async Task<int> DeadAsync(TenantId tenant, WebhookId webhook, CancellationToken cancellationToken) => (int)(await database.QueryAsync(
        "SELECT COUNT(*) FROM webhook_deliveries WHERE tenant = $1 AND webhook = $2 AND status = 'dead'", r => r.GetInt64(0), cancellationToken,
        tenant.Value, webhook.Value).ConfigureAwait(false))[0];

    public Task ReplayAsync(TenantId tenant, WebhookId webhook, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteAsync(Replay, cancellationToken, tenant.Value, webhook.Value, at);

    public Task RemoveAsync(TenantId tenant, WebhookId webhook, CancellationToken cancellationToken) => Task.WhenAll(
        WriteAsync(Remove, cancellationToken, tenant.Value, webhook.Value), WorkedAsync(tenant, webhook, cancellationToken));

    public Task ForgetAsync(TenantId tenant, DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, CancellationToken cancellationToken) =>
        WriteAsync(Forget, cancellationToken, tenant.Value, deliveredBefore, deadBefore);

    private Task<int> WriteAsync(RowStatement statement, CancellationToken cancellationToken, params Cell[] cells) =>
        writer.WriteAsync(new RowWork(new RowChange(statement, cells), cancellationToken));

    private static OutboxEvent Read(DbDataReader reader)
    {
        var type = reader.GetString(2);
        return new OutboxEvent(
            reader.GetInt64(0), reader.GetString(1), type, EventTypes.Deserialize(type, reader.GetFieldValue<byte[]>(3)),
            new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(5)));
    }
}
