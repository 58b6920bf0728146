using System.Collections.Immutable;
using System.Data.Common;
using Countersign.Domain.Accounts;
using Countersign.Domain.Markets;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

internal static class StrategyRows
{
    public const string SelectActive = $"SELECT {Columns} WHERE status = 'active' ORDER BY tenant, id LIMIT $1";

    public const string Columns = "tenant, id, name, version, status, account, symbols, timeframe FROM strategies";

    private static readonly RowStatement Insert = new(
        """
        INSERT INTO strategies (tenant, id, name, version, status, symbols, timeframe) VALUES ($1, $2, $3, 1, 'draft', $4, $5)
        ON CONFLICT (tenant, id) DO NOTHING
        """);

    private static readonly RowStatement Revise = new(
        "UPDATE strategies SET name = $3, version = $4, symbols = $5, timeframe = $6 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Activate = new("UPDATE strategies SET status = 'active', account = $3 WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Pause = new("UPDATE strategies SET status = 'paused' WHERE tenant = $1 AND id = $2");

    private static readonly RowStatement Retire = new("UPDATE strategies SET status = 'retired' WHERE tenant = $1 AND id = $2");

    public static void Project(in PlacedEvent placed, StrategyEvent @event, List<RowChange> rows)
    {
        var (tenant, id) = (placed.Tenant, placed.AggregateId);
        switch (@event)
        {
            case StrategyCreated { Definition: var d }:
                rows.Add(new(Insert, [tenant, id, d.Name, Text(d.Symbols), d.Timeframe.ToString()]));
                break;
            case StrategyRevised { Definition: var d } e:
                rows.Add(new(Revise, [tenant, id, d.Name, e.Version, Text(d.Symbols), d.Timeframe.ToString()]));
                break;
            case StrategyActivated e:
                rows.Add(new(Activate, [tenant, id, e.Account.Value]));
                break;
            case StrategyPaused:
                rows.Add(new(Pause, [tenant, id]));
                break;
            case StrategyRetired:
                rows.Add(new(Retire, [tenant, id]));
                break;
        }
    }

    public static StrategyRow Read(DbDataReader reader) => new(
        TenantId.Parse(reader.GetString(0)), StrategyId.Parse(reader.GetString(1)), reader.GetString(2), reader.GetInt32(3), reader.GetString(4),
        reader.IsDBNull(5) ? null : AccountId.Parse(reader.GetString(5)), [.. reader.GetString(6).Split(',').Select(Symbol.Parse)],
        reader.GetString(7));

    private static string Text(ImmutableArray<Symbol> symbols) => string.Join(',', symbols.Select(s => s.Value));
}
