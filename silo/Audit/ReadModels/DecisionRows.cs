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
    public const string Select =
        """
        SELECT stream, version, action, idea, symbol, at, actor, summary FROM decisions
        WHERE tenant = $1 AND ($2 = '' OR symbol = $2) AND ($3 = '' OR action = $3) AND ($4 = '' OR idea = $4)
            AND at >= $5 AND at < $6 AND (at, stream, version) < ($7, $8, $9)
        ORDER BY at DESC, stream DESC, version DESC LIMIT $10
        """;

    public const string SelectOne = "SELECT 1 FROM decisions WHERE tenant = $1 AND stream = $2 AND version = $3";

    // Only the first event names the symbol; the idea's row, written in the same transaction, remembers it.
    private static readonly RowStatement Insert = new(
        """
        INSERT INTO decisions (tenant, stream, version, action, idea, symbol, at, actor, summary)
        SELECT i.tenant, $2, $3, $4, i.id, i.symbol, $6, $7, $8 FROM trade_ideas i WHERE i.tenant = $1 AND i.id = $5
        ON CONFLICT (tenant, stream, version) DO NOTHING
        """);

    public static void Project(in PlacedEvent placed, TradeIdeaEvent @event, List<RowChange> rows)
    {
        var (action, summary) = Describe(@event);
        rows.Add(new(
            Insert,
            [
                placed.Tenant, placed.Stream.Name, placed.Version, action, placed.AggregateId, @event.At, DecidedBy(@event, placed.Actor).Value,
                summary,
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

    private static (string Action, string Summary) Describe(TradeIdeaEvent @event) => @event switch
    {
        TradeIdeaRaised { Proposal: var p } => ("raised", string.Create(
            CultureInfo.InvariantCulture, $"{p.Side} {p.Quantity} {p.Symbol} proposed with confidence {p.Confidence:0.##}.")),
        TradeIdeaRouted e => ("routed", e.Decision.Reason),
        TradeIdeaApproved e => ("approved", string.IsNullOrWhiteSpace(e.Note) ? "Approved." : "Approved: " + e.Note),
        TradeIdeaApprovalRefused e => ("approval-refused", Words(e.Refusals)),
        TradeIdeaRejected e => ("rejected", e.Reason),
        TradeIdeaExpired => ("expired", "Nobody decided in time."),
        TradeIdeaHalted e => ("halted", e.Reason),
        TradeIdeaExecuted e => ("executed", string.Create(CultureInfo.InvariantCulture, $"Filled at {e.FillPrice}.")),
        TradeIdeaFailed e => ("failed", Words(e.Refusals)),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no decision that has a name."),
    };

    private static Actor DecidedBy(TradeIdeaEvent @event, Actor appendedBy) => @event switch
    {
        TradeIdeaRaised e => e.By,
        TradeIdeaApproved e => e.By,
        TradeIdeaApprovalRefused e => e.By,
        TradeIdeaRejected e => e.By,
        TradeIdeaHalted e => e.By,
        TradeIdeaRouted => Actor.Gate,
        _ => appendedBy,
    };

    private static string Words(ImmutableArray<Refusal> refusals) => string.Join(' ', refusals.Select(r => r.Message));
}
