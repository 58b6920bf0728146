using System.Data.Common;
using System.Text;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>One row a change of limits, of a trading state or of autonomy: who, when, why, and to what.</summary>
internal static class ControlRows
{
    private const string Columns = "stream, version, at, level, target, kind, actor, reason, change FROM controls";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO controls (tenant, stream, version, at, level, target, kind, actor, reason, change)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (tenant, stream, version) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, ControlFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("level", filter.Level).Is("target", filter.Target).Is("kind", filter.Kind)
        .From("at", filter.From).Before("at", filter.To)
        .Newest(page, "at", ["stream"], "version");

    public static string CursorOf(ControlRow row) => Cursor.Write(row.At, row.Stream, Cursor.Number(row.Version));

    public static void Project(in PlacedEvent placed, AccountEvent @event, List<RowChange> rows)
    {
        switch (@event)
        {
            case RiskLimitsSet e:
                rows.Add(Row(placed, e, ControlLevels.Account, placed.AggregateId, ControlKinds.Limits, e.By, e.Reason));
                break;
            case TradingStateChanged e:
                rows.Add(Row(placed, e, ControlLevels.Account, placed.AggregateId, ControlKinds.TradingState, e.By, e.Reason));
                break;
            case AccountAutonomySet e:
                rows.Add(Row(placed, e, ControlLevels.Account, placed.AggregateId, ControlKinds.Autonomy, e.By, e.Reason));
                break;
        }
    }

    public static void Project(in PlacedEvent placed, StrategyEvent @event, List<RowChange> rows)
    {
        if (@event is StrategyAutonomySet e)
        {
            rows.Add(Row(placed, e, ControlLevels.Strategy, placed.AggregateId, ControlKinds.Autonomy, e.By, e.Reason));
        }
    }

    public static void Project(in PlacedEvent placed, RiskPolicyEvent @event, List<RowChange> rows)
    {
        var (level, target) = (LevelOf(@event), placed.AggregateId);
        switch (@event)
        {
            case RiskCapsSet e:
                rows.Add(Row(placed, e, level, target, ControlKinds.Limits, e.By, e.Reason));
                break;
            case BlackoutsSet e:
                rows.Add(Row(placed, e, level, target, ControlKinds.Blackouts, e.By, e.Reason));
                break;
            case CalendarBlackoutsSet e:
                rows.Add(Row(placed, e, level, target, ControlKinds.Blackouts, e.By, e.Reason));
                break;
            case PolicyTradingStateChanged e:
                rows.Add(Row(placed, e, level, target, ControlKinds.TradingState, e.By, e.Reason));
                break;
        }
    }

    public static ControlRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, reader.GetString(0), reader.GetInt64(1), new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero), reader.GetString(3),
        reader.GetString(4), reader.GetString(5), Actor.Parse(reader.GetString(6)), reader.IsDBNull(7) ? null : reader.GetString(7),
        reader.GetString(8));

    private static string LevelOf(RiskPolicyEvent @event) => @event switch
    {
        RiskCapsSet e => NameOf(e.Level),
        BlackoutsSet e => NameOf(e.Level),
        CalendarBlackoutsSet e => NameOf(e.Level),
        PolicyTradingStateChanged e => NameOf(e.Level),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is of no level."),
    };

    private static string NameOf(RiskLevel level) => level switch
    {
        RiskLevel.Platform => ControlLevels.Platform,
        RiskLevel.Tenant => ControlLevels.Tenant,
        RiskLevel.Account => ControlLevels.Account,
        _ => ControlLevels.Strategy,
    };

    private static RowChange Row(
        in PlacedEvent placed, DomainEvent change, string level, string target, string kind, Actor by, string? reason) => new(
        Insert,
        [
            placed.Tenant, placed.Stream.Name, placed.Version, change.At, level, target, kind, by.Value, reason,
            Encoding.UTF8.GetString(EventTypes.Serialize(change)),
        ]);
}
