using System.Data.Common;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>One row a change of limits or of a trading state: who, when, why, and to what.</summary>
internal static class ControlRows
{
    private const string Columns = "stream, version, at, level, target, kind, actor, reason, change FROM controls";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO controls (tenant, stream, version, at, level, target, kind, actor, reason, change)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (tenant, stream, version) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, ControlFilter filter, string? cursor) => new ListQuery(Columns, tenant)
        .Is("level", filter.Level).Is("target", filter.Target).Is("kind", filter.Kind)
        .From("at", filter.From).Before("at", filter.To)
        .Newest(cursor, "at", ["stream"], "version");

    public static string CursorOf(ControlRow row) => Cursor.Write(row.At, row.Stream, Cursor.Number(row.Version));

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        switch (@event)
        {
            case RiskLimitsSet e:
                rows.Add(Row(placed, e, ControlLevels.Account, placed.AggregateId, ControlKinds.Limits, e.By, null));
                break;
            case TradingStateChanged e:
                rows.Add(Row(placed, e, ControlLevels.Account, placed.AggregateId, ControlKinds.TradingState, e.By, e.Reason));
                break;
        }
    }

    public static ControlRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, reader.GetString(0), reader.GetInt64(1), new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero), reader.GetString(3),
        reader.GetString(4), reader.GetString(5), Actor.Parse(reader.GetString(6)), reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.GetString(8));

    private static RowChange Row(
        in PlacedEvent placed, DomainEvent change, string level, string target, string kind, Actor by, string? reason) => new(
        Insert,
        [
            placed.Tenant, placed.Stream.Name, placed.Version, change.At, level, target, kind, by.Value, reason,
            Encoding.UTF8.GetString(EventTypes.Serialize(change)),
        ]);
}
