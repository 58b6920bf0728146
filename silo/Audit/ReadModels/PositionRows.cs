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
    public const string Select =
        """
        SELECT account, symbol, quantity, average_price, realised_units, realised_fraction, updated_at FROM positions
        WHERE tenant = $1 AND ($2 = '' OR account = $2) AND is_open = 1 AND (account, symbol) > ($3, $4) ORDER BY account, symbol LIMIT $5
        """;

    private static readonly RowStatement Put = new(
        $"""
        INSERT INTO positions (tenant, account, symbol, quantity, average_price, updated_at, is_open, realised_units, realised_fraction)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant, account, symbol) DO UPDATE
        SET quantity = excluded.quantity, average_price = excluded.average_price, updated_at = excluded.updated_at, is_open = excluded.is_open,
            {Exact.Add("positions", "realised", 8)}
        """);

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        if (@event is OrderFilled { Position: var position } e)
        {
            rows.Add(new(
                Put,
                [
                    placed.Tenant, placed.AggregateId, position.Symbol.Value, position.Quantity.Value, position.AveragePrice?.Value ?? 0m, e.At,
                    position.Quantity.IsZero ? 0 : 1, Exact.Units(e.Realised.Amount), Exact.Fraction(e.Realised.Amount),
                ]));
        }
    }

    public static PositionRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, AccountId.Parse(reader.GetString(0)), Symbol.Parse(reader.GetString(1)), Number(reader, 2), Number(reader, 3),
        Exact.Read(reader, 4), new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero));

    private static decimal Number(DbDataReader reader, int column) => decimal.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
}
