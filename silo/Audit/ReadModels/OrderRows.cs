using System.Data.Common;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

internal static class OrderRows
{
    public const string Select =
        """
        SELECT account, id, symbol, side, quantity, status, created_at, idea, refusal_code, fills,
            open_units, open_fraction, value_units, value_fraction, commission_units, commission_fraction, realised_units, realised_fraction
        FROM orders
        WHERE tenant = $1 AND ($2 = '' OR account = $2) AND ($3 = '' OR symbol = $3) AND ($4 = '' OR status = $4)
            AND (created_at, account, id) < ($5, $6, $7)
        ORDER BY created_at DESC, account DESC, id DESC LIMIT $8
        """;

    public const string SelectInFlight =
        "SELECT DISTINCT tenant, account FROM orders WHERE in_flight = 1 ORDER BY tenant, account LIMIT $1";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO orders (tenant, account, id, symbol, side, quantity, status, created_at, idea, refusal_code, in_flight, fills, open_units,
            open_fraction, value_units, value_fraction, commission_units, commission_fraction, realised_units, realised_fraction)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, 0, 0, 0, 0, 0, 0)
        ON CONFLICT (tenant, account, id) DO NOTHING
        """);

    private static readonly RowStatement SetStatus = new(
        "UPDATE orders SET status = $4, refusal_code = $5, in_flight = $6 WHERE tenant = $1 AND account = $2 AND id = $3");

    private static readonly RowStatement AddFill = new(
        $"""
        UPDATE orders SET fills = orders.fills + 1,
            status = CASE WHEN {Exact.AddsToZero("orders", "open", 4)} THEN '{nameof(OrderStatus.Filled)}' ELSE '{nameof(OrderStatus.PartiallyFilled)}' END,
            in_flight = CASE WHEN {Exact.AddsToZero("orders", "open", 4)} THEN 0 ELSE 1 END,
            {Exact.Add("orders", "open", 4)}, {Exact.Add("orders", "value", 6)}, {Exact.Add("orders", "commission", 8)},
            {Exact.Add("orders", "realised", 10)}
        WHERE tenant = $1 AND account = $2 AND id = $3
        """);

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        var (tenant, account) = (placed.Tenant, placed.AggregateId);
        switch (@event)
        {
            case OrderSubmitted e:
                rows.Add(New(tenant, account, e.Ticket, OrderStatus.Submitted, e.At, null));
                break;
            case OrderDenied e:
                rows.Add(New(tenant, account, e.Ticket, OrderStatus.Denied, e.At, e.Refusals.FirstOrDefault()?.Code));
                break;
            case OrderRejected e:
                rows.Add(new(SetStatus, [tenant, account, e.OrderId.Value, nameof(OrderStatus.Rejected), e.Refusals.FirstOrDefault()?.Code, 0]));
                break;
            case OrderAnswerLost e:
                rows.Add(new(SetStatus, [tenant, account, e.OrderId.Value, nameof(OrderStatus.Unknown), (string?)null, 1]));
                break;
            case OrderFilled e:
                rows.Add(Fill(tenant, account, e));
                break;
        }
    }

    public static OrderRow Read(TenantId tenant, DbDataReader reader)
    {
        var quantity = decimal.Parse(reader.GetString(4), CultureInfo.InvariantCulture);
        var filled = quantity - Exact.Read(reader, 10);
        var hasFill = reader.GetInt64(9) > 0;
        return new OrderRow(
            tenant, AccountId.Parse(reader.GetString(0)), OrderId.Parse(reader.GetString(1)), Symbol.Parse(reader.GetString(2)),
            Enum.Parse<Side>(reader.GetString(3)), quantity, Enum.Parse<OrderStatus>(reader.GetString(5)),
            new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero),
            hasFill ? Exact.Read(reader, 12) / filled : null, hasFill ? filled : null, hasFill ? Exact.Read(reader, 14) : null,
            hasFill ? Exact.Read(reader, 16) : null, reader.IsDBNull(7) ? null : TradeIdeaId.Parse(reader.GetString(7)),
            reader.IsDBNull(8) ? null : reader.GetString(8));
    }

    private static RowChange New(
        string tenant, string account, OrderTicket ticket, OrderStatus status, DateTimeOffset at, string? refusal) => new(
        Insert,
        [
            tenant, account, ticket.Id.Value, ticket.Symbol.Value, ticket.Side.ToString(), ticket.Quantity.Value, status.ToString(), at,
            ticket.IdeaId?.Value, refusal, status == OrderStatus.Submitted ? 1 : 0,
            Exact.Units(ticket.Quantity.Value), Exact.Fraction(ticket.Quantity.Value),
        ]);

    private static RowChange Fill(string tenant, string account, OrderFilled e)
    {
        var quantity = e.Execution.Quantity.Value;
        var value = quantity * e.Execution.Price.Value;
        return new(
            AddFill,
            [
                tenant, account, e.OrderId.Value, Exact.Units(-quantity), Exact.Fraction(-quantity), Exact.Units(value), Exact.Fraction(value),
                Exact.Units(e.Commission.Amount), Exact.Fraction(e.Commission.Amount), Exact.Units(e.Realised.Amount),
                Exact.Fraction(e.Realised.Amount),
            ]);
    }
}
