using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>An event as the journal holds it.</summary>
internal readonly record struct RecordedEvent(
    long Position, string Tenant, string Stream, long Version, string Type, byte[] Body, string Actor);

/// <summary>
/// Makes the lists anew from the journal, in the migration's own transaction: a start after an update finds the lists of its schema, filled with
/// everything that ever happened, or the database as it was.
/// </summary>
internal static class ListRebuild
{
    /// <summary>Events after position <c>$1</c>, at most <c>$2</c>, in their order.</summary>
    public const string Select =
        $"""
        SELECT e.position, s.tenant, s.name, e.version, e.type, e.body, e.actor FROM events e JOIN streams s ON s.id = e.stream_id
        WHERE e.position > $1 AND {TenantErasing.Readable} ORDER BY e.position LIMIT $2
        """;

    private const int PageSize = 1_000;

    private static readonly string[] Tables =
    [
        "accounts", "strategies", "trade_ideas", "orders", "executions", "positions", "trades", "ledger_entries", "equity_points", "controls",
        "decisions", "logins", "backtests",
    ];

    /// <param name="execute">Runs a statement.</param>
    /// <param name="read">Reads events after a position, at most so many.</param>
    /// <param name="write">Changes rows, in order.</param>
    /// <exception cref="InvalidDataException">The journal holds an event that this program does not know.</exception>
    public static void Run(Action<string> execute, Func<long, int, List<RecordedEvent>> read, Action<List<RowChange>> write)
    {
        foreach (var table in Tables)
        {
            execute("DELETE FROM " + table);
        }

        var last = 0L;
        while (read(last, PageSize) is { Count: > 0 } page)
        {
            var rows = new List<RowChange>();
            foreach (var recorded in page)
            {
                Projections.Project(Place(recorded), rows);
            }

            if (rows.Count > 0)
            {
                write(rows);
            }

            last = page[^1].Position;
        }
    }

    private static PlacedEvent Place(in RecordedEvent recorded) => new(
        new JournalStream(TenantId.Parse(recorded.Tenant), recorded.Stream), recorded.Version,
        EventTypes.Deserialize(recorded.Type, recorded.Body), Actor.Parse(recorded.Actor));
}
