using System.Data.Common;
using Countersign.Domain.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Notifications;
using Countersign.Silo.Audit;

namespace Countersign.Silo.Notifications;

/// <summary>Messages as rows.</summary>
internal static class WebhookRows
{
    public const string Columns =
        "tenant, webhook, id, type, created_at, body, status, attempts, next_at, tried_at, answer, duration_ms, error";

    public const string Waiting = "waiting";
    public const string Delivered = "delivered";
    public const string Dead = "dead";

    public static readonly RowStatement Insert = new(
        $"""
        INSERT INTO webhook_deliveries ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (tenant, webhook, id) DO NOTHING
        """);

    public static readonly RowStatement Settle = new(
        """
        UPDATE webhook_deliveries SET status = $4, attempts = $5, next_at = $6, tried_at = $7, answer = $8, duration_ms = $9, error = $10
        WHERE tenant = $1 AND webhook = $2 AND id = $3
        """);

    public static Cell[] ToInsert(WebhookDelivery d) =>
    [
        d.Tenant.Value, d.Webhook.Value, d.Id, d.Type, d.CreatedAt, d.Body.ToArray(), NameOf(d.Status), d.Attempts, d.NextAt,
        .. LastOf(d.Last),
    ];

    public static Cell[] ToSettle(WebhookDelivery d) =>
        [d.Tenant.Value, d.Webhook.Value, d.Id, NameOf(d.Status), d.Attempts, d.NextAt, .. LastOf(d.Last)];

    public static WebhookDelivery Read(DbDataReader reader) => new(
        TenantId.Parse(reader.GetString(0)), WebhookId.Parse(reader.GetString(1)), reader.GetString(2), reader.GetString(3), At(reader, 4),
        [.. reader.GetFieldValue<byte[]>(5)], StatusOf(reader.GetString(6)), reader.GetInt32(7), At(reader, 8),
        reader.IsDBNull(9)
            ? null
            : new WebhookTry(
                At(reader, 9), reader.IsDBNull(10) ? null : reader.GetInt32(10), reader.GetInt32(11), reader.IsDBNull(12) ? null : reader.GetString(12)));

    public static string NameOf(WebhookStatus status) => status switch
    {
        WebhookStatus.Waiting => Waiting,
        WebhookStatus.Delivered => Delivered,
        _ => Dead,
    };

    private static WebhookStatus StatusOf(string name) => name switch
    {
        Waiting => WebhookStatus.Waiting,
        Delivered => WebhookStatus.Delivered,
        Dead => WebhookStatus.Dead,
        _ => throw new InvalidDataException($"'{name}' is no status of a delivery: the database is from a newer program, or damaged."),
    };

    private static Cell[] LastOf(WebhookTry? last) =>
        last is null ? [default, default, default, default] : [last.At, last.Answer is { } answer ? answer : default(Cell), last.DurationMs, last.Error];

    private static DateTimeOffset At(DbDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);
}
