using System.Data.Common;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>Open positions. A flat one keeps its row for what it realised, and is not listed.</summary>
internal static class PositionRows
{
    private const string Columns =
        "account, id, symbol, quantity, average_price, realised_units, realised_fraction, opened_at, updated_at FROM positions";

    private static readonly RowStatement Put = new(
        $"""
        INSERT INTO positions (tenant, account, id, symbol, quantity, average_price, opened_at, updated_at, is_open, realised_units, realised_fraction)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (tenant, account, id) DO UPDATE
        SET quantity = excluded.quantity, average_price = excluded.average_price, opened_at = excluded.opened_at, updated_at = excluded.updated_at,
            is_open = excluded.is_open, {Exact.Add("positions", "realised", 10)}
        """);

    public static ListQuery Query(TenantId tenant, PositionFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("account", filter.Account?.Value).Is("symbol", filter.Symbol?.Value).That("is_open = 1")
        .Ordered(page, "account", "symbol", "id");

    public static string CursorOf(PositionRow row) => Cursor.Write(row.Account.Value, row.Symbol.Value, row.Id.Value);


    public static PositionId IdOf(Position position) => position.Id;

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        if (@event is OrderFilled fill)
        {
            rows.Add(Row(placed, fill.Position, fill.Realised.Amount, fill.At));
        }
        else if (@event is PositionSplitApplied split)
        {
            // What fractions brought belongs to all of them together; the first row tells it.
            for (var i = 0; i < split.Positions.Length; i++)
            {
                rows.Add(Row(placed, split.Positions[i], i == 0 ? split.PaidOut.Amount : 0m, split.At));
            }
        }
    }

    private static RowChange Row(in PlacedEvent placed, Position position, decimal realised, DateTimeOffset at) => new(
        Put,
        [
            placed.Tenant, placed.AggregateId, IdOf(position).Value, position.Symbol.Value, position.Quantity.Value,
            position.AveragePrice?.Value ?? 0m, position.OpenedAt, at, position.Quantity.IsZero ? 0 : 1, Exact.Units(realised),
            Exact.Fraction(realised),
        ]);

    public static PositionRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, AccountId.Parse(reader.GetString(0)), PositionId.Parse(reader.GetString(1)), Symbol.Parse(reader.GetString(2)), Number(reader, 3),
        Number(reader, 4), Exact.Read(reader, 5), new DateTimeOffset(reader.GetInt64(7), TimeSpan.Zero),
        new DateTimeOffset(reader.GetInt64(8), TimeSpan.Zero));

    private static decimal Number(DbDataReader reader, int column) => decimal.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
}
