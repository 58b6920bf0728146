using System.Data.Common;
using System.Text.Json;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

internal static class BacktestRows
{
    public const string SelectUnfinished =
        $"""
        SELECT {Columns} FROM backtests WHERE status IN ('{nameof(BacktestStatus.Queued)}', '{nameof(BacktestStatus.Running)}')
            AND ($1 = '' OR tenant = $1)
        ORDER BY requested_at, tenant, id LIMIT $2
        """;

    private const string Columns =
        """
        tenant, id, name, strategy, version, kind, status, priority, symbols, timeframe, from_at, to_at, requested_at, started_at, ended_at, summary,
            failure_code
        """;

    private static readonly RowStatement Insert = new(
        $"""
        INSERT INTO backtests (tenant, id, name, strategy, version, kind, status, priority, symbols, timeframe, from_at, to_at, requested_at)
        VALUES ($1, $2, $3, $4, $5, $6, '{nameof(BacktestStatus.Queued)}', $7, $8, $9, $10, $11, $12)
        ON CONFLICT (tenant, id) DO NOTHING
        """);

    private static readonly RowStatement Start = new(
        $"UPDATE backtests SET status = '{nameof(BacktestStatus.Running)}', started_at = $3 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Interrupt = new(
        $"UPDATE backtests SET status = '{nameof(BacktestStatus.Queued)}' WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement End = new(
        "UPDATE backtests SET status = $3, ended_at = $4, summary = $5, failure_code = $6 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Remove = new("DELETE FROM backtests WHERE tenant = $1 AND id = $2");

    public static ListQuery Query(TenantId tenant, BacktestFilter filter, PageRequest page) => new ListQuery($"{Columns} FROM backtests", tenant)
        .Is("strategy", filter.Strategy?.Value).Is("status", filter.Status?.ToString())
        .Newest(page, "requested_at", ["id"]);

    public static void Project(in PlacedEvent placed, BacktestEvent @event, List<RowChange> rows)
    {
        var (tenant, id) = (placed.Tenant, placed.AggregateId);
        switch (@event)
        {
            case BacktestRequested e:
                rows.Add(Requested(tenant, id, e));
                break;
            case BacktestStarted e:
                rows.Add(new(Start, [tenant, id, e.At]));
                break;
            case BacktestInterrupted:
                rows.Add(new(Interrupt, [tenant, id]));
                break;
            case BacktestFinished e:
                rows.Add(Ended(tenant, id, BacktestStatus.Done, e.At, JsonSerializer.Serialize(e.Summary, EventTypes.Json), null));
                break;
            case BacktestFailed e:
                rows.Add(Ended(tenant, id, BacktestStatus.Failed, e.At, null, e.Cause.Code));
                break;
            case BacktestCancelled e:
                rows.Add(Ended(tenant, id, BacktestStatus.Cancelled, e.At, null, null));
                break;
            case BacktestRemoved:
                rows.Add(new(Remove, [tenant, id]));
                break;
        }
    }

    public static BacktestRow Read(DbDataReader reader) => new(
        TenantId.Parse(reader.GetString(0)), BacktestJobId.Parse(reader.GetString(1)), reader.GetString(2),
        reader.IsDBNull(3) ? null : StrategyId.Parse(reader.GetString(3)), reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.GetString(5),
        Enum.Parse<BacktestStatus>(reader.GetString(6)), Enum.Parse<BacktestPriority>(reader.GetString(7)),
        [.. reader.GetString(8).Split(',').Select(Symbol.Parse)], reader.GetString(9), TimeAt(reader, 10)!.Value, TimeAt(reader, 11)!.Value,
        TimeAt(reader, 12)!.Value, TimeAt(reader, 13), TimeAt(reader, 14),
        reader.IsDBNull(15) ? null : JsonSerializer.Deserialize<BacktestSummary>(reader.GetString(15), EventTypes.Json),
        reader.IsDBNull(16) ? null : reader.GetString(16));

    private static RowChange Requested(string tenant, string id, BacktestRequested e)
    {
        var (definition, terms) = (e.Strategy.Definition, e.Terms);
        return new(
            Insert,
            [
                tenant, id, definition.Name, e.Strategy.Id?.Value, e.Strategy.Version is { } version ? (long)version : default(Cell),
                terms.Task.Kind, terms.Priority.ToString(), string.Join(',', terms.Symbols.Select(s => s.Value)), definition.Timeframe.ToString(),
                terms.From, terms.To, e.At,
            ]);
    }

    private static RowChange Ended(string tenant, string id, BacktestStatus status, DateTimeOffset at, string? summary, string? code) =>
        new(End, [tenant, id, status.ToString(), at, summary, code]);

    private static DateTimeOffset? TimeAt(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);
}
