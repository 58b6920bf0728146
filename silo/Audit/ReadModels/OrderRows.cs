using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>
/// One row an order: its ticket as it was placed, beside it what amendments changed, and its fate. Events say what status they lead to, because a
/// row is changed without being read.
/// </summary>
internal static class OrderRows
{
    public const string SelectInFlight =
        """
        SELECT tenant, account FROM orders WHERE is_open = 1
        UNION SELECT tenant, account FROM positions WHERE is_open = 1
        ORDER BY tenant, account LIMIT $1
        """;

    private const string Columns =
        """
        account, ticket, status, created_at, changed_at, is_amended, limit_price, trigger_price, trail, expires_at, refusal_code, fills,
            quantity_units, quantity_fraction, filled_units, filled_fraction, value_units, value_fraction, commission_units, commission_fraction,
            realised_units, realised_fraction
        FROM orders
        """;

    private const string Unfilled = "status IN ('Denied', 'Rejected', 'Cancelled', 'Expired')";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO orders (tenant, account, id, symbol, status, is_open, created_at, changed_at, ticket, is_amended, refusal_code, fills,
            quantity_units, quantity_fraction, filled_units, filled_fraction, value_units, value_fraction, commission_units, commission_fraction,
            realised_units, realised_fraction)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, 0, $11, $12, 0, 0, 0, 0, 0, 0, 0, 0)
        ON CONFLICT (tenant, account, id) DO NOTHING
        """);

    private static readonly RowStatement SetStatus = new(
        """
        UPDATE orders SET status = $4, is_open = $5, refusal_code = coalesce($6, refusal_code), changed_at = $7
        WHERE tenant = $1 AND account = $2 AND id = $3
        """);

    private static readonly RowStatement Touch = new(
        "UPDATE orders SET changed_at = $4 WHERE tenant = $1 AND account = $2 AND id = $3");

    private static readonly RowStatement Amend = new(
        $"""
        UPDATE orders SET status = $11, is_open = $12, changed_at = $4, is_amended = 1, {Exact.Keep("orders", "quantity", 5)},
            limit_price = coalesce($7, limit_price), trigger_price = coalesce($8, trigger_price), trail = coalesce($9, trail),
            expires_at = coalesce($10, expires_at)
        WHERE tenant = $1 AND account = $2 AND id = $3
        """);

    // Fills of the first release do not say what status they led to: there an order was filled once all of it was.
    private static readonly RowStatement AddFill = new(
        $"""
        UPDATE orders SET fills = orders.fills + 1, changed_at = $10,
            status = coalesce($13, CASE WHEN {Exact.AddsTo("orders", "filled", "quantity", 4)} THEN '{nameof(OrderStatus.Filled)}'
                ELSE '{nameof(OrderStatus.PartiallyFilled)}' END),
            is_open = coalesce($14, CASE WHEN {Exact.AddsTo("orders", "filled", "quantity", 4)} THEN 0 ELSE 1 END),
            {Exact.Add("orders", "filled", 4)}, {Exact.Add("orders", "value", 6)}, {Exact.Add("orders", "commission", 8)},
            {Exact.Add("orders", "realised", 11)}
        WHERE tenant = $1 AND account = $2 AND id = $3
        """);

    public static ListQuery Query(TenantId tenant, OrderFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("account", filter.Account?.Value).Is("symbol", filter.Symbol?.Value).Is("status", filter.Status?.ToString())
        .That("is_open = 1", filter.IsOpen || filter.Status is { } open && !OrderStateMachine.IsFinal(open))
        .That(Unfilled, filter.Status is OrderStatus.Denied or OrderStatus.Rejected or OrderStatus.Cancelled or OrderStatus.Expired)
        .From("created_at", filter.From).Before("created_at", filter.To)
        .Newest(page, "created_at", ["account", "id"]);

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        var (tenant, account) = (placed.Tenant, placed.AggregateId);
        switch (@event)
        {
            case OrderSubmitted e:
                rows.Add(New(tenant, account, e.Ticket, OrderStatus.Submitted, e.At, null, e.Trimmed));
                break;
            case OrderDenied e:
                rows.Add(New(tenant, account, e.Ticket, OrderStatus.Denied, e.At, e.Refusals.FirstOrDefault()?.Code));
                break;
            case OrderAccepted e:
                rows.Add(Status(tenant, account, e.OrderId, e.Status, e.At));
                break;
            case OrderRejected e:
                rows.Add(Status(tenant, account, e.OrderId, OrderStatus.Rejected, e.At, e.Refusals.FirstOrDefault()?.Code));
                break;
            case OrderAnswerLost e:
                rows.Add(Status(tenant, account, e.OrderId, OrderStatus.Unknown, e.At));
                break;
            case OrderAmendRequested e:
                rows.Add(Status(tenant, account, e.OrderId, OrderStatus.PendingReplace, e.At));
                break;
            case OrderCancelRequested e:
                rows.Add(Status(tenant, account, e.OrderId, OrderStatus.PendingCancel, e.At));
                break;
            case OrderAmended e:
                rows.Add(Amended(tenant, account, e));
                break;
            case OrderAmendRejected e:
                rows.Add(Status(tenant, account, e.OrderId, e.Status, e.At));
                break;
            case OrderCancelRejected e:
                rows.Add(Status(tenant, account, e.OrderId, e.Status, e.At));
                break;
            case OrderTriggered e:
                rows.Add(new(Touch, [tenant, account, e.OrderId.Value, e.At]));
                break;
            case OrderCancelled e:
                rows.Add(Status(tenant, account, e.OrderId, OrderStatus.Cancelled, e.At, e.Code));
                break;
            case OrderExpired e:
                rows.Add(Status(tenant, account, e.OrderId, OrderStatus.Expired, e.At));
                break;
            case OrderFilled e:
                rows.Add(Fill(tenant, account, e));
                break;
        }
    }

    public static OrderRow Read(TenantId tenant, DbDataReader reader)
    {
        var filled = Exact.Read(reader, 14);
        return new OrderRow(
            tenant, AccountId.Parse(reader.GetString(0)), Ticket(reader), Enum.Parse<OrderStatus>(reader.GetString(2)),
            new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero), new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero), reader.GetInt64(5) == 1,
            filled, reader.GetInt64(11) > 0 ? Exact.Read(reader, 16) / filled : null, Exact.Read(reader, 18), Exact.Read(reader, 20),
            reader.IsDBNull(10) ? null : reader.GetString(10));
    }

    private static OrderTicket Ticket(DbDataReader reader)
    {
        var placed = JsonSerializer.Deserialize<OrderTicket>(reader.GetString(1), EventTypes.Json)!;
        return reader.GetInt64(5) == 0 ? placed : placed with
        {
            Quantity = new Quantity(Exact.Read(reader, 12)),
            LimitPrice = Price(reader, 6) ?? placed.LimitPrice,
            TriggerPrice = Price(reader, 7) ?? placed.TriggerPrice,
            Trail = reader.IsDBNull(8) ? placed.Trail : JsonSerializer.Deserialize<Trail>(reader.GetString(8), EventTypes.Json),
            ExpiresAt = reader.IsDBNull(9) ? placed.ExpiresAt : new DateTimeOffset(reader.GetInt64(9), TimeSpan.Zero),
        };
    }

    private static Price? Price(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new Price(decimal.Parse(reader.GetString(column), CultureInfo.InvariantCulture));

    private static RowChange New(
        string tenant, string account, OrderTicket ticket, OrderStatus status, DateTimeOffset at, string? refusal, Quantity? trimmed = null)
    {
        var quantity = (trimmed ?? ticket.Quantity).Value;
        return new(
            Insert,
            [
                tenant, account, ticket.Id.Value, ticket.Symbol.Value, status.ToString(), Open(status), at,
                JsonSerializer.Serialize(ticket, EventTypes.Json), trimmed is null ? 0 : 1, refusal, Exact.Units(quantity), Exact.Fraction(quantity),
            ]);
    }

    private static RowChange Status(string tenant, string account, OrderId id, OrderStatus status, DateTimeOffset at, string? code = null) => new(
        SetStatus, [tenant, account, id.Value, status.ToString(), Open(status), code, at]);

    private static Cell Open(OrderStatus status) => OrderStateMachine.IsFinal(status) ? 0 : 1;

    private static RowChange Amended(string tenant, string account, OrderAmended e)
    {
        var (quantity, amendment) = (e.Amendment.Quantity?.Value, e.Amendment);
        return new(
            Amend,
            [
                tenant, account, e.OrderId.Value, e.At, quantity is { } units ? Exact.Units(units) : default(Cell),
                quantity is { } fraction ? Exact.Fraction(fraction) : default(Cell), amendment.LimitPrice?.Value, amendment.TriggerPrice?.Value,
                amendment.Trail is { } trail ? JsonSerializer.Serialize(trail, EventTypes.Json) : null,
                amendment.ExpiresAt is { } expiry ? expiry : default(Cell), e.Status.ToString(), Open(e.Status),
            ]);
    }

    private static RowChange Fill(string tenant, string account, OrderFilled e)
    {
        var quantity = e.Execution.Quantity.Value;
        var value = quantity * e.Execution.Price.Value;
        return new(
            AddFill,
            [
                tenant, account, e.OrderId.Value, Exact.Units(quantity), Exact.Fraction(quantity), Exact.Units(value), Exact.Fraction(value),
                Exact.Units(e.Commission.Amount), Exact.Fraction(e.Commission.Amount), e.At, Exact.Units(e.Realised.Amount),
                Exact.Fraction(e.Realised.Amount), e.Status?.ToString(), e.Status is { } status ? Open(status) : default(Cell),
            ]);
    }
}
