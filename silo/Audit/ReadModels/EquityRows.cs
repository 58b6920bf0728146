using System.Data.Common;
using System.Text.Json;
using Countersign.Domain.Accounts;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>One row a point of an account's equity curve.</summary>
internal static class EquityRows
{
    private const string Columns = "account, point FROM equity_points";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO equity_points (tenant, account, day, at, point) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant, account, day) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, EquityFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("account", filter.Account.Value)
        .From("at", filter.From).Before("at", filter.To)
        .Newest(page, "day", []);

    // The list's time is its day, counted.
    public static string CursorOf(EquityRow row) => Cursor.Write(Cursor.Number(row.Day.DayNumber));

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        if (@event is EquityRecorded e)
        {
            rows.Add(new(
                Insert, [placed.Tenant, placed.AggregateId, e.Day.DayNumber, e.At, JsonSerializer.Serialize(e, EventTypes.Json)]));
        }
    }

    public static EquityRow Read(TenantId tenant, DbDataReader reader)
    {
        var point = JsonSerializer.Deserialize<EquityRecorded>(reader.GetString(1), EventTypes.Json)!;
        return new EquityRow(
            tenant, AccountId.Parse(reader.GetString(0)), point.Day, point.At, point.Equity.Amount, point.Cash.Amount, point.Unrealised.Amount,
            point.PeakEquity.Amount);
    }
}
