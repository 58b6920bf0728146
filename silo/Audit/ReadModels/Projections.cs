using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Backtests.Jobs;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Domain.TradeIdeas;
using Countersign.Grains.Audit;

namespace Countersign.Silo.Audit.ReadModels;

/// <summary>An event at the place that it will have once its append succeeds.</summary>
internal readonly record struct PlacedEvent(JournalStream Stream, long Version, DomainEvent Event, Actor Actor)
{
    public string Tenant => Stream.Tenant.Value;

    /// <summary>The id that the stream's name ends with.</summary>
    public string AggregateId => Stream.Name[(Stream.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>Which rows an event changes. Pure: it reads nothing, so it runs before the append and the writer only writes.</summary>
internal static class Projections
{
    public static void Project(in PlacedEvent placed, List<RowChange> rows)
    {
        switch (placed.Event)
        {
            case AccountEvent e:
                AccountRows.Project(placed, e, rows);
                OrderRows.Project(placed, e, rows);
                ExecutionRows.Project(placed, e, rows);
                PositionRows.Project(placed, e, rows);
                TradeRows.Project(placed, e, rows);
                LedgerRows.Project(placed, e, rows);
                EquityRows.Project(placed, e, rows);
                ControlRows.Project(placed, e, rows);
                break;
            case TradeIdeaEvent e:
                TradeIdeaRows.Project(placed, e, rows);
                DecisionRows.Project(placed, e, rows);
                break;
            case StrategyEvent e:
                StrategyRows.Project(placed, e, rows);
                ControlRows.Project(placed, e, rows);
                break;
            case RiskPolicyEvent e:
                ControlRows.Project(placed, e, rows);
                break;
            case BacktestEvent e:
                BacktestRows.Project(placed, e, rows);
                break;
            case UserRegistered e:
                LoginRows.Project(e, rows);
                break;
            case TenantErasureBegun or TenantErased:
                TenantErasing.Project(placed, rows);
                break;
        }
    }
}
