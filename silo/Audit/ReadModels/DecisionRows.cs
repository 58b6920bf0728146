using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>The history of decisions: one row an event of an idea, whose text is made once, when it happened.</summary>
internal static class DecisionRows
{
    public const string SelectOne = "SELECT 1 FROM decisions WHERE tenant = $1 AND stream = $2 AND version = $3";

    private const string Columns = "stream, version, action, idea, symbol, at, actor, summary FROM decisions";

    // Only the first event names the symbol; the idea's row, written in the same transaction, remembers it.
    private static readonly RowStatement Insert = new(
        """
        INSERT INTO decisions (tenant, stream, version, action, idea, symbol, at, actor, summary)
        SELECT i.tenant, $2, $3, $4, i.id, i.symbol, $6, $7, $8 FROM trade_ideas i WHERE i.tenant = $1 AND i.id = $5
        ON CONFLICT (tenant, stream, version) DO NOTHING
        """);

    public static ListQuery Query(TenantId tenant, DecisionFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("symbol", filter.Symbol?.Value).Is("action", filter.Action).Is("idea", filter.Idea?.Value).Is("actor", filter.By?.Value)
        .From("at", filter.From).Before("at", filter.To)
        .Newest(page, "at", ["stream"], "version");

    public static string CursorOf(DecisionRow row) => ParseId(row.Id) is var (stream, version)
        ? Cursor.Write(row.At, stream, Cursor.Number(version))
        : throw new InvalidOperationException($"{row.Id} is no decision's id.");

    public static void Project(in PlacedEvent placed, TradeIdeaEvent @event, List<RowChange> rows)
    {
        rows.Add(new(
            Insert,
            [
                placed.Tenant, placed.Stream.Name, placed.Version, DecisionActions.Of(@event), placed.AggregateId, @event.At,
                DecidedBy(@event, placed.Actor).Value, Describe(@event),
            ]));
    }

    public static DecisionRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, IdOf(reader.GetString(0), reader.GetInt64(1)), reader.GetString(2), TradeIdeaId.Parse(reader.GetString(3)),
        Symbol.Parse(reader.GetString(4)), new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero), Actor.Parse(reader.GetString(6)),
        reader.GetString(7));

    public static string IdOf(string stream, long version) => string.Create(CultureInfo.InvariantCulture, $"{stream}@{version}");

    /// <summary>Reads a decision's id; null where the text is none.</summary>
    public static (string Stream, long Version)? ParseId(string id)
    {
        var at = id.LastIndexOf('@');
        return at > 0 && long.TryParse(id.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (id[..at], version)
            : null;
    }

    private static string Describe(TradeIdeaEvent @event) => @event switch
    {
        TradeIdeaRaised { Proposal: var p } => string.Create(
            CultureInfo.InvariantCulture, $"{p.Side} {p.Quantity} {p.Symbol} proposed with confidence {p.Confidence:0.##}."),
        TradeIdeaRouted e => e.Decision.Reason,
        TradeIdeaFirstApproved e => Noted("Approved by the first of two people", e.Note),
        TradeIdeaApproved e => Noted("Approved", e.Note),
        TradeIdeaApprovalRefused e => Words(e.Refusals),
        TradeIdeaRejected e => e.Reason,
        TradeIdeaExpired => "Nobody decided in time.",
        TradeIdeaHalted e => e.Reason,
        TradeIdeaExecuted e => string.Create(CultureInfo.InvariantCulture, $"Filled at {e.FillPrice}."),
        TradeIdeaFailed e => Words(e.Refusals),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no decision that can be described."),
    };

    private static string Noted(string done, string? note) => string.IsNullOrWhiteSpace(note) ? done + "." : done + ": " + note;

    private static Actor DecidedBy(TradeIdeaEvent @event, Actor appendedBy) => @event switch
    {
        TradeIdeaRaised e => e.By,
        TradeIdeaFirstApproved e => e.By,
        TradeIdeaApproved e => e.By,
        TradeIdeaApprovalRefused e => e.By,
        TradeIdeaRejected e => e.By,
        TradeIdeaHalted e => e.By,
        TradeIdeaRouted => Actor.Gate,
        _ => appendedBy,
    };

    private static string Words(ImmutableArray<Refusal> refusals) => string.Join(' ', refusals.Select(r => r.Message));
}
