using System.Data.Common;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

internal static class TradeIdeaRows
{
    public const string SelectExecuting = "SELECT tenant, id FROM trade_ideas WHERE executing = 1 ORDER BY raised_at, tenant, id LIMIT $1";

    public const string SelectOverdue =
        "SELECT tenant, id FROM trade_ideas WHERE status = 'NeedsApproval' AND expires_at <= $1 ORDER BY expires_at, tenant, id LIMIT $2";

    private const string Columns =
        "id, strategy, account, symbol, side, quantity, confidence, status, raised_at, expires_at, order_id FROM trade_ideas";

    private static readonly RowStatement Insert = new(
        $"""
        INSERT INTO trade_ideas (tenant, id, strategy, account, symbol, side, quantity, confidence, status, raised_at, expires_at, executing)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '{nameof(TradeIdeaStatus.Waiting)}', $9, $10, 0)
        ON CONFLICT (tenant, id) DO NOTHING
        """);

    private static readonly RowStatement SetStatus = new(
        "UPDATE trade_ideas SET status = $3, executing = 0 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Execute = new(
        "UPDATE trade_ideas SET status = $3, order_id = $4, executing = 1 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Executed = new(
        $"""
        UPDATE trade_ideas
        SET status = CASE WHEN status = '{nameof(TradeIdeaStatus.Waiting)}' THEN '{nameof(TradeIdeaStatus.AutoExecuted)}' ELSE status END,
            order_id = $3, executing = 0
        WHERE tenant = $1 AND id = $2
        """);

    public static ListQuery Query(TenantId tenant, TradeIdeaFilter filter, PageRequest page) => new ListQuery(Columns, tenant)
        .Is("status", filter.Status?.ToString()).Is("symbol", filter.Symbol?.Value).Is("strategy", filter.Strategy?.Value)
        .Newest(page, "raised_at", ["id"]);

    public static void Project(in PlacedEvent placed, TradeIdeaEvent @event, List<RowChange> rows)
    {
        var (tenant, id) = (placed.Tenant, placed.AggregateId);
        switch (@event)
        {
            case TradeIdeaRaised e:
                rows.Add(Raised(tenant, id, e));
                break;
            case TradeIdeaRouted { Decision: AutonomyDecision.Auto }:
                rows.Add(Executing(tenant, id, TradeIdeaStatus.Waiting));
                break;
            case TradeIdeaRouted:
                rows.Add(Status(tenant, id, TradeIdeaStatus.NeedsApproval));
                break;
            case TradeIdeaApproved:
                rows.Add(Executing(tenant, id, TradeIdeaStatus.Approved));
                break;
            case TradeIdeaRejected:
                rows.Add(Status(tenant, id, TradeIdeaStatus.Rejected));
                break;
            case TradeIdeaExpired:
                rows.Add(Status(tenant, id, TradeIdeaStatus.Expired));
                break;
            case TradeIdeaHalted:
                rows.Add(Status(tenant, id, TradeIdeaStatus.Halted));
                break;
            case TradeIdeaFailed:
                rows.Add(Status(tenant, id, TradeIdeaStatus.Failed));
                break;
            case TradeIdeaExecuted e:
                rows.Add(new(Executed, [tenant, id, e.OrderId.Value]));
                break;
        }
    }

    public static TradeIdeaRow Read(TenantId tenant, DbDataReader reader) => new(
        tenant, TradeIdeaId.Parse(reader.GetString(0)), StrategyId.Parse(reader.GetString(1)), AccountId.Parse(reader.GetString(2)),
        Symbol.Parse(reader.GetString(3)), Enum.Parse<Side>(reader.GetString(4)),
        decimal.Parse(reader.GetString(5), CultureInfo.InvariantCulture), reader.GetDouble(6), Enum.Parse<TradeIdeaStatus>(reader.GetString(7)),
        new DateTimeOffset(reader.GetInt64(8), TimeSpan.Zero), new DateTimeOffset(reader.GetInt64(9), TimeSpan.Zero),
        reader.IsDBNull(10) ? null : OrderId.Parse(reader.GetString(10)));

    private static RowChange Raised(string tenant, string id, TradeIdeaRaised e) => new(
        Insert,
        [
            tenant, id, e.Proposal.StrategyId.Value, e.Proposal.AccountId.Value, e.Proposal.Symbol.Value, e.Proposal.Side.ToString(),
            e.Proposal.Quantity.Value, e.Proposal.Confidence, e.At, e.ExpiresAt,
        ]);

    private static RowChange Status(string tenant, string id, TradeIdeaStatus status) => new(SetStatus, [tenant, id, status.ToString()]);

    private static RowChange Executing(string tenant, string id, TradeIdeaStatus status) => new(
        Execute, [tenant, id, status.ToString(), TradeIdea.OrderIdOf(TradeIdeaId.Parse(id)).Value]);
}
