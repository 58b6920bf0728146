using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>One row a fill that closed something. Fills of the first release do not tell of the trade that they ended.</summary>
internal static class TradeRows
{
    private const string Columns = "account, version, order_id, symbol, trade, commission, slippage FROM trades";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO trades (tenant, account, closed_at, version, order_id, symbol, trade, commission, slippage)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant, account, closed_at, version) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, TradeFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("account", filter.Account?.Value).Is("symbol", filter.Symbol?.Value)
        .From("closed_at", filter.From).Before("closed_at", filter.To)
        .Newest(page, "closed_at", ["account"], "version");

    public static string CursorOf(TradeRow row) => Cursor.Write(row.Trade.ClosedAt, row.Account.Value, Cursor.Number(row.Version));

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        if (@event is OrderFilled { Trade: { } trade } e)
        {
            rows.Add(new(
                Insert,
                [
                    placed.Tenant, placed.AggregateId, trade.ClosedAt, placed.Version, e.OrderId.Value, e.Execution.Symbol.Value,
                    JsonSerializer.Serialize(trade, EventTypes.Json), e.Commission.Amount, e.Slippage,
                ]));
        }
    }

    public static TradeRow Read(TenantId tenant, DbDataReader reader)
    {
        var trade = JsonSerializer.Deserialize<ClosedTrade>(reader.GetString(4), EventTypes.Json)!;
        return new TradeRow(
            tenant, AccountId.Parse(reader.GetString(0)), reader.GetInt64(1), OrderId.Parse(reader.GetString(2)),
            Symbol.Parse(reader.GetString(3)), trade, Number(reader, 5), reader.IsDBNull(6) ? null : Number(reader, 6));
    }

    private static decimal Number(DbDataReader reader, int column) => decimal.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
}
