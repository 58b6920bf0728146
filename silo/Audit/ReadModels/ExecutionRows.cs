using System.Data.Common;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>One row a fill, as it was booked.</summary>
internal static class ExecutionRows
{
    private const string Columns =
        """
        account, at, version, id, order_id, position, symbol, side, quantity, price, liquidity, closed, commission, realised, slippage, entry
        FROM executions
        """;

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO executions (tenant, account, at, version, id, order_id, position, symbol, side, quantity, price, liquidity, closed, commission,
            realised, slippage, entry)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (tenant, account, at, version) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, ExecutionFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("account", filter.Account?.Value).Is("symbol", filter.Symbol?.Value).Is("order_id", filter.Order?.Value)
        .From("at", filter.From).Before("at", filter.To)
        .Newest(page, "at", ["account"], "version");

    public static string CursorOf(ExecutionRow row) => Cursor.Write(row.At, row.Account.Value, Cursor.Number(row.Version));

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        if (@event is OrderFilled { Execution: var fill } e)
        {
            rows.Add(new(
                Insert,
                [
                    placed.Tenant, placed.AggregateId, fill.Time, placed.Version, fill.Id.Value, e.OrderId.Value, PositionRows.IdOf(e.Position).Value,
                    fill.Symbol.Value, fill.Side.ToString(), fill.Quantity.Value, fill.Price.Value, e.Liquidity?.ToString(), e.Closed.Value,
                    e.Commission.Amount, e.Realised.Amount, e.Slippage, e.Entry.Number,
                ]));
        }
    }

    public static ExecutionRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, AccountId.Parse(reader.GetString(0)), reader.GetInt64(2), ExecutionId.Parse(reader.GetString(3)), OrderId.Parse(reader.GetString(4)),
        PositionId.Parse(reader.GetString(5)), Symbol.Parse(reader.GetString(6)), Enum.Parse<Side>(reader.GetString(7)), Number(reader, 8),
        Number(reader, 9), new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero),
        reader.IsDBNull(10) ? null : Enum.Parse<Liquidity>(reader.GetString(10)), Number(reader, 11), Number(reader, 12), Number(reader, 13),
        reader.IsDBNull(14) ? null : Number(reader, 14), reader.GetInt64(15));

    private static decimal Number(DbDataReader reader, int column) => decimal.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
}
